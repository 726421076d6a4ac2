"""Personal tokens: what a person lets a program do in his name."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from labwright_auth.tokens.models import PersonalToken
from labwright_auth.tokens.queries import forget_ended
from labwright_auth.tokens.rules import MOST
from labwright_chassis import clock
from labwright_chassis.tokens import Verifier

TOKENS = "/api/v1/auth/tokens"
CREATE = "scheduler:booking:create"
READ = "scheduler:booking:read"


def make(lab: Any, by: str = "grace", **fields: Any) -> Any:
    body = {"name": "nightly", "permissions": [CREATE, "auth:user:read"], **fields}
    return lab.api.post(TOKENS, json=body, headers=lab.as_person(by))


def claims(lab: Any, secret: str, audience: str = "scheduler") -> Any:
    verifier = Verifier(audience, lambda: lab.api.get("/api/v1/auth/jwks").json())
    return verifier.verify(lab.identify(secret, audience).json()["token"])


def test_a_token_permits_what_it_names_and_no_more(any_lab):
    secret = make(any_lab).json()["token"]
    assert secret.startswith("lwp_")
    seen = claims(any_lab, secret)
    assert (seen.permissions, seen.username) == ((CREATE,), "grace")
    assert any_lab.api.get("/api/v1/auth/users", headers=any_lab.bearer(secret)).status_code == 200
    roles = any_lab.api.get("/api/v1/auth/groups", headers=any_lab.bearer(secret))
    assert roles.status_code == 403


def test_a_token_permits_no_more_than_its_owner_may_at_the_time_of_use(any_lab):
    secret = make(any_lab).json()["token"]
    any_lab.assign("grace", "Viewer")
    assert claims(any_lab, secret).permissions == ()


def test_nobody_makes_a_token_for_what_he_lacks(lab):
    answer = make(lab, permissions=[CREATE, "auth:audit:read"])
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/beyond-own-reach")
    assert "auth:audit:read" in answer.json()["detail"]
    assert make(lab, permissions=["auth:laser:fire"]).status_code == 422


def test_the_secret_is_shown_once_and_stored_nowhere(any_lab):
    made = make(any_lab).json()
    listed = any_lab.api.get(TOKENS, headers=any_lab.as_person("grace")).json()["results"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert "token" not in listed[0]
    row = any_lab.database.read(lambda s: s.query(PersonalToken).one())
    assert made["token"].rsplit("_", 1)[1] not in (row.secret_hash, row.name)
    assert made["token"][40:] not in any_lab.audited("auth.token.create")[0].model_dump_json()


def test_a_token_that_is_used_says_when(any_lab):
    secret = make(any_lab).json()["token"]
    any_lab.identify(secret)
    (listed,) = any_lab.api.get(TOKENS, headers=any_lab.as_person("grace")).json()["results"]
    assert listed["last_used_at"] is not None


def test_a_revoked_token_does_not_hold_and_the_gateways_hear(any_lab):
    made = make(any_lab).json()
    headers = any_lab.as_person("grace")
    answer = any_lab.api.delete(f"{TOKENS}/{made['id']}", headers=headers)
    assert answer.status_code == 204
    assert any_lab.identify(made["token"]).status_code == 401
    told = any_lab.sent("auth.session.revoked.v1")[-1].payload
    assert told["session_id"] == made["id"]
    assert any_lab.api.delete(f"{TOKENS}/{made['id']}", headers=headers).status_code == 404


def test_a_token_ends_by_itself(any_lab):
    secret = make(any_lab).json()["token"]
    ended = clock.now() - timedelta(seconds=1)
    any_lab.database.unit(lambda s: s.execute(update(PersonalToken).values(expires_at=ended)))
    answer = any_lab.identify(secret)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/token-ended")
    any_lab.database.unit(lambda s: forget_ended(s, now=clock.now() + timedelta(days=31)))
    assert any_lab.database.read(lambda s: s.query(PersonalToken).count()) == 0


def test_a_disabled_person_s_tokens_do_not_hold(any_lab):
    secret = make(any_lab).json()["token"]
    any_lab.patch("grace", status="disabled")
    assert any_lab.identify(secret).status_code == 401


def test_another_secret_does_not_open_a_token(lab):
    secret = make(lab).json()["token"]
    assert lab.identify(secret[:-1] + ("A" if secret[-1] != "A" else "B")).status_code == 401
    assert lab.identify(secret.replace("lwp_", "lws_")).status_code == 401


def test_the_gateway_is_told_from_where_a_token_may_be_used(any_lab):
    secret = make(any_lab, addresses=["192.0.2.0/24", "2001:db8::1"]).json()["token"]
    seen = any_lab.identify(secret).json()
    assert seen["addresses"] == ["192.0.2.0/24", "2001:db8::1/128"]
    assert any_lab.identify(make(any_lab).json()["token"]).json()["addresses"] is None


def test_a_token_does_not_manage_the_account_it_belongs_to(lab):
    wide = ["auth:token:write", "auth:user:read"]
    headers = lab.bearer(make(lab, permissions=wide).json()["token"])
    body = {"name": "more", "permissions": wide}
    assert lab.api.post(TOKENS, json=body, headers=headers).status_code == 403
    assert lab.api.get(TOKENS, headers=headers).status_code == 403
    assert lab.api.post("/api/v1/auth/sessions/revoke-all", headers=headers).status_code == 403


def test_a_token_says_who_it_belongs_to_and_what_it_may(lab):
    headers = lab.bearer(make(lab).json()["token"])
    me = lab.api.get("/api/v1/auth/me", headers=headers).json()
    assert (me["username"], me["session"]) == ("grace", None)
    assert me["permissions"] == ["auth:user:read", CREATE]


def test_an_admin_s_token_gives_no_role_that_it_does_not_permit(any_lab):
    narrow = ["auth:user:assign_role", "auth:user:read_any"]
    headers = any_lab.bearer(make(any_lab, by="ada", permissions=narrow).json()["token"])
    any_lab.register("linus")
    path = f"/api/v1/auth/users/{any_lab.person_id('linus')}/roles"
    answer = any_lab.api.put(path, json={"roles": ["Super Admin"]}, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/beyond-own-reach")


def test_an_admin_sees_and_revokes_others_tokens(any_lab):
    made = make(any_lab).json()
    path = f"/api/v1/auth/users/{any_lab.person_id('grace')}/tokens"
    headers = any_lab.as_person("ada")
    assert any_lab.api.get(path, headers=headers).json()["count"] == 1
    assert any_lab.api.get(path, headers=any_lab.as_person("linus")).status_code == 403
    assert any_lab.api.delete(f"{path}/{made['id']}", headers=headers).status_code == 204
    assert any_lab.identify(made["token"]).status_code == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"permissions": []},
        {"expires_at": "2020-01-01T00:00:00Z"},
        {"expires_at": "2999-01-01T00:00:00Z"},
        {"addresses": []},
        {"addresses": ["the office"]},
        {"addresses": ["192.0.2.1/24"]},
    ],
)
def test_a_token_that_cannot_be_is_refused(lab, fields):
    assert make(lab, **fields).status_code == 422


def test_nobody_has_tokens_without_end(lab):
    headers = lab.as_person("grace")
    body = {"name": "one", "permissions": [READ]}
    for _ in range(MOST):
        assert lab.api.post(TOKENS, json=body, headers=headers).status_code == 201
    answer = lab.api.post(TOKENS, json=body, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-many-tokens")
