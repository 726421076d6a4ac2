"""Codes of an app as a second factor, and the codes for the day on which it is lost."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update

from labwright_auth.accounts.adapters import Argon2Passwords
from labwright_auth.accounts.models import Credential
from labwright_auth.second_factor.jobs import forget_expired_challenges
from labwright_auth.second_factor.models import Authenticator, Challenge
from labwright_auth.second_factor.rules import matching_step
from labwright_auth.throttle.rules import ACCOUNT
from labwright_chassis import clock
from labwright_contracts.auth import SESSION_SECRET_HEADER

PASSWORD = "a horse on the moon"
TOTP = "/api/v1/auth/me/totp"


pytestmark = pytest.mark.usefixtures("stopped_clock")


class App:
    """An authenticator app; each code it shows is newer than the last."""

    def __init__(self, lab: Any, secret: str) -> None:
        self._lab = lab
        self._totp = pyotp.TOTP(secret)

    def code(self) -> str:
        """The present code, as if the last one had been used long ago."""
        self._lab.database.unit(lambda s: s.execute(update(Authenticator).values(last_step=0)))
        return self.same_code()

    def same_code(self) -> str:
        return self._totp.at(clock.now())


def enrol(lab: Any, who: str) -> tuple[App, list[str]]:
    """Turn the second factor on; the app and the recovery codes."""
    headers = lab.as_person(who)
    begun = lab.api.post(TOTP, json={"password": PASSWORD}, headers=headers)
    app = App(lab, begun.json()["secret"])
    done = lab.api.post(f"{TOTP}/confirm", json={"code": app.same_code()}, headers=headers)
    assert done.status_code == 200
    return app, done.json()["recovery_codes"]


def challenge(lab: Any, who: str, path: str = "login") -> str:
    answer = lab.api.post(f"/api/v1/auth/{path}", json={"username": who, "password": PASSWORD})
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/second-factor-required"
    assert SESSION_SECRET_HEADER not in answer.headers
    return str(answer.json()["challenge"])


def answer(lab: Any, secret: str, code: str, path: str = "login", **headers: str) -> Any:
    body = {"challenge": secret, "code": code}
    return lab.api.post(f"/api/v1/auth/{path}/second-factor", json=body, headers=headers)


def signed_in(lab: Any, who: str, code: str) -> dict[str, str]:
    done = answer(lab, challenge(lab, who), code)
    assert done.status_code == 200
    headers: dict[str, str] = lab.bearer(done.headers[SESSION_SECRET_HEADER])
    return headers


def test_signing_in_takes_password_and_code(any_lab):
    app, _ = enrol(any_lab, "grace")
    headers = signed_in(any_lab, "grace", app.code())
    state = any_lab.api.get(TOTP, headers=headers).json()
    assert (state["on"], state["recovery_codes"]) == (True, 10)


def test_a_program_signs_in_with_a_code_too(any_lab):
    app, _ = enrol(any_lab, "grace")
    secret = challenge(any_lab, "grace", "session-tokens")
    done = answer(any_lab, secret, app.code(), "session-tokens")
    assert done.status_code == 201
    assert any_lab.identify(done.json()["token"]).status_code == 200


def test_a_browser_gets_no_session_token_by_the_second_step(lab):
    app, _ = enrol(lab, "grace")
    secret = challenge(lab, "grace", "session-tokens")
    done = answer(lab, secret, app.code(), "session-tokens", Origin="http://x.example")
    assert done.status_code == 403


def test_nothing_changes_before_the_app_is_confirmed(lab):
    headers = lab.as_person("grace")
    lab.api.post(TOTP, json={"password": PASSWORD}, headers=headers)
    assert lab.api.get(TOTP, headers=headers).json()["on"] is False
    assert lab.login("grace").status_code == 200
    wrong = lab.api.post(f"{TOTP}/confirm", json={"code": "000000"}, headers=headers)
    assert (wrong.status_code, wrong.json()["type"]) == (403, "/problems/code-refused")


def test_enrolling_takes_the_password(lab):
    headers = lab.as_person("grace")
    refused = lab.api.post(TOTP, json={"password": "not my password"}, headers=headers)
    assert refused.json()["type"] == "/problems/wrong-password"


def test_a_second_app_waits_until_the_first_is_given_up(lab):
    app, _ = enrol(lab, "grace")
    headers = signed_in(lab, "grace", app.code())
    refused = lab.api.post(TOTP, json={"password": PASSWORD}, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/second-factor-on")


def test_a_code_is_used_once_and_its_owner_is_told_of_a_second_use(any_lab):
    any_lab.register("grace", email="g@example.org")
    app, _ = enrol(any_lab, "grace")
    code = app.code()
    assert answer(any_lab, challenge(any_lab, "grace"), code).status_code == 200
    again = answer(any_lab, challenge(any_lab, "grace"), code)
    assert (again.status_code, again.json()["type"]) == (401, "/problems/wrong-code")
    assert any_lab.mails("g@example.org")[-1].kind == "code-replayed"
    assert any_lab.audited("auth.session.open")[-1].reason.startswith("code used twice")


def test_a_challenge_is_used_once(any_lab):
    app, _ = enrol(any_lab, "grace")
    secret = challenge(any_lab, "grace")
    assert answer(any_lab, secret, app.code()).status_code == 200
    again = answer(any_lab, secret, app.code())
    assert (again.status_code, again.json()["type"]) == (401, "/problems/challenge-void")


def test_a_challenge_that_saw_too_many_wrong_codes_is_void(any_lab):
    app, _ = enrol(any_lab, "grace")
    secret = challenge(any_lab, "grace")
    for _ in range(ACCOUNT.free):
        assert answer(any_lab, secret, "000000").json()["type"] == "/problems/wrong-code"
    assert answer(any_lab, secret, app.code()).status_code in (401, 429)
    assert any_lab.login("grace").status_code == 429


def test_a_challenge_ends_with_its_time_and_with_the_password(lab):
    app, _ = enrol(lab, "grace")
    headers = signed_in(lab, "grace", app.code())
    secret, past = challenge(lab, "grace"), clock.now() - timedelta(seconds=1)
    body = {"current_password": PASSWORD, "new_password": "two horses on the moon"}
    assert lab.api.put("/api/v1/auth/me/password", json=body, headers=headers).status_code == 204
    assert answer(lab, secret, app.code()).json()["type"] == "/problems/challenge-void"
    lab.login("grace", "two horses on the moon")
    lab.database.unit(lambda s: s.execute(update(Challenge).values(expires_at=past)))
    forget_expired_challenges(lab.database)
    assert lab.database.read(lambda s: s.scalars(select(Challenge)).all()) == []


def test_a_wrong_password_tells_nothing_of_a_second_factor(lab):
    enrol(lab, "grace")
    refused = lab.login("grace", "not my password")
    assert refused.json()["type"] == "/problems/bad-credentials"
    assert "challenge" not in refused.json()


def test_the_right_password_alone_frees_nobody_to_guess_codes(lab):
    enrol(lab, "grace")
    statuses = []
    for _ in range(ACCOUNT.free + 1):
        secret = lab.login("grace").json().get("challenge", "none")
        statuses.append(answer(lab, secret, "000000").status_code)
    assert statuses[: ACCOUNT.free] == [401] * ACCOUNT.free
    assert lab.login("grace").status_code == 429


def test_an_outdated_hash_is_made_anew_although_a_code_has_to_follow(lab):
    enrol(lab, "grace")
    old = Argon2Passwords(time_cost=2, memory_kib=16, parallelism=1).hash(PASSWORD)
    hashes = select(Credential.password_hash).where(Credential.user_id == 2)
    lab.database.unit(lambda s: s.execute(update(Credential).values(password_hash=old.text)))
    challenge(lab, "grace")
    assert lab.database.read(lambda s: s.scalar(hashes)) != old.text


def test_a_recovery_code_does_once_what_the_app_does(any_lab):
    _, codes = enrol(any_lab, "grace")
    headers = signed_in(any_lab, "grace", codes[3].upper().replace("-", " "))
    assert any_lab.api.get(TOTP, headers=headers).json()["recovery_codes"] == 9
    again = answer(any_lab, challenge(any_lab, "grace"), codes[3])
    assert again.json()["type"] == "/problems/wrong-code"


def test_new_recovery_codes_take_a_code_and_void_the_old_ones(any_lab):
    app, old = enrol(any_lab, "grace")
    headers = signed_in(any_lab, "grace", app.code())
    path = f"{TOTP}/recovery-codes"
    refused = any_lab.api.post(path, json={"code": "000000"}, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/code-refused")
    fresh = any_lab.api.post(path, json={"code": app.code()}, headers=headers)
    codes = fresh.json()["recovery_codes"]
    assert len(codes) == 10
    assert not set(codes) & set(old)
    assert answer(any_lab, challenge(any_lab, "grace"), old[0]).status_code == 401
    assert answer(any_lab, challenge(any_lab, "grace"), codes[0]).status_code == 200


def test_giving_it_up_takes_password_and_code(any_lab):
    app, _ = enrol(any_lab, "grace")
    headers = signed_in(any_lab, "grace", app.code())
    path, body = f"{TOTP}/disable", {"password": PASSWORD, "code": "000000"}
    assert any_lab.api.post(path, json=body, headers=headers).status_code == 403
    wrong = {"password": "not my password", "code": app.code()}
    assert any_lab.api.post(path, json=wrong, headers=headers).status_code == 403
    body["code"] = app.code()
    assert any_lab.api.post(path, json=body, headers=headers).status_code == 204
    assert any_lab.login("grace").status_code == 200


def test_its_owner_is_told_when_it_is_turned_on_and_off(lab):
    lab.register("grace", email="g@example.org")
    app, _ = enrol(lab, "grace")
    headers = signed_in(lab, "grace", app.code())
    body = {"password": PASSWORD, "code": app.code()}
    lab.api.post(f"{TOTP}/disable", json=body, headers=headers)
    kinds = [mail.kind for mail in lab.mails("g@example.org")]
    assert kinds.count("second-factor-changed") == 2
    actions = ("auth.second_factor.enable", "auth.second_factor.disable")
    assert [len(lab.audited(action)) for action in actions] == [1, 1]


def test_seeds_and_codes_are_nowhere_in_the_open(lab):
    app, codes = enrol(lab, "grace")
    rows = "".join(
        str(row)
        for table in Authenticator.metadata.sorted_tables
        for row in lab.database.read(lambda s, t=table: s.execute(select(t)).all())
    )
    assert app._totp.secret not in rows
    assert not any(code in rows or code.replace("-", "") in rows for code in codes)


def test_an_admin_takes_a_lost_one_and_nobody_else(any_lab):
    enrol(any_lab, "grace")
    any_lab.register("linus")
    path = "/api/v1/auth/users/2/second-factor"
    assert any_lab.api.delete(path).status_code == 401
    assert any_lab.api.delete(path, headers=any_lab.as_person("linus")).status_code == 403
    admin = any_lab.as_person("ada")
    assert any_lab.api.delete(path, headers=admin).status_code == 204
    assert any_lab.api.delete(path, headers=admin).status_code == 409
    assert any_lab.login("grace").status_code == 200


def test_an_admin_takes_none_from_who_may_do_more_than_he(lab):
    lab.register("linus")
    lab.assign("linus", "Admin")
    admin = lab.as_person("linus")
    enrol(lab, "ada")
    refused = lab.api.delete("/api/v1/auth/users/1/second-factor", headers=admin)
    assert refused.json()["type"] == "/problems/beyond-own-reach"


def test_second_factors_are_for_people_who_are_signed_in(lab):
    for path in ("", "/confirm", "/disable", "/recovery-codes"):
        assert lab.api.post(f"{TOTP}{path}", json={}).status_code == 401
    assert lab.api.get(TOTP).status_code == 401


@pytest.mark.parametrize(("drift", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(drift, good):
    seed, now = pyotp.random_base32(), clock.now()
    code = pyotp.TOTP(seed).at(now + timedelta(seconds=drift))
    assert (matching_step(seed, code, now=now) is not None) is good


def test_a_code_is_six_digits(lab):
    seed, now = pyotp.random_base32(), clock.now()
    for code in ("", "12345", "1234567", "١٢٣٤٥٦", "12 345"):
        assert matching_step(seed, code, now=now) is None
