"""Imports that the worker runs: queued, told of, done, failed, and begun anew after a crash."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from labwright_chassis import clock
from labwright_inventory.imports import routes
from labwright_inventory.imports.models import Import
from labwright_inventory.imports.service import background

Lab = Any

GOOD = "name,device_type\n" + "".join(f"D{n},ROADM\n" for n in range(2500))


@pytest.fixture
def stocked(each_lab: Lab) -> Lab:
    each_lab.make_type(name="ROADM")
    return each_lab


def queue(lab: Lab, content: str | bytes, *, dry_run: bool = False, **options: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    params = {"background": True, "dry_run": dry_run}
    file = {"file": ("many.csv", data)}
    answer = lab.ask("POST", "/imports", params=params, files=file, **options)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/inventory/imports/{answer.json()['id']}"
    return lab.get(answer.headers["location"]).json()


def test_a_queued_import_is_run_by_the_worker(stocked: Lab) -> None:
    waiting = queue(stocked, GOOD)
    assert (waiting["state"], waiting["progress"]) == ("queued", 0.0)
    assert stocked.get("/devices").json()["count"] == 0
    background.run_waiting(stocked.database)
    done = stocked.get(f"/imports/{waiting['id']}").json()
    assert (done["state"], done["progress"], done["summary"]["create"]) == ("done", 1.0, 2500)
    assert stocked.get("/devices").json()["count"] == 2500
    assert len(stocked.events()) == 2500
    assert stocked.history(1)[0]["note"] == "import of many.csv"
    assert stocked.post(f"/imports/{waiting['id']}/undo").json()["state"] == "undone"
    assert stocked.get("/devices").json()["count"] == 0


def test_names_are_swapped_across_the_whole_file(stocked: Lab) -> None:
    rows = [f"OI-{n},D{n},ROADM" for n in range(1500)]
    head = "oi_id,name,device_type\n"
    assert stocked.upload(head + "\n".join(rows), dry_run=False).status_code == 200
    swapped = [f"OI-{n},D{1499 - n},ROADM" for n in range(1500)]
    waiting = queue(stocked, head + "\n".join(swapped))
    background.run_waiting(stocked.database)
    done = stocked.get(f"/imports/{waiting['id']}").json()
    assert (done["state"], done["summary"]["update"]) == ("done", 1500), done["reason"]


def test_errors_are_kept_and_nothing_is_written(stocked: Lab) -> None:
    waiting = queue(stocked, GOOD + "D0,ROADM\nX,Toaster\n")
    background.run_waiting(stocked.database)
    failed = stocked.get(f"/imports/{waiting['id']}").json()
    assert failed["state"] == "failed"
    assert failed["reason"] == "2 of 2502 rows have errors; nothing was imported."
    rows = stocked.get(f"/imports/{waiting['id']}/rows").json()["results"]
    assert [(row["row"], row["errors"][0]["code"]) for row in rows] == [
        (2502, "duplicate"),
        (2503, "unknown"),
    ]
    assert stocked.get("/devices").json()["count"] == 0


def test_a_dry_run_may_run_in_the_background(stocked: Lab) -> None:
    waiting = queue(stocked, "name,device_type\nA,ROADM\nB,Toaster\n", dry_run=True)
    background.run_waiting(stocked.database)
    done = stocked.get(f"/imports/{waiting['id']}").json()
    assert (done["state"], done["summary"]["create"], done["summary"]["error"]) == ("done", 1, 1)
    assert stocked.get("/devices").json()["count"] == 0
    assert stocked.post(f"/imports/{waiting['id']}/undo").status_code == 409


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"PK\x03\x04cut", b"colour\nred\n"])
def test_a_file_that_cannot_be_read_fails_with_its_reason(lab: Lab, content: bytes) -> None:
    waiting = queue(lab, content)
    background.run_waiting(lab.database)
    failed = lab.get(f"/imports/{waiting['id']}").json()
    assert failed["state"] == "failed"
    assert len(failed["reason"]) > 20


def claimed_long_ago(lab: Lab, id: int, attempts: int) -> None:
    values = {
        "state": "running",
        "attempts": attempts,
        "claimed_by": "dead",
        "claimed_until": clock.now() - timedelta(seconds=1),
    }
    lab.database.unit(lambda session: session.execute(update(Import).values(values)))


def test_a_worker_that_died_is_replaced(stocked: Lab) -> None:
    waiting = queue(stocked, "name,device_type\nA,ROADM\n")
    claimed_long_ago(stocked, waiting["id"], attempts=1)
    background.run_waiting(stocked.database)
    assert stocked.get(f"/imports/{waiting['id']}").json()["state"] == "done"


def test_a_file_that_kills_every_worker_ends_as_failed(stocked: Lab) -> None:
    waiting = queue(stocked, "name,device_type\nA,ROADM\n")
    claimed_long_ago(stocked, waiting["id"], attempts=3)
    background.run_waiting(stocked.database)
    failed = stocked.get(f"/imports/{waiting['id']}").json()
    assert (failed["state"], "3 times" in failed["reason"]) == ("failed", True)


def test_what_another_worker_has_done_is_not_done_again(stocked: Lab) -> None:
    waiting = queue(stocked, "name,device_type\nA,ROADM\n")
    background.run(stocked.database, waiting["id"], "one")
    background.run(stocked.database, waiting["id"], "two")
    assert stocked.get("/devices").json()["count"] == 1


def test_a_worker_writes_only_at_the_sites_of_whoever_asked(stocked: Lab) -> None:
    cork = stocked.make("sites", name="Cork")["id"]
    stocked.make("sites", name="Dublin")
    text = "name,device_type,site\nA,ROADM,Cork\nB,ROADM,Dublin\n"
    waiting = queue(stocked, text, sites=(cork,))
    background.run_waiting(stocked.database)
    rows = stocked.get(f"/imports/{waiting['id']}/rows").json()["results"]
    assert [row["errors"][0]["code"] for row in rows] == ["not_allowed"]


@pytest.fixture
def imported(stocked: Lab) -> Any:
    """An import of 1,200 devices that is done."""
    text = "name,device_type\n" + "".join(f"D{n},ROADM\n" for n in range(1200))
    return stocked.upload(text, dry_run=False).json()


def queue_undo(lab: Lab, import_id: int, **options: Any) -> Any:
    answer = lab.post(f"/imports/{import_id}/undo?background=true", **options)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/inventory/imports/{answer.json()['id']}"
    return answer.json()


def test_an_undo_is_carried_out_by_the_worker(stocked: Lab, imported: Any) -> None:
    waiting = queue_undo(stocked, imported["id"])
    assert (waiting["undoes"], waiting["state"], waiting["progress"]) == (
        imported["id"],
        "queued",
        0.0,
    )
    assert stocked.get("/devices").json()["count"] == 1200
    background.run_waiting(stocked.database)
    done = stocked.get(f"/imports/{waiting['id']}").json()
    assert (done["state"], done["progress"], done["summary"]["create"]) == ("done", 1.0, 1200)
    undone = stocked.get(f"/imports/{imported['id']}").json()
    assert (undone["state"], bool(undone["undone_by"])) == ("undone", True)
    assert stocked.get("/devices").json()["count"] == 0
    refused = stocked.post(f"/imports/{waiting['id']}/undo")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-undoable")


def test_an_undo_by_the_worker_is_refused_with_its_rows(stocked: Lab, imported: Any) -> None:
    device = imported["rows"][1100]["device_id"]
    stocked.patch(f"/devices/{device}", {"notes": "mine"})
    waiting = queue_undo(stocked, imported["id"])
    background.run_waiting(stocked.database)
    failed = stocked.get(f"/imports/{waiting['id']}").json()
    assert (failed["state"], failed["summary"]["error"]) == ("failed", 1)
    assert "1 of the import's devices cannot be put back" in failed["reason"]
    (row,) = stocked.get(f"/imports/{waiting['id']}/rows").json()["results"]
    assert (row["row"], row["device_id"]) == (1102, device)
    assert row["errors"][0]["message"] == "Somebody has changed it."
    assert stocked.get(f"/imports/{imported['id']}").json()["state"] == "done"
    assert stocked.get("/devices").json()["count"] == 1200


def test_an_undo_is_asked_for_once_and_done_once(stocked: Lab, imported: Any) -> None:
    waiting = queue_undo(stocked, imported["id"])
    again = stocked.post(f"/imports/{imported['id']}/undo?background=true")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-undoable")
    background.run(stocked.database, waiting["id"], "one")
    background.run(stocked.database, waiting["id"], "two")
    assert stocked.get(f"/imports/{waiting['id']}").json()["state"] == "done"


def test_a_worker_takes_back_only_at_the_sites_of_whoever_asked(stocked: Lab) -> None:
    cork = stocked.make("sites", name="Cork")["id"]
    made = stocked.upload("name,device_type\nA,ROADM\n", dry_run=False).json()
    waiting = queue_undo(stocked, made["id"], sites=(cork,))
    background.run_waiting(stocked.database)
    failed = stocked.get(f"/imports/{waiting['id']}").json()
    assert (failed["state"], "inventory:import:run" in failed["reason"]) == ("failed", True)
    assert stocked.get("/devices").json()["count"] == 1


def test_a_large_import_is_always_undone_by_the_worker(
    stocked: Lab, imported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "MAX_ROWS", 1000)
    assert stocked.post(f"/imports/{imported['id']}/undo").status_code == 202


def test_progress_is_streamed_until_the_end(stocked: Lab) -> None:
    waiting = queue(stocked, GOOD)
    background.run_waiting(stocked.database)
    answer = stocked.get(f"/imports/{waiting['id']}/progress")
    assert answer.headers["content-type"].startswith("text/event-stream")
    event, data = answer.text.strip().splitlines()
    assert event == "event: progress"
    assert json.loads(data.removeprefix("data: "))["state"] == "done"
