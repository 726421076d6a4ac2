"""Signing in, out, and what a session's secret opens."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import event, select, update

from labwright_auth.accounts.adapters import Argon2Passwords
from labwright_auth.accounts.models import Credential, User
from labwright_auth.sessions.jobs import forget_ended_sessions
from labwright_auth.sessions.models import UserSession
from labwright_chassis import clock
from labwright_contracts.auth import (
    SESSION_ENDED_HEADER,
    SESSION_SECRET_HEADER,
    Identity,
    SessionRevoked,
)

ME = "/api/v1/auth/me"
TOKENS = "/api/v1/auth/session-tokens"
CREDENTIALS = {"username": "ada", "password": "a horse on the moon"}


def test_signing_in_hands_the_secret_to_the_gateway_and_the_person_to_the_caller(any_lab):
    answer = any_lab.login("ada", **{"user-agent": "Browser/1"})
    assert answer.status_code == 200
    assert answer.json()["username"] == "ada"
    assert answer.json()["roles"] == ["Super Admin"]
    secret = answer.headers[SESSION_SECRET_HEADER]
    assert secret.startswith("lws_")
    assert secret not in answer.text


@pytest.mark.parametrize("name", ["Grace", "GRACE", "g@example.org", "G@Example.ORG"])
def test_one_signs_in_by_name_or_email_in_any_case(lab, name):
    lab.register("grace", email="g@example.org")
    assert lab.login(name).status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(lab):
    wrong, unknown = lab.login("ada", "not my password"), lab.login("nobody", "not my password")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json()["type"] == "/problems/bad-credentials"
    assert {**wrong.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


def test_a_disabled_person_is_refused_like_a_wrong_password(any_lab):
    any_lab.register("grace")
    wrong = any_lab.login("grace", "not my password").json()
    any_lab.patch("grace", status="disabled")
    disabled = any_lab.login("grace")
    assert disabled.status_code == 401
    assert {**disabled.json(), "request_id": ""} == {**wrong, "request_id": ""}


class HeldPasswords:
    """Checks no password before it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()

    def verify(self, password: str, text: str | None) -> tuple[bool, None]:
        assert self.go.wait(60)
        return False, None


def test_a_flood_of_sign_ins_keeps_nobody_else_waiting(lab):
    headers, held = lab.as_person("ada"), HeldPasswords()
    lab.api.app.state.passwords = held
    with lab.api, ThreadPoolExecutor(60) as people:
        flood: list[Future[Any]] = [people.submit(lab.login, "nobody") for _ in range(60)]
        try:
            surplus = [one.result() for one in islice(as_completed(flood, timeout=60), 24)]
            assert lab.api.get(ME, headers=headers).status_code == 200
        finally:
            held.go.set()
        statuses = [one.result().status_code for one in flood]
    assert {(one.status_code, one.headers["Retry-After"]) for one in surplus} == {(503, "2")}
    assert statuses.count(401) + statuses.count(429) == 36


def test_a_refused_sign_in_leaves_a_trace_without_the_password(any_lab):
    any_lab.login("ada", "not my password", **{"x-forwarded-for": "10.0.0.1, 192.0.2.7"})
    any_lab.login("nobody", "not my password")
    wrong, unknown = any_lab.audited("auth.session.open")[-2:]
    assert (wrong.outcome, wrong.target) == ("refused", "user/1")
    assert wrong.reason == "wrong password, from 192.0.2.7"
    assert (unknown.outcome, unknown.target) == ("refused", "user/unknown")
    assert "not my password" not in wrong.model_dump_json() + unknown.model_dump_json()


def test_a_sign_in_is_audited_as_the_persons_own_deed(lab):
    lab.login("ada")
    entry = lab.audited("auth.session.open")[-1]
    assert (entry.actor, entry.target, entry.outcome) == ("user/1", "user/1", "done")
    assert lab.secret("ada").split("_", 2)[2] not in entry.model_dump_json()


@pytest.mark.parametrize("body", [{}, {"username": "ada"}, {**CREDENTIALS, "more": 1}, "text", []])
def test_a_sign_in_of_another_form_is_refused(lab, body):
    assert lab.api.post("/api/v1/auth/login", json=body).status_code == 422


def test_an_outdated_hash_is_made_anew_at_sign_in(any_lab):
    old = Argon2Passwords(time_cost=2, memory_kib=16, parallelism=1).hash(CREDENTIALS["password"])
    any_lab.database.unit(lambda s: s.execute(update(Credential).values(password_hash=old.text)))
    assert any_lab.login("ada").status_code == 200
    fresh = any_lab.database.read(lambda s: s.scalar(select(Credential.password_hash)))
    assert fresh != old.text
    assert "m=8,t=1" in fresh
    assert any_lab.login("ada").status_code == 200


def test_me_says_who_i_am_and_what_i_may_everywhere(any_lab):
    me = any_lab.api.get(ME, headers=any_lab.as_person("ada")).json()
    assert (me["username"], me["status"], me["org"]) == ("ada", "active", "default")
    assert {"auth:audit:read", "inventory:device:write", "scheduler:booking:create"} <= set(
        me["permissions"]
    )
    assert set(me["session"]) == {"id", "created_at", "expires_at"}


def test_me_is_for_people_who_are_signed_in(lab):
    assert lab.api.get(ME).status_code == 401


def test_signing_out_ends_the_session_and_tells_the_gateway(any_lab):
    secret = any_lab.secret("ada")
    headers = any_lab.bearer(secret)
    answer = any_lab.api.post("/api/v1/auth/logout", headers=headers)
    assert answer.status_code == 204
    ended = answer.headers[SESSION_ENDED_HEADER]
    assert secret.split("_")[1] == ended
    event = SessionRevoked(**any_lab.sent("auth.session.revoked.v1")[-1].payload)
    assert (event.user_id, event.session_id) == (1, ended)


def test_a_secret_replayed_after_signing_out_opens_nothing(any_lab):
    secret = any_lab.secret("ada")
    headers = any_lab.bearer(secret)
    any_lab.api.post("/api/v1/auth/logout", headers=headers)
    assert any_lab.identify(secret).status_code == 401
    # The signed token itself lives on for minutes, but auth knows better.
    assert any_lab.api.get(ME, headers=headers).status_code == 401
    assert any_lab.api.post("/api/v1/auth/logout", headers=headers).status_code == 204


def test_nobody_signs_out_who_is_not_signed_in(lab):
    assert lab.api.post("/api/v1/auth/logout").status_code == 401


def test_a_program_gets_a_session_token(any_lab):
    answer = any_lab.api.post(TOKENS, json=CREDENTIALS)
    assert answer.status_code == 201
    assert answer.json()["expires_at"].endswith("Z")
    assert SESSION_SECRET_HEADER not in answer.headers
    headers = any_lab.bearer(answer.json()["token"])
    assert any_lab.api.get(ME, headers=headers).json()["username"] == "ada"


@pytest.mark.parametrize("header", ["Origin", "Sec-Fetch-Site"])
def test_a_browser_gets_no_session_token(lab, header):
    answer = lab.api.post(TOKENS, json=CREDENTIALS, headers={header: "same-origin"})
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/browser-refused"


def test_a_session_token_is_not_for_a_wrong_password(lab):
    answer = lab.api.post(TOKENS, json={**CREDENTIALS, "password": "no"})
    assert answer.json()["type"] == "/problems/bad-credentials"


def test_the_secret_stands_nowhere_in_the_database(lab):
    secret = lab.secret("ada")
    assert lab.database.read(lambda s: s.scalar(select(UserSession.secret_hash))) is not None
    dump = "".join(
        str(row)
        for table in UserSession.metadata.sorted_tables
        for row in lab.database.read(lambda s, t=table: s.execute(select(t)).all())
    )
    assert secret.split("_", 2)[2] not in dump


def test_a_secret_tells_whom_it_belongs_to_with_a_token_for_one_service(any_lab):
    answer = any_lab.identify(any_lab.secret("ada"), audience="inventory")
    assert answer.status_code == 200
    identity = Identity.model_validate(answer.json())
    assert identity.user_id == 1
    assert timedelta(minutes=4) < identity.expires_at - clock.now() <= timedelta(minutes=5)


@pytest.mark.parametrize(
    "secret", ["", "lws_", "nonsense", "lws_" + "0" * 32 + "_" + "A" * 43, "lwp_1_abcdefghijkl"]
)
def test_an_unknown_secret_belongs_to_nobody(lab, secret):
    answer = lab.identify(secret)
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/session-ended"


def test_the_right_session_with_another_secret_belongs_to_nobody(lab):
    secret = lab.secret("ada")
    forged = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert lab.identify(forged).status_code == 401


def test_only_the_gateway_asks_whom_a_secret_belongs_to(lab):
    assert lab.identify(lab.secret("ada"), service="inventory").status_code == 403
    answer = lab.internal.post("/internal/identities", json={"secret": "x", "audience": "auth"})
    assert answer.status_code == 401


def test_a_person_is_no_gateway(lab):
    answer = lab.internal.post(
        "/internal/identities",
        json={"secret": "x", "audience": "auth"},
        headers=lab.as_person("ada"),
    )
    assert answer.status_code == 401


def test_identities_are_for_areas_that_exist(lab):
    answer = lab.identify(lab.secret("ada"), audience="payroll")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/audience"


def test_identities_are_not_asked_through_the_public_port(lab):
    assert lab.api.post("/internal/identities", json={}).status_code == 404
    assert lab.api.post("/internal/service-tokens", json={}).status_code == 404


def set_session(lab: Any, **values: Any) -> None:
    lab.database.unit(lambda s: s.execute(update(UserSession).values(**values)))


def test_an_unused_session_ends_after_a_week(any_lab):
    secret = any_lab.secret("ada")
    session = any_lab.database.read(lambda s: s.scalars(select(UserSession)).one())
    assert session.expires_at - session.created_at == timedelta(days=7)
    set_session(any_lab, expires_at=clock.now())
    assert any_lab.identify(secret).status_code == 401


def test_use_lengthens_a_session_but_not_beyond_its_end(any_lab):
    secret, now = any_lab.secret("ada"), clock.now()
    set_session(any_lab, last_used_at=now - timedelta(minutes=6), ends_at=now + timedelta(hours=1))
    assert any_lab.identify(secret).status_code == 200
    session = any_lab.database.read(lambda s: s.scalars(select(UserSession)).one())
    assert session.last_used_at >= now
    assert session.expires_at == session.ends_at


def test_use_locks_the_person_before_the_session_as_disabling_does(lab):
    secret, written = lab.secret("ada"), []
    set_session(lab, last_used_at=clock.now() - timedelta(minutes=6))

    def note(conn: Any, cursor: Any, text: str, *rest: Any) -> None:
        written.extend(text.split()[1:2] if text.startswith("UPDATE") else [])

    event.listen(lab.database.engine, "before_cursor_execute", note)
    lab.identify(secret)
    assert written == ["users", "sessions"]


def test_use_within_five_minutes_is_not_written_down(any_lab):
    secret, before = any_lab.secret("ada"), clock.now() - timedelta(minutes=4)
    set_session(any_lab, last_used_at=before)
    any_lab.identify(secret)
    session = any_lab.database.read(lambda s: s.scalars(select(UserSession)).one())
    assert session.last_used_at == before


def test_a_token_never_outlives_its_session(any_lab):
    secret, end = any_lab.secret("ada"), clock.now() + timedelta(seconds=90)
    set_session(any_lab, expires_at=end, ends_at=end)
    assert Identity(**any_lab.identify(secret).json()).expires_at <= end


def test_being_here_is_seen(lab):
    lab.secret("ada")
    assert lab.database.read(lambda s: s.scalar(select(User.last_seen_at))) is not None


def sessions_of(lab: Any, headers: dict[str, str]) -> Any:
    return lab.api.get("/api/v1/auth/sessions", headers=headers).json()["results"]


def test_my_sessions_are_listed_with_their_device(any_lab):
    any_lab.login("ada", **{"user-agent": "Phone/1", "x-forwarded-for": "192.0.2.1"})
    headers = any_lab.as_person("ada")
    listed = sessions_of(any_lab, headers)
    phone = next(one for one in listed if one["user_agent"] == "Phone/1")
    assert (phone["address"], phone["current"]) == ("192.0.2.1", False)
    assert sum(one["current"] for one in listed) == 1


def test_i_end_one_of_my_sessions(any_lab):
    secret, headers = any_lab.secret("ada"), any_lab.as_person("ada")
    id = secret.split("_")[1]
    answer = any_lab.api.delete(f"/api/v1/auth/sessions/{id}", headers=headers)
    assert (answer.status_code, answer.headers[SESSION_ENDED_HEADER]) == (204, id)
    assert any_lab.identify(secret).status_code == 401
    again = any_lab.api.delete(f"/api/v1/auth/sessions/{id}", headers=headers)
    assert again.status_code == 404


def test_nobody_ends_anothers_session(lab):
    id = lab.secret("ada").split("_")[1]
    answer = lab.api.delete(f"/api/v1/auth/sessions/{id}", headers=lab.as_person("grace"))
    assert answer.status_code == 404


def test_i_end_all_my_sessions_and_nobody_elses(any_lab):
    others = any_lab.as_person("grace")
    secrets = [any_lab.secret("ada") for _ in range(2)]
    headers = any_lab.bearer(secrets[0])
    answer = any_lab.api.post("/api/v1/auth/sessions/revoke-all", headers=headers)
    assert answer.status_code == 204
    assert [any_lab.identify(secret).status_code for secret in secrets] == [401, 401]
    assert any_lab.api.get(ME, headers=others).status_code == 200
    event = SessionRevoked(**any_lab.sent("auth.session.revoked.v1")[-1].payload)
    assert (event.user_id, event.session_id) == (1, None)


def test_sessions_are_for_people_who_are_signed_in(lab):
    assert lab.api.get("/api/v1/auth/sessions").status_code == 401
    assert lab.api.post("/api/v1/auth/sessions/revoke-all").status_code == 401
    assert lab.api.delete(f"/api/v1/auth/sessions/{'0' * 32}").status_code == 401


def test_sessions_that_ended_long_ago_are_forgotten(any_lab):
    any_lab.secret("ada")
    set_session(any_lab, expires_at=clock.now() - timedelta(days=2))
    any_lab.secret("ada")
    forget_ended_sessions(any_lab.database)
    assert len(any_lab.database.read(lambda s: s.scalars(select(UserSession)).all())) == 1
