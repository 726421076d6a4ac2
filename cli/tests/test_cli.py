"""What an operator does at the terminal, with a lab that runs."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.dev.processes import ADMIN
from tests.journeys.person import Person, eventually

Lab = Any
Terminal = Any


def dead(terminal: Terminal, subject: str, *words: str) -> list[dict[str, Any]]:
    found = terminal.read("events", "list", "--service", "auth", *words)
    return [letter for letter in found if letter["subject"] == subject]


def test_a_poison_event_is_listed_shown_requeued_and_dropped(lab: Lab, terminal: Terminal) -> None:
    subject = lab.send_poison()
    [letter] = eventually(lambda: dead(terminal, subject), seconds=60)
    id = str(letter["id"])
    assert (letter["state"], letter["type"]) == ("open", "audit.recorded.v1")
    shown = terminal.say("events", "show", "auth", id)
    assert "ValidationError" in shown
    assert "\x1b" not in shown
    assert "requeued" in terminal.say("events", "requeue", "auth", id)
    eventually(lambda: dead(terminal, subject)[0]["attempts"] == 2, seconds=60)
    assert "dropped" in terminal.say("events", "drop", "auth", id, "--reason", "made by a test")
    assert dead(terminal, subject, "--state", "open") == []
    again = terminal.run("events", "requeue", "auth", id)
    assert (again.exit_code, "was dropped" in again.stderr) == (1, True)


def test_all_that_match_are_requeued(lab: Lab, terminal: Terminal) -> None:
    subjects = [lab.send_poison(), lab.send_poison()]
    for subject in subjects:
        eventually(lambda s=subject: dead(terminal, s), seconds=60)  # type: ignore[misc]
    told = terminal.say("events", "requeue", "auth", "--all", "--type", "audit.recorded.v1")
    assert "2 requeued, 0 too old" in told


def test_a_row_that_cannot_be_rendered_is_seen_retried_and_dropped(
    lab: Lab, terminal: Terminal
) -> None:
    lab.send_poison()
    lab.sql("inventory", "UPDATE outbox SET payload = NULL, sent_at = NULL, position = NULL"
            " WHERE id = (SELECT MAX(id) FROM outbox)")  # fmt: skip

    def failing() -> Any:
        [told] = terminal.read("relay", "status", "--service", "inventory")
        return told["rows"]

    [row] = eventually(failing, seconds=60)
    assert row["last_error"] == "nothing here renders poison"
    assert "nothing here renders poison" in terminal.say("relay", "status")
    assert "1 tried now" in terminal.say("relay", "retry", "inventory", "--all")
    terminal.say("relay", "drop", "inventory", str(row["id"]), "--reason", "made by a test")
    assert failing() == []


def test_the_state_of_every_service_is_told(terminal: Terminal) -> None:
    told = terminal.read("status")
    assert {name: state["ready"] for name, state in told.items()} == {
        "auth": True,
        "inventory": True,
        "scheduler": True,
    }
    assert "current" in terminal.say("status")


def test_the_sample_lab_goes_in_once(lab: Lab, terminal: Terminal) -> None:
    assert "200 devices made" in terminal.say("seed")
    assert "0 devices made" in terminal.say("seed")
    with Person(lab.address) as admin:
        admin.sign_in(*ADMIN)
        assert admin.get("/api/v1/inventory/links").json()["count"] == 13


def test_an_account_made_by_command_may_sign_in_until_it_is_disabled(
    lab: Lab, terminal: Terminal
) -> None:
    here = ("--data-dir", str(lab.folder))
    made = terminal.run_apart(*here, "user", "create", "grace", "--role", "Viewer")
    assert made.returncode == 0, made.stderr
    password = made.stdout.split()[-1]
    with Person(lab.address) as grace:
        grace.sign_in("grace", password)
        assert terminal.run_apart(*here, "user", "disable", "grace").returncode == 0
        body = {"username": "grace", "password": password}
        assert grace.post("/api/v1/auth/login", json=body).status_code == 401


def test_a_token_made_by_command_may_do_what_it_says_and_no_more(
    lab: Lab, terminal: Terminal
) -> None:
    words = ("token", "create", ADMIN[0], "--name", "ci", "--permission", "inventory:device:read")
    made = terminal.run_apart(*words, LABWRIGHT_DATA_DIR=str(lab.folder))
    secret = re.search(r"lwp_\S+", made.stdout)
    assert secret, made.stderr
    with Person(lab.address, headers={"Authorization": f"Bearer {secret[0]}"}) as program:
        assert program.get("/api/v1/inventory/devices").status_code == 200
        assert program.get("/api/v1/inventory/sites").status_code == 403


def test_the_audit_log_is_verified_and_keys_are_rotated_by_command(
    lab: Lab, terminal: Terminal
) -> None:
    here = ("--data-dir", str(lab.folder))
    assert "agree" in terminal.run_apart(*here, "audit", "verify").stdout
    following = terminal.run_apart(*here, "keys", "rotate").stdout.split()[0]
    assert following in terminal.run_apart(*here, "keys", "list").stdout
    refused = terminal.run_apart(*here, "user", "disable", "nobody-here")
    assert refused.returncode == 1
    assert "nobody-here" in refused.stderr


def test_a_service_is_migrated_by_its_own_command(lab: Lab, terminal: Terminal) -> None:
    url = f"sqlite:///{lab.folder}/other.sqlite3"
    done = terminal.run_apart("migrate", "scheduler", SCHEDULER_DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (0, "scheduler: schema is current\n")
    assert terminal.run_apart("migrate", "scheduler", SCHEDULER_DATABASE_URL="no").returncode == 1


def test_copies_of_a_standalone_lab_are_built_anew_while_it_runs(
    lab: Lab, terminal: Terminal
) -> None:
    done = terminal.run_apart("--data-dir", str(lab.folder), "resync")
    assert done.returncode == 0, done.stderr
    assert re.search(r"devices: \d+ rows read", done.stdout)


def test_a_service_that_is_away_is_named_in_a_line(tmp_path: Path, terminal: Terminal) -> None:
    here = ("--data-dir", str(tmp_path))
    terminal.run_apart(*here, "migrate", "scheduler")
    refused = terminal.run_apart(*here, "resync", "scheduler")
    assert refused.returncode == 1
    assert refused.stderr.startswith("No service token for inventory")
    assert len(refused.stderr.splitlines()) == 1


def test_plain_users_are_told_that_they_may_not(lab: Lab, terminal: Terminal) -> None:
    with Person(lab.address) as ann:
        name = ann.register()
        token = ann.take_token(name)
    refused = terminal.run("events", "list", LABWRIGHT_TOKEN=token)
    assert (refused.exit_code, refused.stdout) == (4, "")
    assert "auth:event:read is needed" in refused.stderr


@pytest.mark.parametrize(
    ("more", "words", "code"),
    [
        ({"LABWRIGHT_URL": "http://127.0.0.1:1"}, ["status"], 3),
        ({"LABWRIGHT_URL": "nonsense"}, ["status"], 3),
        ({"LABWRIGHT_USERNAME": "nobody"}, ["status"], 4),
        ({"LABWRIGHT_TOKEN": "lws_no_token"}, ["relay", "status"], 4),
        ({"LABWRIGHT_PASSWORD_FILE": "/nowhere"}, ["status"], 2),
        ({}, ["events", "requeue", "auth"], 2),
        ({}, ["events", "show", "nothing", "1"], 2),
        ({}, ["events", "show", "auth", "999999"], 1),
        ({}, ["events", "drop", "auth", "1"], 2),
    ],
)
def test_each_failure_has_its_exit_code_and_a_word(
    terminal: Terminal, more: dict[str, str], words: list[str], code: int
) -> None:
    done = terminal.run(*words, **more)
    assert done.exit_code == code, done.output
    assert done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit)
