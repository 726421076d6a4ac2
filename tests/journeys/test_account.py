"""An account of one's own, from the first mail to a token that may do two things."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pyotp

from labwright_chassis import clock
from tests.journeys.person import PASSWORD, Person, eventually

AUTH = "/api/v1/auth"
TWO_PERMISSIONS = ["inventory:device:read", "scheduler:booking:read"]


def secret_in(mail):
    """What the link of a mail carries where no server logs it."""
    return urlsplit(re.search(r"http\S+#\S+", mail)[0]).fragment


def enrolled(person):
    """A second factor of somebody who is signed in."""
    begun = person.post(f"{AUTH}/me/totp", json={"password": PASSWORD})
    totp = pyotp.TOTP(begun.json()["secret"])
    confirmed = person.post(f"{AUTH}/me/totp/confirm", json={"code": totp.now()})
    assert len(confirmed.json()["recovery_codes"]) >= 8
    return totp


def test_register_verify_add_a_second_factor_and_sign_in_with_it(anybody, mail_to):
    name = f"grace-{uuid4().hex[:8]}"
    body = {"username": name, "password": PASSWORD, "email": f"{name}@example.org"}
    assert anybody.post(f"{AUTH}/register", json=body).status_code == 201
    confirmation = {"secret": secret_in(mail_to(body["email"]))}
    assert anybody.post(f"{AUTH}/email-confirmations/redeem", json=confirmation).is_success
    anybody.sign_in(name)
    assert anybody.get(f"{AUTH}/me").json()["email_verified"] is True
    totp = enrolled(anybody)
    anybody.cookies.clear()
    due = anybody.post(f"{AUTH}/login", json={"username": name, "password": PASSWORD})
    assert due.status_code == 401
    assert due.json()["type"] == "/problems/second-factor-required"
    # The code of now has been used once already.
    step = {
        "challenge": due.json()["challenge"],
        "code": totp.at(clock.now() + timedelta(seconds=totp.interval)),
    }
    assert anybody.post(f"{AUTH}/login/second-factor", json=step).status_code == 200
    assert anybody.get(f"{AUTH}/me").json()["username"] == name


def test_a_token_for_two_permissions_does_both_and_nothing_else(ann, door):
    body = {"name": "notebook", "permissions": TWO_PERMISSIONS}
    secret = ann.post(f"{AUTH}/tokens", json=body).json()["token"]
    with Person(door, headers={"Authorization": f"Bearer {secret}"}) as program:
        assert program.get("/api/v1/inventory/devices").status_code == 200
        assert program.get("/api/v1/scheduler/bookings").status_code == 200
        assert program.get("/api/v1/inventory/sites").status_code == 403


def test_sessions_are_seen_and_ended_from_elsewhere(anybody, door):
    name = anybody.register()
    anybody.sign_in(name)
    with Person(door) as elsewhere:
        elsewhere.sign_in(name)
        mine = anybody.get(f"{AUTH}/sessions").json()["results"]
        assert len(mine) == 2
        [other] = [session["id"] for session in mine if not session["current"]]
        assert anybody.delete(f"{AUTH}/sessions/{other}").status_code == 204
        eventually(lambda: elsewhere.get(f"{AUTH}/me").status_code == 401)
    assert anybody.get(f"{AUTH}/me").status_code == 200


def test_an_invited_person_accepts_once_and_an_admin_reads_it_in_a_sound_log(
    admin, anybody, mail_to
):
    name = f"invited-{uuid4().hex[:8]}"
    invitation = {"email": f"{name}@example.org", "roles": ["Viewer"]}
    assert admin.post(f"{AUTH}/invitations", json=invitation).status_code == 201
    body = {"secret": secret_in(mail_to(invitation["email"])), "username": name}
    accepted = anybody.post(f"{AUTH}/invitations/accept", json=body | {"password": PASSWORD})
    assert accepted.status_code == 201, accepted.text
    again = anybody.post(f"{AUTH}/invitations/accept", json=body | {"password": PASSWORD})
    assert again.json()["type"] == "/problems/invitation-void"
    anybody.sign_in(name)
    assert anybody.get(f"{AUTH}/me").json()["roles"] == ["Viewer"]
    accepted = {"action": "auth.invitation.accept"}
    eventually(lambda: admin.get(f"{AUTH}/audit", params=accepted).json()["count"] >= 1)
    assert admin.get(f"{AUTH}/audit/verify").json()["broken"] is None
