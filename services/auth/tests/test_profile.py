"""What a person changes about himself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from labwright_auth.links.models import Link
from labwright_chassis import clock

ME = "/api/v1/auth/me"
PASSWORD = "a horse on the moon"
DISCORD = "123456789012345678"


def change(lab: Any, who: str, **fields: Any) -> Any:
    return lab.api.patch(ME, json=fields, headers=lab.as_person(who))


def move(lab: Any, who: str, email: str | None, password: str = PASSWORD) -> Any:
    body = {"email": email, "password": password}
    return lab.api.put(f"{ME}/email", json=body, headers=lab.as_person(who))


def confirm(lab: Any, secret: str) -> Any:
    return lab.api.post("/api/v1/auth/email-confirmations/redeem", json={"secret": secret})


def me(lab: Any, who: str) -> Any:
    return lab.api.get(ME, headers=lab.as_person(who)).json()


def test_i_say_how_i_am_called_and_found_on_discord(any_lab):
    answer = change(any_lab, "grace", display_name="Grace H.", discord_id=DISCORD)
    assert answer.status_code == 200
    mine = me(any_lab, "grace")
    assert (mine["display_name"], mine["discord_id"]) == ("Grace H.", DISCORD)
    assert any_lab.sent("auth.user.changed.v1")[-1].version == 2
    assert any_lab.audited("auth.user.update")[-1].actor == "user/2"


def test_null_clears_and_what_is_not_sent_stays(lab):
    change(lab, "grace", display_name="Grace H.", discord_id=DISCORD)
    assert change(lab, "grace", discord_id=None).json()["display_name"] == "Grace H."
    assert change(lab, "grace", display_name=None).json()["display_name"] == "grace"
    assert me(lab, "grace")["discord_id"] is None


def test_a_discord_id_belongs_to_one_person(any_lab):
    change(any_lab, "grace", discord_id=DISCORD)
    answer = change(any_lab, "linus", discord_id=DISCORD)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/discord_id")


@pytest.mark.parametrize(
    "fields",
    [{"discord_id": "me#1234"}, {"display_name": ""}, {"email": "x@y.z"}, {"roles": ["Admin"]}],
)
def test_what_cannot_be_changed_so_is_refused(lab, fields):
    assert change(lab, "grace", **fields).status_code == 422


def test_a_change_from_an_old_version_is_refused(lab):
    headers = lab.as_person("grace") | {"If-Match": '"v7"'}
    assert lab.api.patch(ME, json={"display_name": "G"}, headers=headers).status_code == 412


def test_a_profile_is_for_people_who_are_signed_in(lab):
    assert lab.api.patch(ME, json={}).status_code == 401
    body = {"email": None, "password": "x"}
    assert lab.api.put(f"{ME}/email", json=body).status_code == 401


def test_the_address_of_a_newcomer_is_confirmed_by_link(any_lab):
    any_lab.register("grace", email="g@example.org")
    assert me(any_lab, "grace")["email_verified"] is False
    assert confirm(any_lab, any_lab.link("g@example.org")).status_code == 204
    assert me(any_lab, "grace")["email_verified"] is True


def test_another_address_is_taken_once_it_is_confirmed_and_the_old_one_told(any_lab):
    any_lab.register("grace", email="old@example.org")
    confirm(any_lab, any_lab.link("old@example.org"))
    assert move(any_lab, "grace", "new@example.org").status_code == 202
    assert me(any_lab, "grace")["email"] == "old@example.org"
    assert confirm(any_lab, any_lab.link("new@example.org")).status_code == 204
    mine = me(any_lab, "grace")
    assert (mine["email"], mine["email_verified"]) == ("new@example.org", True)
    assert any_lab.mails("old@example.org")[-1].kind == "email-changed"
    assert any_lab.login("new@example.org").status_code == 200
    assert any_lab.login("old@example.org").status_code == 401


def test_a_confirmation_works_once_and_not_after_its_time(lab):
    lab.register("grace", email="g@example.org")
    secret = lab.link("g@example.org")
    assert [confirm(lab, secret).status_code for _ in range(2)] == [204, 422]
    move(lab, "grace", "new@example.org")
    past = clock.now() - timedelta(seconds=1)
    lab.database.unit(lambda s: s.execute(update(Link).values(expires_at=past)))
    assert confirm(lab, lab.link("new@example.org")).json()["type"] == "/problems/link-void"


def test_an_address_is_not_moved_by_who_does_not_know_the_password(lab):
    answer = move(lab, "grace", "new@example.org", password="not my password")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-password")
    assert lab.mails("new@example.org") == []


def test_nobody_learns_by_moving_there_that_an_address_is_taken(any_lab):
    any_lab.register("grace", email="g@example.org")
    any_lab.link("g@example.org")
    taken, free = move(any_lab, "linus", "G@example.org"), move(any_lab, "ada", "free@example.org")
    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    assert any_lab.mails("G@example.org")[-1].kind == "email-in-use"


def test_an_address_that_somebody_else_confirmed_meanwhile_is_taken(lab):
    move(lab, "grace", "new@example.org")
    first = lab.link("new@example.org")
    move(lab, "linus", "new@example.org")
    second = lab.link("new@example.org")
    assert confirm(lab, second).status_code == 204
    assert confirm(lab, first).json()["type"] == "/problems/taken"


def test_links_go_out_at_a_pace(lab):
    assert move(lab, "grace", "one@example.org").status_code == 202
    answer = move(lab, "grace", "two@example.org")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_an_address_is_given_up_at_once(lab):
    lab.register("grace", email="g@example.org")
    assert move(lab, "grace", None).status_code == 202
    assert me(lab, "grace")["email"] is None
    assert lab.mails("g@example.org")[-1].kind == "email-changed"


@pytest.mark.parametrize("email", ["a,b@example.org", "<x>@example.org", "a b@c.de", "a@b@c", "@"])
def test_an_address_of_another_form_is_refused(lab, email):
    assert lab.register("grace", email=email).status_code == 422


def test_a_mail_says_nothing_that_a_stranger_chose(lab):
    lab.register("grace", email="victim@example.org", display_name="Win at https://evil.example")
    (mail,) = lab.mails("victim@example.org")
    assert "evil" not in mail.subject + mail.text
