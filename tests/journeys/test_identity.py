"""Cookies and tokens at the door, and those who have none that hold."""

import jwt
import pytest

from labwright_chassis.testing.identities import Identities
from tests.journeys.person import PASSWORD, Person, at

ME = "/api/v1/auth/me"


def problem(answer, status):
    """The problem body of an answer with that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["request_id"]
    return answer.json()


def bearer(token):
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def test_registering_signing_in_and_out(anybody):
    name = anybody.register()
    user = anybody.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    assert user.json()["username"] == name
    assert anybody.get(ME).json()["username"] == name
    assert anybody.post("/api/v1/auth/logout").status_code == 204
    problem(anybody.get(ME), 401)


def test_a_cookie_replayed_after_sign_out_does_not_hold(anybody, door):
    anybody.sign_in(anybody.register())
    [kept] = [cookie.value for cookie in anybody.cookies.jar]
    assert anybody.get(ME).status_code == 200
    anybody.post("/api/v1/auth/logout")
    with Person(door, cookies={"session": kept}) as thief:
        problem(thief.get(ME), 401)


def test_the_cookie_is_out_of_reach_of_scripts(anybody):
    name = anybody.register()
    answer = anybody.post("/api/v1/auth/login", json={"username": name, "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert not [header for header in answer.headers if "labwright" in header.lower()]


def test_a_program_uses_a_session_token(anybody):
    token = anybody.take_token(anybody.register())
    assert token.startswith("lws_")
    assert not list(anybody.cookies.jar)
    assert anybody.get(ME, headers=bearer(token)).status_code == 200
    assert anybody.post("/api/v1/auth/logout", headers=bearer(token)).status_code == 204
    problem(anybody.get(ME, headers=bearer(token)), 401)


def test_a_browser_gets_no_session_token(anybody):
    body = {"username": anybody.register(), "password": PASSWORD}
    address = "/api/v1/auth/session-tokens"
    problem(anybody.post(address, json=body, headers={"Sec-Fetch-Site": "same-origin"}), 403)


@pytest.mark.parametrize(
    "token",
    [
        "lws_00000000000000000000000000000000_nonsense",
        "nonsense",
        jwt.encode({"sub": "1", "aud": "scheduler"}, "x" * 32, algorithm="HS256"),
        Identities().token(["scheduler:booking:create"], audience="scheduler"),
        Identities().token(["scheduler:booking:create"], audience="scheduler", expires_in=-60),
    ],
)
def test_tokens_that_auth_did_not_hand_out_do_not_hold(anybody, token):
    problem(anybody.get("/api/v1/scheduler/bookings", headers=bearer(token)), 401)


def test_a_wrong_password_and_an_unknown_name_read_the_same(anybody):
    name = anybody.register()
    answers = [
        anybody.post("/api/v1/auth/login", json={"username": who, "password": "not this one"})
        for who in (name, "nobody-at-all")
    ]
    first, second = (problem(answer, 401) for answer in answers)
    assert (first["detail"], first["type"]) == (second["detail"], second["type"])


def test_a_name_is_taken_however_it_is_written(anybody):
    name = anybody.register()
    body = {"username": name.upper(), "password": PASSWORD}
    problem(anybody.post("/api/v1/auth/register", json=body), 409)


def test_a_foreign_site_cannot_post_with_the_cookie(anybody):
    anybody.sign_in(anybody.register())
    problem(anybody.post("/api/v1/auth/logout", headers={"Sec-Fetch-Site": "cross-site"}), 403)
    problem(anybody.post("/api/v1/auth/logout", headers={"Origin": "http://evil.example"}), 403)
    assert anybody.get(ME).status_code == 200


def test_a_user_may_not_change_the_inventory(ann):
    body = {"name": "X", "category": "OPTICAL", "schedulable": True}
    problem(ann.post("/api/v1/inventory/device-types", json=body), 403)


def test_somebody_elses_booking_cannot_be_cancelled(admin, ann, bob):
    device = admin.make_device(admin.make_type())
    booking = ann.book((device, at(9), at(11))).json()["id"]
    problem(bob.post(f"/api/v1/scheduler/bookings/{booking}/cancel"), 403)
    assert admin.post(f"/api/v1/scheduler/bookings/{booking}/cancel").status_code == 200
