"""Whoever guesses is slowed down and locked out; nobody is locked out from everywhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, update

from labwright_auth.accounts.adapters import Argon2Passwords
from labwright_auth.throttle.jobs import forget_old_counts
from labwright_auth.throttle.models import FailureCount, KnownPlace
from labwright_auth.throttle.rules import ACCOUNT, ADDRESS, LOCK, Keys
from labwright_chassis import clock

HOME, AWAY = "192.0.2.1", "198.51.100.7"
PASSWORD = "a horse on the moon"


def login(lab: Any, name: str, password: str = "not my password", at: str = AWAY) -> Any:
    return lab.login(name, password, **{"x-forwarded-for": at})


@pytest.fixture(autouse=True)
def let_pass(stopped_clock: Any) -> Callable[[timedelta], None]:
    """Lets time pass, which stands still else."""
    advance: Callable[[timedelta], None] = stopped_clock.advance
    return advance


def fail_until_locked(lab: Any, let_pass: Any, name: str, at: str = AWAY) -> None:
    for _ in range(ACCOUNT.lock_at):
        assert login(lab, name, at=at).status_code == 401
        let_pass(timedelta(minutes=1))


def test_failures_hold_up_the_next_attempt_even_the_right_one(any_lab, let_pass):
    statuses = [login(any_lab, "ada").status_code for _ in range(ACCOUNT.free + 1)]
    assert statuses == [401] * ACCOUNT.free + [429]
    answer = login(any_lab, "ada", PASSWORD)
    assert answer.status_code == 429
    assert answer.json()["type"] == "/problems/too-many-attempts"
    assert answer.headers["Retry-After"] == "1"
    let_pass(timedelta(seconds=1))
    assert login(any_lab, "ada", PASSWORD).status_code == 200


def test_an_attempt_that_is_held_up_checks_no_password_and_counts_no_more(
    lab, monkeypatch, let_pass
):
    for _ in range(ACCOUNT.free):
        login(lab, "ada")
    checked: list[str] = []
    with monkeypatch.context() as patch:  # what the test undoes itself would start the clock again
        patch.setattr(Argon2Passwords, "verify", lambda self, text, kept: checked.append(text))
        for _ in range(5):
            assert login(lab, "ada").status_code == 429
    assert checked == []
    let_pass(timedelta(seconds=1))
    assert login(lab, "ada").status_code == 401


def test_the_wait_is_written_although_the_sign_in_is_refused_and_survives_a_restart(make_lab):
    lab = make_lab()
    for _ in range(ACCOUNT.free):
        login(lab, "ada")
    assert login(make_lab(), "ada").status_code == 429


def test_a_name_that_nobody_has_is_held_up_alike(lab):
    known, unknown = (
        [login(lab, name, at=f"198.51.100.{n}") for _ in range(ACCOUNT.free + 1)]
        for n, name in enumerate(("ada", "nobody"))
    )
    assert [one.status_code for one in known] == [one.status_code for one in unknown]
    assert known[-1].json()["detail"] == unknown[-1].json()["detail"]


def test_many_failures_lock_for_a_while_and_are_audited_once(any_lab, let_pass):
    fail_until_locked(any_lab, let_pass, "ada")
    (entry,) = any_lab.audited("auth.account.lock")
    assert (entry.target, entry.outcome) == ("user/1", "refused")
    let_pass(LOCK - timedelta(minutes=1, seconds=5))
    assert login(any_lab, "ada", PASSWORD).status_code == 429
    let_pass(timedelta(seconds=6))
    assert login(any_lab, "ada", PASSWORD).status_code == 200


def test_strangers_cannot_lock_a_person_out_where_he_usually_is(any_lab, let_pass):
    login(any_lab, "ada", PASSWORD, at=HOME)
    fail_until_locked(any_lab, let_pass, "ada")
    assert login(any_lab, "ada", PASSWORD, at=AWAY).status_code == 429
    assert login(any_lab, "ada", PASSWORD, at=HOME).status_code == 200


def test_failures_where_he_usually_is_lock_him_out_there_alone(any_lab, let_pass):
    login(any_lab, "ada", PASSWORD, at=HOME)
    fail_until_locked(any_lab, let_pass, "ada", at=HOME)
    assert login(any_lab, "ada", PASSWORD, at=HOME).status_code == 429
    assert login(any_lab, "ada", PASSWORD, at=AWAY).status_code == 200


def test_a_usual_place_is_usual_under_each_of_a_persons_names(lab, let_pass):
    lab.register("grace", email="g@example.org")
    login(lab, "grace", PASSWORD, at=HOME)
    fail_until_locked(lab, let_pass, "g@example.org")
    assert login(lab, "g@example.org", PASSWORD, at=HOME).status_code == 200


def test_guessing_at_many_names_from_one_address_is_held_up(lab):
    statuses = [login(lab, f"name{n}").status_code for n in range(ADDRESS.free + 1)]
    assert statuses == [401] * ADDRESS.free + [429]
    assert login(lab, "name-of-another", at=HOME).status_code == 401


def test_an_own_account_does_not_free_an_address_to_guess_on(lab):
    for n in range(ADDRESS.free - 1):
        login(lab, f"name{n}")
    assert login(lab, "ada", PASSWORD).status_code == 200
    assert [login(lab, f"more{n}").status_code for n in range(2)] == [401, 429]


def test_an_admin_lifts_a_lock(any_lab, let_pass):
    any_lab.register("grace")
    headers = any_lab.as_person("ada")
    fail_until_locked(any_lab, let_pass, "grace")
    locks = any_lab.api.get("/api/v1/auth/locks", headers=headers).json()
    assert [(one["username"], one["failures"]) for one in locks["results"]] == [("grace", 20)]
    path = f"/api/v1/auth/users/{locks['results'][0]['user_id']}/lock"
    assert any_lab.api.delete(path, headers=headers).status_code == 204
    assert any_lab.audited("auth.account.unlock")[0].actor == "user/1"
    let_pass(timedelta(minutes=1))  # the address is its own matter
    assert login(any_lab, "grace", PASSWORD, at="203.0.113.9").status_code == 200
    assert any_lab.api.get("/api/v1/auth/locks", headers=headers).json()["count"] == 0


def test_locks_are_for_admins(lab):
    assert lab.api.get("/api/v1/auth/locks").status_code == 401
    assert lab.api.delete("/api/v1/auth/users/1/lock").status_code == 401
    headers = lab.as_person("linus")
    assert lab.api.get("/api/v1/auth/locks", headers=headers).status_code == 403
    assert lab.api.delete("/api/v1/auth/users/1/lock", headers=headers).status_code == 403
    admin = lab.as_person("ada")
    assert lab.api.delete("/api/v1/auth/users/99/lock", headers=admin).status_code == 404


def test_a_new_password_by_mail_lifts_the_lock(lab, let_pass):
    lab.register("grace", email="g@example.org")
    fail_until_locked(lab, let_pass, "grace")
    lab.api.post("/api/v1/auth/password-resets", json={"username": "grace"})
    body = {"secret": lab.link("g@example.org"), "password": "two horses on the moon"}
    assert lab.api.post("/api/v1/auth/password-resets/redeem", json=body).status_code == 204
    assert login(lab, "grace", "two horses on the moon", at=HOME).status_code == 200


def test_a_stolen_session_does_not_guess_the_password_either(lab):
    headers = lab.as_person("ada")
    body = {"current_password": "not my password", "new_password": "two horses on the moon"}
    statuses = [
        lab.api.put("/api/v1/auth/me/password", json=body, headers=headers).status_code
        for _ in range(ACCOUNT.free + 1)
    ]
    assert statuses == [403] * ACCOUNT.free + [429]


def test_what_counts_no_more_is_forgotten(any_lab, let_pass):
    login(any_lab, "ada")
    login(any_lab, "ada", PASSWORD, at=HOME)
    let_pass(timedelta(days=2))
    past = clock.now() - timedelta(days=91)
    any_lab.database.unit(lambda s: s.execute(update(KnownPlace).values(seen_at=past)))
    forget_old_counts(any_lab.database)
    for table in (FailureCount, KnownPlace):
        assert any_lab.database.read(lambda s, t=table: s.scalars(select(t)).all()) == []


def test_a_name_typed_amiss_is_not_kept(lab):
    login(lab, "my secret password")
    rows = lab.database.read(lambda s: [row.key for row in s.scalars(select(FailureCount))])
    assert rows
    assert not any("secret" in key for key in rows)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("no address", "no address", True),
    ],
)
def test_an_address_is_a_network_where_one_connection_has_many(one, other, same):
    assert (Keys.of("x", one).address == Keys.of("x", other).address) is same


@given(failures=st.integers(0, 500))
def test_a_wait_never_shrinks_with_more_failures(failures):
    for limit in (ACCOUNT, ADDRESS):
        assert limit.wait(failures) <= limit.wait(failures + 1) <= LOCK


def test_refusing_takes_the_same_work_for_a_name_that_nobody_has(any_lab, monkeypatch):
    login(any_lab, "warm-up")
    verify, works = Argon2Passwords.verify, []
    for n, name in enumerate(("ada", "nobody")):
        statements: list[str] = []
        hashed: list[bool] = []

        def note(conn: Any, cursor: Any, text: str, *rest: Any, into: Any = statements) -> None:
            into.append(text)

        def counted(self: Any, password: str, kept: Any, into: Any = hashed) -> Any:
            into.append(True)
            return verify(self, password, kept)

        monkeypatch.setattr(Argon2Passwords, "verify", counted)
        event.listen(any_lab.database.engine, "before_cursor_execute", note)
        login(any_lab, name, at=f"203.0.113.{n}")
        event.remove(any_lab.database.engine, "before_cursor_execute", note)
        works.append((statements, hashed))
    assert works[0] == works[1]
    assert works[0][1] == [True]
