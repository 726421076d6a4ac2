"""What an operator does at the machine, by auth's own command line."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

from labwright_auth.audit import service as audit
from labwright_auth.audit.models import AuditEntry
from labwright_auth.cli import cli
from labwright_chassis import clock
from labwright_contracts.audit import AuditRecorded

Run = Callable[..., Result]


@pytest.fixture
def run(lab: Any, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the lab's environment."""
    settings = lab.settings
    for name, value in (
        ("AUTH_DATABASE_URL", settings.database_url),
        ("AUTH_MASTER_KEY", settings.master_key.get_secret_value()),
        ("AUTH_SERVICE_SECRETS_DIR", str(settings.service_secrets_dir)),
        ("AUTH_PASSWORD_TIME_COST", "1"),
        ("AUTH_PASSWORD_MEMORY_KIB", "8"),
        ("AUTH_PASSWORD_PARALLELISM", "1"),
    ):
        monkeypatch.setenv(name, value)

    def invoke(*words: str, text: str = "") -> Result:
        return CliRunner().invoke(cli, words, input=text)

    return invoke


def keep(lab: Any, count: int = 3) -> None:
    entry = AuditRecorded(
        at=clock.now(), service="auth", actor="system", action="a.b.c", target="d/1"
    )
    lab.database.unit(lambda s: audit.keep_entries(s, [entry] * count))


def test_an_account_is_made_with_a_password_that_is_printed_once(lab, run):
    result = run("user", "create", "grace", "--email", "g@example.org", "--role", "Approver")
    assert result.exit_code == 0, result.output
    assert lab.login("grace", result.stdout.strip()).json()["roles"] == ["Approver"]
    (entry,) = [one for one in lab.audited("auth.user.register") if one.actor != "system"]
    assert entry.actor.startswith("operator/")


def test_a_given_password_is_read_and_not_printed(lab, run):
    result = run("user", "create", "grace", "--password-stdin", text="four unlikely words\n")
    assert result.stdout == ""
    assert lab.login("grace", "four unlikely words").status_code == 200


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("user", "create", "ada"), "another account has this username"),
        (("user", "create", "x"), "username"),
        (("user", "create", "grace", "--role", "King"), "no role King"),
        (("user", "disable", "nobody"), "Nobody is called nobody"),
        (("user", "disable", "ada"), "last active Super Admin"),
        (("token", "create", "ada", "--name", "x", "--permission", "a:b:c"), "no permission"),
        (("service", "rotate", "nobody"), "no service"),
    ],
)
def test_what_is_refused_ends_with_a_plain_word(run, words, said):
    result = run(*words)
    assert result.exit_code == 1
    assert said.lower() in result.stderr.lower()
    assert "Traceback" not in result.output


def test_a_weak_password_is_refused(run):
    result = run("user", "create", "grace", "--password-stdin", text="password\n")
    assert result.exit_code == 1


def test_an_account_is_disabled_and_signed_out(lab, run):
    lab.register("grace")
    secret = lab.secret("grace")
    assert run("user", "disable", "grace").exit_code == 0
    assert lab.identify(secret).status_code == 401
    assert run("user", "disable", "grace").exit_code == 0


def test_a_forgotten_password_is_replaced(lab, run):
    lab.register("grace")
    secret = lab.secret("grace")
    result = run("user", "reset-password", "grace")
    assert lab.login("grace", result.stdout.strip()).status_code == 200
    assert lab.identify(secret).status_code == 401


def test_a_token_is_made_for_somebody_within_what_he_may(lab, run):
    lab.register("grace")
    words = ("token", "create", "grace", "--name", "nightly", "--permission")
    result = run(*words, "auth:user:read")
    assert lab.identify(result.stdout.strip()).status_code == 200
    assert run(*words, "auth:audit:read").exit_code == 1


def test_the_log_is_verified_and_a_change_is_named(lab, run):
    keep(lab)
    assert run("audit", "verify").stdout.startswith("3 entries")
    lab.database.unit(
        lambda s: s.execute(update(AuditEntry).where(AuditEntry.id == 2).values(reason="x"))
    )
    result = run("audit", "verify")
    assert (result.exit_code, "entry 2" in result.stderr) == (1, True)


def test_the_log_is_exported_and_that_is_recorded(lab, run):
    keep(lab)
    result = run("audit", "export", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1, 2, 3]
    assert lab.audited("auth.audit.export")[0].actor.startswith("operator/")
    assert run("audit", "export", "--since", "yesterday").exit_code == 1


def test_keys_are_rotated_once_at_a_time(lab, run):
    assert run("keys", "rotate").exit_code == 0
    assert run("keys", "rotate").exit_code == 1
    assert len(run("keys", "list").stdout.splitlines()) == 2


def test_a_service_s_secret_is_exchanged(lab, run):
    assert run("service", "rotate", "gateway").exit_code == 0
    assert "the former one still holds" in run("service", "list").stdout
    assert lab.service_token("gateway").status_code == 200
    assert run("service", "finish", "gateway").exit_code == 0
    assert lab.service_token("gateway").status_code == 401
