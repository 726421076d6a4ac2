"""Devices counted."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from labwright_chassis import clock
from labwright_inventory.devices.models import Device

Lab = Any


def shares(found: Any) -> dict[str, int]:
    return {share["name"]: share["count"] for share in found}


def test_devices_are_counted_in_each_way_and_zeros_appear(each_lab: Lab) -> None:
    site, maker = (
        each_lab.make("sites", name="Cork")["id"],
        each_lab.make("manufacturers", name="Ciena")["id"],
    )
    each_lab.make("sites", name="Empty")
    for name in ("x", "unused"):
        each_lab.make("tags", name=name)
    optical = each_lab.make_type(name="ROADM")["id"]
    each_lab.make_type(name="Server", category="COMPUTE", schedulable=False)
    each_lab.make_device(device_type_id=optical, site_id=site, manufacturer_id=maker, tags=["x"])
    each_lab.make_device(device_type_id=optical, status="spare", schedulable=False)
    gone = each_lab.make_device(device_type_id=optical, tags=["x"])
    each_lab.delete(f"/devices/{gone['id']}")
    old = update(Device).where(Device.status == "spare")
    then = clock.now() - timedelta(days=400)
    each_lab.database.unit(lambda session: session.execute(old.values(created_at=then)))
    found = each_lab.get("/statistics").json()
    assert (found["total"], found["schedulable"], found["removed"]) == (2, 1, 1)
    assert shares(found["status"])["active"] == 1
    assert shares(found["status"])["retired"] == 0
    assert shares(found["device_type"]) == {"ROADM": 2, "Server": 0}
    assert shares(found["category"]) == {"COMPUTE": 0, "OPTICAL": 2}
    assert shares(found["site"]) == {"Cork": 1, "Empty": 0, "no site": 1}
    assert shares(found["manufacturer"]) == {"Ciena": 1, "no manufacturer": 1}
    assert shares(found["tag"]) == {"unused": 0, "x": 1}
    assert [age["count"] for age in found["age"]] == [1, 0, 0, 1, 0, 0]


def test_an_empty_lab_is_counted(each_lab: Lab) -> None:
    found = each_lab.get("/statistics").json()
    assert (found["total"], found["removed"], found["tag"]) == (0, 0, [])


def test_statistics_take_a_few_statements(lab: Lab) -> None:
    counts = []
    for _ in range(2):
        for _ in range(10):
            lab.make_device(site_id=lab.make("sites")["id"])
        with lab.statements() as seen:
            lab.get("/statistics")
        counts.append(len([s for s in seen if s.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 12


def test_maintenance_that_is_due_is_counted_by_how_soon(each_lab: Lab) -> None:
    for days in (-3, 5, 200):
        device = each_lab.make_device()["id"]
        start = clock.now().replace(second=0, microsecond=0) + timedelta(hours=1)
        window = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
        body = {"device_id": device, "kind": "corrective", "title": "Clean", **window}
        planned = each_lab.post("/maintenance", body).json()["id"]
        each_lab.post(f"/maintenance/{planned}/start")
        due = (clock.now() + timedelta(days=days)).isoformat()
        performed = (clock.now() - timedelta(days=9)).isoformat()
        outcome = {"performed_at": performed, "next_due": due}
        done = each_lab.post(f"/maintenance/{planned}/finish", outcome)
        assert done.status_code == 200, done.text
    found = shares(each_lab.get("/statistics").json()["maintenance_due"])
    assert found == {
        "overdue": 1,
        "within a week": 1,
        "within a month": 0,
        "within a quarter": 0,
        "later": 1,
    }
