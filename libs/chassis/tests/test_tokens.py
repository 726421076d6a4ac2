"""Signed tokens: which ones hold, which keys are asked for and how often."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labwright_chassis.callers import Caller, Scope, caller_from
from labwright_chassis.errors import NotAllowed, Unauthenticated, Unavailable
from labwright_chassis.testing.identities import Identities
from labwright_chassis.tokens import JwkSet, Verifier


class Auth:
    """Publishes keys as auth does, counts who asks, and can be away."""

    def __init__(self, *identities: Identities) -> None:
        self.identities = list(identities)
        self.asked = 0
        self.away = False

    def keys(self) -> JwkSet:
        self.asked += 1
        if self.away:
            raise ConnectionError("no auth")
        return {"keys": [key for one in self.identities for key in one.jwks()["keys"]]}


@pytest.fixture
def auth(identities: Identities) -> Auth:
    return Auth(identities)


@pytest.fixture
def verifier(auth: Auth) -> Verifier:
    return Verifier("shop", auth.keys, refresh_seconds=0.2)


def test_a_good_token_tells_who_calls(verifier: Verifier, identities: Identities) -> None:
    token = identities.token(["a:b:c"], audience="shop", user_id=7)
    claims = verifier.verify(token)
    assert (claims.sub, claims.permissions, claims.kind) == ("7", ("a:b:c",), "user")
    assert verifier.remembered(token) == claims


def test_a_token_that_ended_is_not_kept(verifier: Verifier, identities: Identities) -> None:
    for expires_in in (-4, 60):  # within the leeway, and good for long
        verifier.verify(identities.token(audience="shop", expires_in=expires_in))
    last = identities.token(audience="shop", expires_in=120)
    verifier.verify(last)
    assert [claims.exp > time.time() for claims in verifier._known.values()] == [True, True]


@pytest.mark.parametrize(
    "claims",
    [
        {"audience": "elsewhere"},
        {"audience": "shop", "expires_in": -60},
        {"audience": "shop", "iss": "somebody"},
        {"audience": "shop", "iat": int(time.time()) + 86_400},  # the suite may run for long
    ],
    ids=["foreign audience", "expired", "foreign issuer", "from the future"],
)
def test_a_token_with_wrong_claims_does_not_hold(
    verifier: Verifier, identities: Identities, claims: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(identities.token(**claims))


def test_a_token_signed_by_a_foreign_key_does_not_hold(verifier: Verifier) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(Identities("test").token(audience="shop"))
    with pytest.raises(Unauthenticated):
        verifier.verify(Identities("other").token(audience="shop"))


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _body(token: str) -> dict[str, Any]:
    body: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return body


def test_an_unsigned_token_does_not_hold(verifier: Verifier, identities: Identities) -> None:
    body = _body(identities.token(audience="shop"))
    for algorithm in ("none", "None", "EdDSA"):
        token = f"{_part({'alg': algorithm, 'kid': 'test'})}.{_part(body)}."
        with pytest.raises(Unauthenticated):
            verifier.verify(token)


@pytest.mark.parametrize("form", ["raw", "pem", "jwk"])
def test_the_public_key_is_no_secret_for_hs256(
    verifier: Verifier, identities: Identities, form: str
) -> None:
    public = identities.key.public_key()
    pem = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    secret = {
        "raw": public.public_bytes_raw(),
        "pem": public.public_bytes(*pem),
        "jwk": json.dumps(identities.jwks()["keys"][0]).encode(),
    }[form]
    head = _part({"alg": "HS256", "kid": "test", "typ": "JWT"})
    signed = f"{head}.{_part(_body(identities.token(audience='shop')))}"
    digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    signature = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    with pytest.raises(Unauthenticated):
        verifier.verify(f"{signed}.{signature}")


@pytest.mark.parametrize("change", ["permissions", "signature"])
def test_a_changed_token_does_not_hold(
    verifier: Verifier, identities: Identities, change: str
) -> None:
    head, body, signature = identities.token(audience="shop").split(".")
    claims = _body(f"{head}.{body}.{signature}") | {"permissions": ["everything"]}
    changed = {
        "permissions": f"{head}.{_part(claims)}.{signature}",
        "signature": f"{head}.{body}.{signature[:-6]}AAAAAA",
    }
    with pytest.raises(Unauthenticated):
        verifier.verify(changed[change])


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "lwp_1_secret", "é.é.é"])
def test_what_is_no_token_does_not_hold(verifier: Verifier, token: str) -> None:
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_a_token_with_a_claim_of_a_wrong_type_does_not_hold(
    verifier: Verifier, identities: Identities
) -> None:
    body = _body(identities.token(audience="shop")) | {"sites": "all"}
    token = jwt.encode(body, identities.key, algorithm="EdDSA", headers={"kid": "test"})
    with pytest.raises(Unauthenticated):
        verifier.verify(token)


def test_a_remembered_token_ends_with_its_time(
    verifier: Verifier, identities: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = identities.token(audience="shop", expires_in=300)
    verifier.verify(token)
    later = Clock(400)
    monkeypatch.setattr("labwright_chassis.tokens.clock", later)
    assert verifier.remembered(token) is None


class Clock:
    """A clock that is ahead by some seconds."""

    def __init__(self, ahead: float) -> None:
        self.ahead = ahead

    def now(self) -> Any:
        return datetime.now(UTC) + timedelta(seconds=self.ahead)


def test_keys_are_asked_for_once(verifier: Verifier, auth: Auth, identities: Identities) -> None:
    for user in range(5):
        verifier.verify(identities.token(audience="shop", user_id=user))
    assert auth.asked == 1


def test_unknown_keys_make_nobody_ask_too_often(auth: Auth, identities: Identities) -> None:
    verifier = Verifier("shop", auth.keys, refresh_seconds=60)
    verifier.verify(identities.token(audience="shop"))
    for number in range(20):
        with pytest.raises(Unauthenticated):
            verifier.verify(Identities(f"unknown-{number}").token(audience="shop"))
    assert auth.asked == 1


def test_auth_away_is_not_asked_too_often_either(auth: Auth, identities: Identities) -> None:
    verifier = Verifier("shop", auth.keys, refresh_seconds=0)
    verifier.verify(identities.token(audience="shop"))
    verifier._refresh_seconds = 60
    verifier._fetched_at = float("-inf")
    auth.away = True
    for number in range(20):
        with pytest.raises(Unavailable):
            verifier.verify(Identities(f"unknown-{number}").token(audience="shop"))
    assert auth.asked == 2


def test_a_new_key_is_found(auth: Auth, identities: Identities) -> None:
    verifier = Verifier("shop", auth.keys, refresh_seconds=0)
    verifier.verify(identities.token(audience="shop"))
    newer = Identities("newer")
    auth.identities.append(newer)
    assert verifier.verify(newer.token(audience="shop")).sub == "1"
    assert verifier.verify(identities.token(audience="shop", user_id=2)).sub == "2"


def test_known_keys_serve_while_auth_is_away(auth: Auth, identities: Identities) -> None:
    verifier = Verifier("shop", auth.keys, refresh_seconds=0)
    verifier.verify(identities.token(audience="shop"))
    auth.away = True
    assert verifier.verify(identities.token(audience="shop", user_id=2)).sub == "2"


def test_an_unknown_key_is_refused_only_when_auth_says_so(
    auth: Auth, identities: Identities
) -> None:
    verifier = Verifier("shop", auth.keys, refresh_seconds=0)
    verifier.verify(identities.token(audience="shop"))
    unknown = Identities("unknown").token(audience="shop")
    auth.away = True
    with pytest.raises(Unavailable):
        verifier.verify(unknown)
    auth.away = False
    with pytest.raises(Unauthenticated):
        verifier.verify(unknown)


def test_without_any_key_auth_away_is_told_as_such(auth: Auth, identities: Identities) -> None:
    verifier = Verifier("shop", auth.keys)
    auth.away = True
    with pytest.raises(Unavailable):
        verifier.verify(identities.token(audience="shop"))
    auth.away = False
    assert verifier.verify(identities.token(audience="shop")).sub == "1"


def test_known_keys_serve_while_another_asks_auth(identities: Identities) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def keys() -> JwkSet:
        if verifier._keys:
            asked.set()
            assert go_on.wait(60)
        return identities.jwks()

    verifier = Verifier("shop", keys, refresh_seconds=0)
    verifier.verify(identities.token(audience="shop"))
    unknown = Identities("unknown").token(audience="shop")
    stuck = threading.Thread(target=_ignore, args=(lambda: verifier.verify(unknown),))
    stuck.start()
    assert asked.wait(60)
    assert verifier.verify(identities.token(audience="shop", user_id=2)).sub == "2"
    go_on.set()
    stuck.join(60)


def _ignore(call: Callable[[], object]) -> None:
    try:
        call()
    except Unauthenticated:
        return


def test_an_identities_key_is_an_ed25519_key(identities: Identities) -> None:
    assert isinstance(identities.key, Ed25519PrivateKey)
    assert identities.jwks()["keys"][0]["crv"] == "Ed25519"


def caller(identities: Identities, verifier: Verifier, **claims: Any) -> Caller:
    token = identities.token(["a:b:c"], audience="shop", **claims)
    return caller_from(verifier.verify(token))


def test_a_person_and_a_service_are_different_callers(
    identities: Identities, verifier: Verifier
) -> None:
    person = caller(identities, verifier, user_id=7)
    assert (person.id, person.actor, person.name) == (7, "user/7", "User 7")
    service = caller(identities, verifier, kind="service", sub="mirror", username="", name="")
    assert (service.id, service.actor, service.name) == (0, "service/mirror", "mirror")


def test_a_permission_holds_in_its_organisation_and_sites(
    identities: Identities, verifier: Verifier
) -> None:
    local = caller(identities, verifier, sites=(1, 2))
    assert local.may("a:b:c")
    assert local.may("a:b:c", Scope(site=2))
    assert local.may("a:b:c", Scope())
    assert not local.may("a:b:c", Scope(site=3))
    assert not local.may("a:b:c", Scope(org="north"))
    assert not local.may("a:b:d")
    with pytest.raises(NotAllowed, match="a:b:d"):
        local.must("a:b:d")


def test_a_caller_of_all_sites_may_everywhere(identities: Identities, verifier: Verifier) -> None:
    assert caller(identities, verifier, sites="*").may("a:b:c", Scope(site=99))
