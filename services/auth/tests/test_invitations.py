"""Inviting people, from the mail to the account."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from labwright_auth.invitations.models import Invitation
from labwright_chassis import clock

INVITATIONS = "/api/v1/auth/invitations"
GRACE = "grace@example.org"
PASSWORD = "four unlikely words here"


def invite(lab: Any, email: str = GRACE, by: str = "ada", **fields: Any) -> Any:
    return lab.api.post(INVITATIONS, json={"email": email, **fields}, headers=lab.as_person(by))


def accept(lab: Any, secret: str, username: str = "grace", **fields: Any) -> Any:
    body = {"secret": secret, "username": username, "password": PASSWORD, **fields}
    return lab.api.post(f"{INVITATIONS}/accept", json=body)


def look(lab: Any, secret: str) -> Any:
    return lab.api.post(f"{INVITATIONS}/look", json={"secret": secret})


def states(lab: Any, **params: Any) -> list[str]:
    answer = lab.api.get(INVITATIONS, params=params, headers=lab.as_person("ada"))
    return [one["state"] for one in answer.json()["results"]]


def void(answer: Any) -> bool:
    return (answer.status_code, answer.json()["type"]) == (422, "/problems/invitation-void")


def admin(lab: Any, name: str = "linus") -> str:
    lab.register(name)
    lab.assign(name, "Admin")
    return name


def test_the_invited_makes_an_account_with_the_roles_and_the_address(any_lab):
    made = invite(any_lab, roles=["Approver", "User"], sites={"Approver": [3]}).json()
    assert (made["state"], made["sites"]) == ("open", {"Approver": [3]})
    secret = any_lab.link(GRACE)
    assert look(any_lab, secret).json()["email"] == GRACE
    person = accept(any_lab, secret)
    assert (person.status_code, person.json()["roles"]) == (201, ["Approver", "User"])
    assert any_lab.login(GRACE, PASSWORD).json()["email_verified"] is True
    assert states(any_lab) == ["accepted"]
    assert any_lab.audited("auth.invitation.accept")[0].after["roles"] == {
        "Approver": [3],
        "User": None,
    }


def test_the_link_is_in_the_mail_alone(lab):
    answer = invite(lab)
    assert lab.link(GRACE) not in answer.text
    assert lab.link(GRACE) not in lab.audited("auth.invitation.create")[0].model_dump_json()


def test_an_invitation_works_once(any_lab):
    invite(any_lab)
    secret = any_lab.link(GRACE)
    accept(any_lab, secret)
    assert void(accept(any_lab, secret, "grace2"))
    assert void(look(any_lab, secret))


def test_a_taken_name_leaves_the_invitation_open(any_lab):
    any_lab.register("grace")
    invite(any_lab)
    secret = any_lab.link(GRACE)
    answer = accept(any_lab, secret)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/taken")
    assert accept(any_lab, secret, "grace.h").status_code == 201


def test_a_revoked_invitation_opens_nothing(any_lab):
    id = invite(any_lab).json()["id"]
    secret = any_lab.link(GRACE)
    headers = any_lab.as_person("ada")
    assert any_lab.api.delete(f"{INVITATIONS}/{id}", headers=headers).status_code == 204
    assert void(accept(any_lab, secret))
    assert states(any_lab, state="revoked") == ["revoked"]


def test_an_accepted_invitation_is_not_revoked(lab):
    id = invite(lab).json()["id"]
    accept(lab, lab.link(GRACE))
    answer = lab.api.delete(f"{INVITATIONS}/{id}", headers=lab.as_person("ada"))
    assert answer.status_code == 409


def test_an_invitation_expires(any_lab):
    invite(any_lab, days=1)
    secret, past = any_lab.link(GRACE), clock.now() - timedelta(seconds=1)
    any_lab.database.unit(lambda s: s.execute(update(Invitation).values(expires_at=past)))
    assert void(accept(any_lab, secret))
    assert states(any_lab, state=["expired", "open"]) == ["expired"]
    assert invite(any_lab).status_code == 201


def test_a_second_invitation_replaces_the_first(any_lab):
    invite(any_lab)
    first = any_lab.link(GRACE)
    invite(any_lab, "Grace@Example.org")
    assert void(accept(any_lab, first))
    assert sorted(states(any_lab)) == ["open", "revoked"]


@pytest.mark.parametrize("role", ["Super Admin", "Admin"])
def test_nobody_invites_above_his_rank(lab, role):
    answer = invite(lab, by=admin(lab), roles=[role])
    assert answer.status_code == (403 if role == "Super Admin" else 201)


def test_what_the_sender_may_no_longer_give_nobody_gets(any_lab):
    invite(any_lab, by=admin(any_lab), roles=["Admin"])
    any_lab.assign("linus", "User")
    assert void(accept(any_lab, any_lab.link(GRACE)))


def test_the_invitation_of_a_disabled_person_opens_nothing(any_lab):
    invite(any_lab, by=admin(any_lab))
    any_lab.patch("linus", status="disabled")
    assert void(accept(any_lab, any_lab.link(GRACE)))


def test_nobody_is_invited_who_has_an_account(lab):
    lab.register("grace", email=GRACE)
    assert invite(lab, GRACE).json()["type"] == "/problems/taken"


def test_a_closed_lab_takes_nobody(lab):
    invite(lab)
    headers = lab.as_person("ada") | {"If-Match": "*"}
    closed = {"registration": "closed"}
    assert lab.api.patch("/api/v1/auth/settings", json=closed, headers=headers).status_code == 200
    assert invite(lab, "other@example.org").status_code == 403
    assert accept(lab, lab.link(GRACE)).status_code == 403


def test_people_come_by_invitation_where_nobody_registers(make_lab):
    lab = make_lab(registration="invitation")
    assert lab.register("linus").status_code == 403
    invite(lab)
    assert accept(lab, lab.link(GRACE)).status_code == 201


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "nobody"},
        {"email": ""},
        {"roles": ["King"]},
        {"roles": []},
        {"sites": {"Admin": [1]}},
        {"days": 0},
    ],
)
def test_an_invitation_that_cannot_be_is_refused(lab, fields):
    body = {"email": GRACE} | fields
    assert lab.api.post(INVITATIONS, json=body, headers=lab.as_person("ada")).status_code == 422


def test_a_weak_password_leaves_the_invitation_open(lab):
    invite(lab)
    secret = lab.link(GRACE)
    assert accept(lab, secret, password="password123").status_code == 422
    assert accept(lab, secret).status_code == 201


def test_invitations_are_for_who_may_invite(lab):
    assert lab.api.get(INVITATIONS).status_code == 401
    assert invite(lab, by="linus").status_code == 403
    headers = lab.as_person("linus")
    assert lab.api.get(INVITATIONS, headers=headers).status_code == 403
    assert lab.api.delete(f"{INVITATIONS}/1", headers=headers).status_code == 403
    assert lab.api.delete(f"{INVITATIONS}/9", headers=lab.as_person("ada")).status_code == 404
    assert void(accept(lab, "nonsense"))
