"""Device types from files, at the terminal."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

Terminal = Any


def write(folder: Path, name: str, **fields: Any) -> Path:
    text = {"manufacturer": "Terminal Optics", "model": uuid4().hex[:8], **fields}
    file = folder / name
    file.write_text(json.dumps(text))  # JSON is YAML
    return file


def test_types_are_tried_then_imported_from_files_and_folders(
    terminal: Terminal, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    single = write(tmp_path, "a.json", u_height=1)
    write(folder, "b.yaml", interfaces=[{"name": "1", "type": "lc"}], novelty=1)
    write(folder, "c.yml")
    write(folder, "d.txt")
    words = ("inventory", "import-types", str(single), str(folder))
    assert "3 create, 0 update, 0 unchanged, 0 error; nothing written" in terminal.say(
        *words, "--dry-run"
    )
    told = terminal.say(*words, "--category", "optical")
    assert "3 create, 0 update, 0 unchanged, 0 error; written" in told
    assert "unknown: novelty" in told
    assert "1 interfaces" in told
    again = terminal.read(*words)
    assert [report["action"] for report in again] == ["unchanged"] * 3


def test_an_error_in_one_file_keeps_all_out(terminal: Terminal, tmp_path: Path) -> None:
    good = write(tmp_path, "good.yaml")
    bad = write(tmp_path, "bad.yaml", u_height="\u001b[31mtall")
    told = terminal.run("inventory", "import-types", str(good), str(bad))
    assert told.exit_code == 1
    assert "bad.yaml/u_height: u_height is not a number." in told.stderr
    assert "1 create, 0 update, 0 unchanged, 1 error; nothing written" in told.stdout
    retried = terminal.read("inventory", "import-types", str(good), "--dry-run")
    assert retried[0]["action"] == "create"


def test_many_files_travel_in_portions(terminal: Terminal, tmp_path: Path) -> None:
    for n in range(60):
        write(tmp_path, f"{n}.yaml", slug=uuid4().hex)
    told = terminal.say("inventory", "import-types", str(tmp_path))
    assert "60 create, 0 update, 0 unchanged, 0 error; written" in told


def test_no_files_are_an_error(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("inventory", "import-types", str(tmp_path)).exit_code == 1
    assert terminal.run("inventory", "import-types", str(tmp_path / "none")).exit_code == 2
