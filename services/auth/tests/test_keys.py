"""Keys, what they sign, and what is refused."""

import base64
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from sqlalchemy import select, update

from labwright_auth.app import create_service, prepare
from labwright_auth.keys.models import SigningKey
from labwright_auth.keys.service import Signer
from labwright_chassis import clock
from labwright_chassis.sealing import MasterKey, WrongMasterKey
from labwright_chassis.testing.identities import Identities
from labwright_chassis.tokens import Verifier
from labwright_contracts.auth import Identity, ServiceToken

ME = "/api/v1/auth/me"
JWKS = "/api/v1/auth/jwks"


def keys_of(lab: Any) -> Any:
    return lab.database.read(lambda s: s.scalars(select(SigningKey)).all())


def test_the_key_set_is_public_and_has_no_private_part(any_lab):
    answer = any_lab.api.get(JWKS)
    (key,) = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}
    assert (key["kty"], key["crv"], key["alg"]) == ("OKP", "Ed25519", "EdDSA")
    assert answer.headers["Cache-Control"] == "public, max-age=600"


def test_other_services_verify_tokens_by_the_published_keys_alone(any_lab):
    verifier = Verifier("inventory", lambda: any_lab.api.get(JWKS).json())
    identity = any_lab.identify(any_lab.secret("ada"), audience="inventory")
    claims = verifier.verify(Identity(**identity.json()).token)
    assert (claims.sub, claims.kind, claims.username) == ("1", "user", "ada")
    assert (claims.roles, claims.org, claims.sites) == (("Super Admin",), "default", "*")
    assert claims.exp - claims.iat <= 300


def test_a_token_holds_the_permissions_of_its_audience_only(any_lab):
    any_lab.register("grace")
    token = any_lab.identify(any_lab.secret("grace"), audience="scheduler").json()["token"]
    permissions = jwt.decode(token, options={"verify_signature": False})["permissions"]
    assert "scheduler:booking:create" in permissions
    assert all(permission.startswith("scheduler:") for permission in permissions)


def test_a_token_for_another_service_does_not_open_auth(lab):
    secret = lab.secret("ada")
    assert lab.api.get(ME, headers=lab.bearer(secret, "auth")).status_code == 200
    assert lab.api.get(ME, headers=lab.bearer(secret, "inventory")).status_code == 401


def test_a_forged_token_does_not_open_auth(lab):
    kid = lab.api.get(JWKS).json()["keys"][0]["kid"]
    stranger = Identities(kid)
    headers = stranger.headers(["auth:audit:read"], audience="auth", user_id=1)
    assert lab.api.get("/api/v1/auth/audit", headers=headers).status_code == 401


def test_a_token_of_an_unknown_key_does_not_open_auth(lab):
    headers = Identities("unknown").headers(["auth:audit:read"], audience="auth")
    assert lab.api.get("/api/v1/auth/audit", headers=headers).status_code == 401


def test_an_altered_token_does_not_open_auth(lab):
    header, body, signature = lab.bearer(lab.secret("ada"))["Authorization"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    altered = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "2"}).encode()).rstrip(b"=")
    headers = {"Authorization": f"{header}.{altered.decode()}.{signature}"}
    assert lab.api.get(ME, headers=headers).status_code == 401


def own_key(lab: Any) -> Any:
    (row,) = keys_of(lab)
    return row.kid, row.opened(MasterKey.parse(lab.settings.master_key.get_secret_value()))


def test_an_expired_token_does_not_open_auth(lab):
    kid, key = own_key(lab)
    token = lab.bearer(lab.secret("ada"))["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    late = {**claims, "iat": int(time.time()) - 900, "exp": int(time.time()) - 600}
    expired = jwt.encode(late, key, algorithm="EdDSA", headers={"kid": kid})
    headers = {"Authorization": f"Bearer {expired}"}
    assert lab.api.get(ME, headers=headers).status_code == 401


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_other_algorithm_opens_auth(lab, algorithm):
    kid, key = own_key(lab)
    token = lab.bearer(lab.secret("ada"))["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    # The public key as a shared secret is the classic confusion.
    secret: Any = None if algorithm == "none" else public
    forged = jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": kid})
    headers = {"Authorization": f"Bearer {forged}"}
    assert lab.api.get(ME, headers=headers).status_code == 401


@pytest.mark.parametrize("text", ["Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer lws_1_2"])
def test_what_is_no_token_does_not_open_auth(lab, text):
    assert lab.api.get(ME, headers={"Authorization": text}).status_code == 401


def test_the_private_key_is_sealed(any_lab):
    _, key = own_key(any_lab)
    (row,) = keys_of(any_lab)
    assert key.private_bytes_raw() not in base64.urlsafe_b64decode(row.sealed_key + "==")
    assert row.master_key_id == MasterKey.parse(any_lab.settings.master_key.get_secret_value()).id


def test_only_the_right_master_key_opens_a_key(lab):
    (row,) = keys_of(lab)
    stranger = MasterKey(b"x" * 32)
    with pytest.raises(WrongMasterKey):
        row.opened(stranger)
    row.master_key_id = stranger.id
    with pytest.raises(WrongMasterKey):
        row.opened(stranger)


def test_a_sealed_secret_opens_under_its_own_name_only():
    master = MasterKey(b"k" * 32)
    sealed = master.seal(b"secret", name="one")
    assert master.open(sealed, name="one") == b"secret"
    with pytest.raises(WrongMasterKey):
        master.open(sealed, name="two")
    with pytest.raises(WrongMasterKey):
        master.open(("B" if sealed[0] == "A" else "A") + sealed[1:], name="one")


@pytest.mark.parametrize("text", ["", "short", "not base64!", "QUJD"])
def test_auth_does_not_start_without_a_good_master_key(make_settings, lab, text):
    settings = make_settings(master_key=text)
    with pytest.raises(WrongMasterKey, match="32 bytes"):
        create_service().create_apis(lab.database, settings)


def test_the_master_key_may_come_from_a_file(monkeypatch, tmp_path: Path, make_settings):
    text = make_settings().master_key.get_secret_value()
    (tmp_path / "master").write_text(text + "\n")
    monkeypatch.setenv("AUTH_MASTER_KEY_FILE", str(tmp_path / "master"))
    monkeypatch.setenv("AUTH_DATABASE_URL", "sqlite:///unused")
    assert type(make_settings())().master_key.get_secret_value() == text


def test_a_new_key_is_published_before_it_signs(any_lab):
    old = keys_of(any_lab)[0].kid
    long_ago = clock.now() - timedelta(days=91)
    any_lab.database.unit(lambda s: s.execute(update(SigningKey).values(activates_at=long_ago)))
    prepare(any_lab.database, any_lab.settings)
    published = {key["kid"] for key in any_lab.api.get(JWKS).json()["keys"]}
    assert len(published) == 2
    assert old in published
    token = any_lab.bearer(any_lab.secret("ada"))["Authorization"].removeprefix("Bearer ")
    assert jwt.get_unverified_header(token)["kid"] == old


def test_the_new_key_signs_when_its_time_comes_and_the_old_one_stays_published(any_lab):
    old, now = keys_of(any_lab)[0].kid, clock.now()
    long_ago = now - timedelta(days=91)
    any_lab.database.unit(lambda s: s.execute(update(SigningKey).values(activates_at=long_ago)))
    prepare(any_lab.database, any_lab.settings)

    def turn(session):
        session.execute(update(SigningKey).where(SigningKey.kid != old).values(activates_at=now))
        session.execute(update(SigningKey).where(SigningKey.kid == old).values(retired_at=now))

    any_lab.database.unit(turn)
    master = MasterKey.parse(any_lab.settings.master_key.get_secret_value())
    any_lab.internal.app.state.signer = Signer(any_lab.database, master)
    headers = any_lab.bearer(any_lab.secret("ada"))
    assert jwt.get_unverified_header(headers["Authorization"].split()[1])["kid"] != old
    assert old in {key["kid"] for key in any_lab.api.get(JWKS).json()["keys"]}


def test_a_service_gets_a_token_for_one_audience(any_lab):
    answer = any_lab.service_token("inventory", audience="scheduler")
    assert answer.status_code == 200
    verifier = Verifier("scheduler", lambda: any_lab.api.get(JWKS).json())
    claims = verifier.verify(ServiceToken(**answer.json()).token)
    assert (claims.sub, claims.kind, claims.permissions) == ("inventory", "service", ())


@pytest.mark.parametrize(
    ("service", "secret"),
    [
        ("gateway", "wrong"),
        ("gateway", ""),
        ("unknown", "secret of unknown"),
        ("../secrets/gateway", "secret of gateway"),
        ("", ""),
        ("empty", ""),
    ],
)
def test_a_service_without_the_right_secret_gets_no_token(lab, service, secret):
    assert lab.settings.service_secrets_dir is not None
    (lab.settings.service_secrets_dir / "empty").write_text("")
    answer = lab.service_token(service, secret=secret)
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/unknown-service"


def test_a_service_gets_no_token_for_an_audience_that_does_not_exist(lab):
    assert lab.service_token(audience="payroll").status_code == 422
