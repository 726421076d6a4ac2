"""Devices in and out of files, labels, and Ansible, at the terminal."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.dev.processes import ADMIN
from tests.journeys.person import Person

Lab = Any
Terminal = Any


@pytest.fixture
def kind(lab: Lab) -> str:
    """The name of a device type."""
    name = f"Type {uuid4().hex[:8]}"
    with Person(lab.address) as admin:
        token = admin.take_token(*ADMIN)
        admin.headers["Authorization"] = f"Bearer {token}"
        admin.make_type(name=name)
    return name


@pytest.mark.parametrize("way", ["--background", "--no-background"])
def test_a_file_is_tried_applied_and_undone(
    terminal: Terminal, kind: str, tmp_path: Path, way: str
) -> None:
    file = tmp_path / "devices.csv"
    file.write_text(f"oi_id,name,device_type\n{uuid4().hex},D {uuid4().hex},{kind}\n")
    assert "1 create" in terminal.say("inventory", "import", str(file), way)
    told = json.loads(terminal.say("inventory", "import", str(file), way, "--apply", "--json"))
    assert told["summary"]["create"] == 1
    assert "1 unchanged" in terminal.say("inventory", "import", str(file), way)
    assert "is undone" in terminal.say("inventory", "undo", str(told["id"]))


@pytest.mark.parametrize("way", ["--background", "--no-background"])
def test_errors_are_listed_and_the_command_fails(
    terminal: Terminal, tmp_path: Path, way: str
) -> None:
    file = tmp_path / "devices.csv"
    file.write_text("name,device_type\nA,no such type\n")
    done = terminal.run("inventory", "import", str(file), "--apply", way)
    assert done.exit_code == 1
    assert "There is no device type" in done.stdout
    file.write_bytes(b"")
    assert terminal.run("inventory", "import", str(file)).exit_code == 1


def test_devices_are_exported_labelled_and_told_to_ansible(
    lab: Lab, terminal: Terminal, kind: str, tmp_path: Path
) -> None:
    name = f"r{uuid4().hex[:8]}"
    file = tmp_path / "devices.csv"
    file.write_text(f"name,device_type,status,mgmt_ip\n{name},{kind},spare,10.9.9.9\n")
    terminal.say("inventory", "import", str(file), "--apply")
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"out.{ending}"
        terminal.say("inventory", "export", str(out), "--filter", f"name__ic={name}")
        assert "1 unchanged" in terminal.say("inventory", "import", str(out))
    sheet = tmp_path / "labels.html"
    terminal.say("inventory", "labels", str(sheet), "--filter", "status=spare")
    assert name in sheet.read_text()
    found = json.loads(terminal.say("inventory", "ansible", "--list", "--filter", f"q={name}"))
    assert found["_meta"]["hostvars"][name]["ansible_host"] == "10.9.9.9"
    host = json.loads(terminal.say("inventory", "ansible", "--host", name))
    assert host["labwright_status"] == "spare"
    assert terminal.run("inventory", "ansible").exit_code == 2
    assert terminal.run("inventory", "export", "x.pdf").exit_code == 2
    refused = terminal.run("inventory", "labels", str(sheet), "--filter", "colour=red")
    assert refused.exit_code == 1
