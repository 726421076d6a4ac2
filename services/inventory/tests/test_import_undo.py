"""Kept imports: listed, told row by row, undone, and not undone where somebody changed a row."""

from datetime import timedelta
from typing import Any

import pytest

from labwright_chassis import clock
from labwright_inventory.bookings.models import BookedSlot

Lab = Any


@pytest.fixture
def stocked(each_lab: Lab) -> Lab:
    each_lab.make_type(name="ROADM")
    each_lab.make_type(name="OTDR")
    for kind, names in {"sites": ("Cork", "Dublin"), "tags": ("x", "y")}.items():
        for name in names:
            each_lab.make(kind, name=name)
    return each_lab


def apply(lab: Lab, text: str) -> Any:
    answer = lab.upload(text, dry_run=False)
    assert answer.status_code == 200, answer.text
    return answer.json()


def device(lab: Lab, id: int) -> Any:
    found = lab.get(f"/devices/{id}").json()
    return {name: value for name, value in found.items() if name not in ("version", "updated_at")}


def test_an_import_is_kept_with_its_rows(stocked: Lab) -> None:
    stocked.make_device(oi_id="OI-1")
    report = apply(stocked, "oi_id,name,device_type\nOI-1,A,\n".replace("A,", "A,ROADM"))
    kept = stocked.get(f"/imports/{report['id']}").json()
    assert (kept["state"], kept["filename"], kept["progress"]) == ("done", "devices.csv", 1.0)
    assert kept["summary"] == {"create": 0, "update": 1, "unchanged": 0, "error": 0}
    (row,) = stocked.get(f"/imports/{report['id']}/rows?action=update").json()["results"]
    assert row == report["rows"][0]
    assert [entry["id"] for entry in stocked.get("/imports?state=done").json()["results"]] == [
        report["id"]
    ]
    assert stocked.get("/imports?state=failed").json()["count"] == 0


def test_an_undo_puts_back_what_was_changed_and_removes_what_was_made(stocked: Lab) -> None:
    one = stocked.make_device(name="A", oi_id="OI-1", tags=["x"], notes="n", status="spare")
    two = stocked.make_device(name="B", oi_id="OI-2", capacity=3)
    before = [device(stocked, d["id"]) for d in (one, two)]
    report = apply(
        stocked,
        "oi_id,name,device_type,site,tags,notes,status,capacity\n"
        "OI-1,B,OTDR,Cork,y,,retired,\nOI-2,A,ROADM,Dublin,x;y,m,,7\nOI-3,C,ROADM,,,,,\n",
    )
    stocked.forget_events()
    undone = stocked.post(f"/imports/{report['id']}/undo")
    assert undone.status_code == 200, undone.text
    assert (undone.json()["state"], undone.json()["undone_by"] != "") == ("undone", True)
    assert [device(stocked, d["id"]) for d in (one, two)] == before
    assert stocked.get(f"/devices/{report['rows'][2]['device_id']}").status_code == 404
    types = sorted(event.type for event in stocked.events())
    assert types == ["inventory.device.changed.v1"] * 2 + ["inventory.device.removed.v1"]
    entry = next(e for e in stocked.history(one["id"], action="undo") if e["field"] == "site")
    assert (entry["old"]["name"], entry["new"]) == ("Cork", None)
    assert "undo" in entry["note"]
    again = stocked.post(f"/imports/{report['id']}/undo")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/not-undoable")


def test_an_undo_is_refused_with_the_rows_that_somebody_changed(stocked: Lab) -> None:
    report = apply(stocked, "name,device_type\nA,ROADM\nB,ROADM\nC,ROADM\nD,ROADM\n")
    ids = [row["device_id"] for row in report["rows"]]
    stocked.patch(f"/devices/{ids[1]}", {"notes": "mine"})
    stocked.delete(f"/devices/{ids[2]}")
    type_id = stocked.get("/device-types?q=ROADM").json()["results"][0]["id"]
    stocked.patch(f"/device-types/{type_id}", {"name": "ROADM 2"})
    refused = stocked.post(f"/imports/{report['id']}/undo")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/changed-since")
    told = [(row["row"], row["device_id"], row["reason"]) for row in refused.json()["rows"]]
    assert told == [(3, ids[1], "Somebody has changed it."), (4, ids[2], "It was removed.")]
    assert stocked.get(f"/devices/{ids[0]}").status_code == 200
    assert stocked.get(f"/imports/{report['id']}").json()["state"] == "done"


def test_an_undo_is_refused_where_a_new_device_is_booked(stocked: Lab) -> None:
    report = apply(stocked, "name,device_type\nA,ROADM\n")
    id = report["rows"][0]["device_id"]
    slot = BookedSlot(
        id=1,
        epoch=1,
        version=1,
        device_id=id,
        active=True,
        ends_at=clock.now() + timedelta(hours=1),
    )
    stocked.database.unit(lambda session: session.add(slot))
    refused = stocked.post(f"/imports/{report['id']}/undo").json()
    assert refused["rows"][0]["reason"] == "It is booked for later, by what the scheduler told."
    assert stocked.get(f"/devices/{id}").status_code == 200


def test_an_undo_is_refused_where_what_was_referred_to_is_gone(stocked: Lab) -> None:
    cork = stocked.get("/sites?q=Cork").json()["results"][0]["id"]
    stocked.make_device(oi_id="OI-1", site_id=cork)
    report = apply(stocked, "oi_id,site\nOI-1,Dublin\n")
    assert stocked.delete(f"/sites/{cork}").status_code == 204
    refused = stocked.post(f"/imports/{report['id']}/undo").json()
    assert refused["rows"][0]["reason"] == "Its site was removed."


def test_an_undo_needs_the_permission_at_each_site(stocked: Lab) -> None:
    report = apply(stocked, "name,device_type,site\nA,ROADM,Cork\n")
    dublin = stocked.get("/sites?q=Dublin").json()["results"][0]["id"]
    assert stocked.post(f"/imports/{report['id']}/undo", sites=(dublin,)).status_code == 403
    assert stocked.get("/devices").json()["count"] == 1


def test_an_unknown_import_is_not_found(lab: Lab) -> None:
    for method, path in (("GET", ""), ("GET", "/rows"), ("GET", "/progress"), ("POST", "/undo")):
        assert lab.ask(method, f"/imports/999{path}").status_code == 404


def test_the_list_of_imports_takes_the_same_few_statements(each_lab: Lab) -> None:
    each_lab.make_type(name="ROADM")
    counts = []
    for number in (1, 5):
        for n in range(number):
            apply(each_lab, f"name,device_type\n{number}-{n},ROADM\n")
        with each_lab.statements() as seen:
            each_lab.get("/imports?limit=100")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4
