"""Exchanging signing keys and services' secrets while others go on."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from sqlalchemy import select

from labwright_auth.identities.service import identify
from labwright_auth.keys import service
from labwright_auth.keys.adapters import SecretFiles
from labwright_auth.keys.errors import NextKeyWaits
from labwright_auth.keys.models import KEPT_AFTER, SigningKey
from labwright_auth.sessions.rules import Lifetimes
from labwright_chassis import clock
from labwright_chassis.errors import NotFound, Unauthenticated
from labwright_chassis.sealing import MasterKey
from labwright_chassis.tokens import Verifier
from labwright_contracts.auth import IdentityRequest

LEAD = timedelta(minutes=10)


def let_pass(lab: Any, time: timedelta) -> None:
    """Let the keys' times lie further back: tokens are read by the machine's own clock."""

    def shift(session: Any) -> None:
        for key in session.scalars(select(SigningKey)):
            key.activates_at -= time
            key.retired_at = key.retired_at and key.retired_at - time

    lab.database.unit(shift)


def rotate(lab: Any) -> Any:
    master = MasterKey.parse(lab.settings.master_key.get_secret_value())
    return lab.database.unit(lambda s: service.rotate_keys(s, master, lead=LEAD, now=clock.now()))


def fresh_token(lab: Any) -> str:
    """What auth signs now; its own verifier, which looks every five seconds, is not waited for."""
    master = MasterKey.parse(lab.settings.master_key.get_secret_value())
    return identify(
        lab.database,
        request=IdentityRequest(secret=lab.secret("ada"), audience="auth"),
        sign=service.Signer(lab.database, master).sign,
        lifetimes=Lifetimes.of(lab.settings),
        org="default",
        now=clock.now(),
    ).token


def kid(token: str) -> str:
    found: str = jwt.get_unverified_header(token)["kid"]
    return found


def published(lab: Any) -> set[str]:
    return {key["kid"] for key in lab.api.get("/api/v1/auth/jwks").json()["keys"]}


def test_verifiers_survive_a_rotation(any_lab):
    asked: list[int] = []

    def fetch() -> Any:
        asked.append(1)
        return any_lab.api.get("/api/v1/auth/jwks").json()

    lasting = Verifier("auth", fetch, refresh_seconds=0)
    old = fresh_token(any_lab)
    lasting.verify(old)
    following = rotate(any_lab)
    assert following.kid in published(any_lab)
    assert kid(fresh_token(any_lab)) == kid(old)
    let_pass(any_lab, LEAD)
    new = fresh_token(any_lab)
    assert kid(new) == following.kid
    assert lasting.verify(new).username == "ada"
    assert len(asked) == 2


def test_a_token_of_the_old_key_holds_as_long_as_it_lives(any_lab):
    rotate(any_lab)
    last = fresh_token(any_lab)
    let_pass(any_lab, LEAD)
    assert kid(fresh_token(any_lab)) != kid(last)
    assert verifier(any_lab).verify(last).username == "ada"
    assert timedelta(seconds=any_lab.settings.token_seconds) < KEPT_AFTER
    let_pass(any_lab, KEPT_AFTER)
    assert kid(last) not in published(any_lab)
    with pytest.raises(Unauthenticated):
        verifier(any_lab).verify(last)


def verifier(lab: Any) -> Verifier:
    return Verifier("auth", lambda: lab.api.get("/api/v1/auth/jwks").json())


def test_one_key_at_a_time_is_made_ahead(any_lab):
    rotate(any_lab)
    with pytest.raises(NextKeyWaits):
        rotate(any_lab)
    let_pass(any_lab, LEAD)
    rotate(any_lab)
    assert len(any_lab.audited("auth.key.rotate")) == 2


def secret_files(lab: Any) -> SecretFiles:
    return SecretFiles(lab.settings.service_secrets_dir)


def test_a_service_s_former_secret_holds_until_the_exchange_is_finished(lab):
    files = secret_files(lab)
    new = files.exchange("gateway").read_text()
    assert lab.service_token("gateway").status_code == 200
    assert lab.service_token("gateway", secret=new).status_code == 200
    files.finish("gateway")
    assert lab.service_token("gateway").status_code == 401
    assert lab.service_token("gateway", secret=new).status_code == 200


def test_a_secret_file_keeps_who_may_read_it(lab):
    folder: Path = lab.settings.service_secrets_dir
    (folder / "gateway").chmod(0o640)
    assert secret_files(lab).exchange("gateway").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["nobody", "../gateway", "master-key", "gateway.previous", ""])
def test_only_a_service_s_secret_is_exchanged(lab, name):
    (lab.settings.service_secrets_dir / "master-key").write_text("not this one")
    with pytest.raises(NotFound):
        secret_files(lab).exchange(name)
    assert (lab.settings.service_secrets_dir / "master-key").read_text() == "not this one"


def test_admins_see_which_services_are_known(lab):
    secret_files(lab).exchange("gateway")
    path = "/api/v1/auth/services"
    seen = lab.api.get(path, headers=lab.as_person("ada")).json()
    assert {one["id"]: one["previous_holds"] for one in seen} == {
        "gateway": True,
        "inventory": False,
        "scheduler": False,
    }
    assert "secret of" not in str(seen)
    assert lab.api.get(path, headers=lab.as_person("linus")).status_code == 403
    assert lab.api.get(path).status_code == 401
