"""Changing a password, and setting another when it was forgotten."""

import hashlib
from datetime import timedelta
from typing import Any

import bcrypt
import pytest
from sqlalchemy import event, select, update

from labwright_auth.accounts.adapters import Argon2Passwords
from labwright_auth.accounts.models import Credential, User
from labwright_auth.accounts.rules import Scheme, is_common
from labwright_auth.links.jobs import forget_expired_links
from labwright_auth.links.models import Link
from labwright_auth.passwords.models import ResetWish
from labwright_chassis import clock
from labwright_contracts.auth import SESSION_ENDED_HEADER, SESSION_SECRET_HEADER

OLD = "a horse on the moon"
NEW = "two horses on the moon"
MINE = "/api/v1/auth/me/password"
RESETS = "/api/v1/auth/password-resets"
GRACE = "g@example.org"


def change(lab: Any, headers: Any, current: str = OLD, new: str = NEW) -> Any:
    body = {"current_password": current, "new_password": new}
    return lab.api.put(MINE, json=body, headers=headers)


def ask(lab: Any, name: str) -> Any:
    return lab.api.post(RESETS, json={"username": name})


def redeem(lab: Any, secret: str, password: str = NEW) -> Any:
    return lab.api.post(f"{RESETS}/redeem", json={"secret": secret, "password": password})


def test_a_changed_password_is_the_only_one_from_then_on(any_lab):
    assert change(any_lab, any_lab.as_person("ada")).status_code == 204
    assert any_lab.login("ada", OLD).status_code == 401
    assert any_lab.login("ada", NEW).status_code == 200


def test_a_changed_password_ends_every_session_and_the_browsers_goes_on_anew(any_lab):
    elsewhere, here = any_lab.secret("ada"), any_lab.secret("ada")
    answer = change(any_lab, any_lab.bearer(here))
    assert answer.headers[SESSION_ENDED_HEADER] == here.split("_")[1]
    fresh = answer.headers[SESSION_SECRET_HEADER]
    states = [any_lab.identify(secret).status_code for secret in (elsewhere, here, fresh)]
    assert states == [401, 401, 200]


def test_a_program_signs_in_again_after_the_password_was_changed(lab):
    body = {"username": "ada", "password": OLD}
    token = lab.api.post("/api/v1/auth/session-tokens", json=body).json()["token"]
    answer = change(lab, lab.bearer(token))
    assert (answer.status_code, SESSION_SECRET_HEADER in answer.headers) == (204, False)
    assert lab.identify(token).status_code == 401


def test_a_password_is_not_changed_by_who_does_not_know_it(any_lab):
    headers = any_lab.as_person("ada")
    answer = change(any_lab, headers, current="not my password")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/wrong-password")
    assert any_lab.login("ada", OLD).status_code == 200
    assert any_lab.api.get("/api/v1/auth/me", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "password", ["too short", "password1234!", "adaadaadaada", "aaaaaaaaaaaa", "x" * 129]
)
def test_a_weak_password_is_refused_at_each_place_it_may_be_chosen(lab, password):
    lab.register("grace", email=GRACE)
    changed = change(lab, lab.as_person("ada"), new=password)
    assert changed.status_code == 422
    assert changed.json()["errors"][0]["pointer"] == "/new_password"
    ask(lab, "grace")
    reset = redeem(lab, lab.link(GRACE), password)
    if "ada" not in password:
        assert reset.json()["errors"][0]["pointer"] == "/password"
        assert lab.register("linus", password=password).status_code == 422


@pytest.mark.parametrize(
    "password", ["Password!2024", "qwertyqwerty", "1234567890123", "LetMeIn!!!!!"]
)
def test_a_common_password_with_trimmings_is_common(password):
    assert is_common(password)


@pytest.mark.parametrize(
    "password", ["a horse on the moon", "correct battery staple 9", "x7!kQ2#vLp0s"]
)
def test_other_passwords_are_not(password):
    assert not is_common(password)


def test_changing_a_password_is_for_people_who_are_signed_in(lab):
    assert change(lab, {}).status_code == 401


def test_its_owner_is_told_of_a_changed_password(lab):
    lab.register("grace", email=GRACE)
    change(lab, lab.as_person("grace"))
    assert lab.mails(GRACE)[-1].kind == "password-changed"
    (entry,) = lab.audited("auth.password.change")
    assert entry.target == "user/2"


@pytest.mark.parametrize("name", ["grace", "G@example.ORG"])
def test_who_forgot_his_password_sets_another_by_a_mailed_link(any_lab, name):
    any_lab.register("grace", email=GRACE)
    before = any_lab.secret("grace")
    assert ask(any_lab, name).status_code == 202
    assert redeem(any_lab, any_lab.link(GRACE)).status_code == 204
    assert any_lab.identify(before).status_code == 401
    assert [any_lab.login("grace", word).status_code for word in (OLD, NEW)] == [401, 200]


def test_a_link_works_once(any_lab):
    any_lab.register("grace", email=GRACE)
    ask(any_lab, "grace")
    secret = any_lab.link(GRACE)
    assert redeem(any_lab, secret).status_code == 204
    again = redeem(any_lab, secret, "three horses on the moon")
    assert (again.status_code, again.json()["type"]) == (422, "/problems/link-void")
    assert any_lab.login("grace", NEW).status_code == 200


def test_a_link_that_is_too_old_opens_nothing_and_is_forgotten(any_lab):
    any_lab.register("grace", email=GRACE)
    ask(any_lab, "grace")
    secret, past = any_lab.link(GRACE), clock.now() - timedelta(seconds=1)
    any_lab.database.unit(lambda s: s.execute(update(Link).values(expires_at=past)))
    assert redeem(any_lab, secret).json()["type"] == "/problems/link-void"
    forget_expired_links(any_lab.database)
    assert any_lab.database.read(lambda s: s.scalars(select(Link)).all()) == []


def test_a_link_is_for_one_purpose(lab):
    lab.register("grace", email=GRACE)
    assert redeem(lab, lab.link(GRACE)).json()["type"] == "/problems/link-void"


def test_a_changed_password_voids_the_links_under_way(lab):
    lab.register("grace", email=GRACE)
    ask(lab, "grace")
    secret = lab.link(GRACE)
    change(lab, lab.as_person("grace"))
    assert redeem(lab, secret).status_code == 422


def test_asking_again_at_once_mails_no_second_link(lab):
    lab.register("grace", email=GRACE)
    for _ in range(3):
        ask(lab, "grace")
    lab.mails(GRACE)
    ask(lab, "grace")
    assert [mail.kind for mail in lab.mails(GRACE)].count("password-reset") == 1


def test_a_link_holds_on_when_a_stranger_asks_for_another(lab):
    lab.register("grace", email=GRACE)
    ask(lab, "grace")
    secret, past = lab.link(GRACE), clock.now() - timedelta(minutes=2)
    lab.database.unit(lambda s: s.execute(update(Link).values(created_at=past)))
    ask(lab, "grace")
    assert lab.link(GRACE) != secret
    assert redeem(lab, secret).status_code == 204


def test_a_disabled_person_gets_no_link_and_uses_none(lab):
    lab.register("grace", email=GRACE)
    ask(lab, "grace")
    secret = lab.link(GRACE)
    lab.patch("grace", status="disabled")
    assert redeem(lab, secret).status_code == 422
    ask(lab, "grace")
    assert lab.link(GRACE) == secret


def test_resetting_a_password_signs_nobody_in(lab):
    lab.register("grace", email=GRACE)
    ask(lab, "grace")
    answer = redeem(lab, lab.link(GRACE))
    assert SESSION_SECRET_HEADER not in answer.headers


def test_a_forgotten_password_is_asked_for_alike_whether_the_name_is_known(lab):
    lab.register("grace", email=GRACE)
    counts, bodies = [], set()
    for name in ("grace", "nobody", GRACE, "nobody@example.org"):
        statements: list[str] = []

        def note(conn: Any, cursor: Any, text: str, *rest: Any, into: Any = statements) -> None:
            into.append(text)

        event.listen(lab.database.engine, "before_cursor_execute", note)
        answer = ask(lab, name)
        event.remove(lab.database.engine, "before_cursor_execute", note)
        counts.append(statements)
        bodies.add((answer.status_code, answer.content))
    assert len(bodies) == 1
    assert all(statements == counts[0] for statements in counts)


def test_wishes_do_not_pile_up_without_end(lab, monkeypatch):
    monkeypatch.setattr("labwright_auth.passwords.service._MOST_WAITING", 2)
    assert [ask(lab, "nobody").status_code for _ in range(3)] == [202, 202, 503]
    lab.mails(GRACE)
    assert lab.database.read(lambda s: s.scalars(select(ResetWish)).all()) == []


def plant(lab: Any, scheme: Scheme, text: str) -> None:
    values = {"scheme": scheme, "password_hash": text}
    lab.database.unit(lambda s: s.execute(update(Credential).values(values)))


def kept(lab: Any) -> tuple[str, str]:
    row: Any = lab.database.read(
        lambda s: s.execute(select(Credential.scheme, Credential.password_hash)).one()
    )
    return row[0], row[1]


@pytest.mark.parametrize("form", ["plain", "sha256 in hex"])
def test_a_hash_of_the_old_system_opens_once_and_is_made_anew(any_lab, form):
    text = OLD if form == "plain" else sha256(OLD)
    plant(any_lab, Scheme.BCRYPT, bcrypt.hashpw(text.encode(), bcrypt.gensalt(4)).decode())
    assert any_lab.login("ada", "not my password").status_code == 401
    assert kept(any_lab)[0] == Scheme.BCRYPT
    assert any_lab.login("ada").status_code == 200
    assert kept(any_lab)[0] == Scheme.ARGON2ID
    assert kept(any_lab)[1].startswith("$argon2id$")
    assert any_lab.login("ada").status_code == 200


def test_the_sha256_of_a_password_is_no_password(lab):
    text = bcrypt.hashpw(sha256(OLD).encode(), bcrypt.gensalt(4)).decode()
    plant(lab, Scheme.BCRYPT, text)
    lab.login("ada")
    assert lab.login("ada", sha256(OLD)).status_code == 401


def test_a_hash_over_a_digest_stays_one_while_old_browsers_need_it(lab):
    passwords: Argon2Passwords = lab.api.app.state.passwords
    plant(lab, Scheme.ARGON2ID_SHA256HEX, passwords.hash(sha256(OLD)).text)
    assert lab.login("ada").status_code == 200
    assert kept(lab)[0] == Scheme.ARGON2ID_SHA256HEX
    assert lab.login("ada", sha256(OLD)).status_code == 401


def test_a_very_long_password_is_checked_against_an_old_hash(lab):
    plant(lab, Scheme.BCRYPT, bcrypt.hashpw(b"x" * 72, bcrypt.gensalt(4)).decode())
    assert lab.login("ada", "x" * 1000).status_code == 200


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_reset_proves_the_address(lab):
    lab.register("grace", email=GRACE)
    ask(lab, "grace")
    redeem(lab, lab.link(GRACE))
    grace = select(User.email_verified_at).where(User.username == "grace")
    assert lab.database.read(lambda s: s.scalar(grace)) is not None
