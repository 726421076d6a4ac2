"""After all that a lab admin does, the scheduler's devices equal inventory's, row by row."""

from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.person import Person, at, eventually

INVENTORY = "/api/v1/inventory"
Rows = dict[int, dict[str, Any]]

PLAIN = (
    "version",
    "name",
    "oi_id",
    "model",
    "site_id",
    "u_position",
    "status",
    "polatis_name",
    "tags",
)


def every(admin: Person, path: str) -> list[Any]:
    """All rows of a list."""
    rows: list[Any] = []
    while True:
        page = admin.get(f"{path}?limit=500&ordering=id&offset={len(rows)}").json()
        rows += page["results"]
        if page["next"] is None:
            return rows


def told_by_inventory(admin: Person) -> Rows:
    """What others may see of each device."""
    return {
        row["id"]: {
            **{name: row[name] for name in PLAIN},
            "type_name": row["device_type"]["name"],
            "category": row["device_type"]["category"],
            "manufacturer": row["manufacturer"] and row["manufacturer"]["name"],
            "site_name": row["site"] and row["site"]["name"],
            "time_zone": row["site"] and row["site"]["time_zone"],
            "rack_name": row["rack"] and row["rack"]["name"],
            "schedulable": row["effective_schedulable"],
            "capacity": row["effective_capacity"],
        }
        for row in every(admin, f"{INVENTORY}/devices")
    }


def told_by_the_scheduler(admin: Person, names: Any) -> Rows:
    rows = every(admin, "/api/v1/scheduler/devices")
    return {row["id"]: {name: row[name] for name in names} for row in rows}


class Desk:
    """A lab admin at work."""

    def __init__(self, admin: Person) -> None:
        self.admin, self.mark = admin, uuid4().hex[:8]

    def make(self, path: str, **body: Any) -> int:
        id: int = self._ask("POST", path, 201, json=body)["id"]
        return id

    def change(self, path: str, **body: Any) -> None:
        self._ask("PATCH", path, 200, json=body)

    def do(self, path: str, body: Any = None, *, status: int = 200) -> Any:
        return self._ask("POST", path, status, json=body)

    def remove(self, path: str) -> None:
        self._ask("DELETE", path, 204)

    def import_file(self, text: str) -> int:
        """Import a file; the import's number."""
        files = {"file": ("devices.csv", text)}
        id: int = self._ask("POST", "/imports?dry_run=false", 200, files=files)["id"]
        return id

    def ids(self, **words: Any) -> list[int]:
        params = {"ordering": "id", "limit": 500, "q": self.mark, **words}
        found = self.admin.get(f"{INVENTORY}/devices", params=params).json()["results"]
        return [device["id"] for device in found]

    def _ask(self, method: str, path: str, status: int, **words: Any) -> Any:
        answer = self.admin.request(method, f"{INVENTORY}{path}", **words)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


@pytest.fixture
def desk(admin: Person) -> Desk:
    return Desk(admin)


def furnish(desk: Desk) -> dict[str, int]:
    """Names of everything that devices refer to, and thirty devices by a file."""
    mark = desk.mark
    named = {
        "type": desk.make("/device-types", name=f"T {mark}", category="OPTICAL", schedulable=True),
        "maker": desk.make("/manufacturers", name=f"M {mark}"),
        "site": desk.make("/sites", name=f"S {mark}"),
        "kept": desk.make("/tags", name=f"kept {mark}"),
        "lost": desk.make("/tags", name=f"lost {mark}"),
    }
    head = "oi_id,name,device_type,manufacturer,model,site,tags\n"
    rows = (
        f"OI-{mark}-{n},D{n} {mark},T {mark},M {mark},A,S {mark},kept {mark};lost {mark}\n"
        for n in range(30)
    )
    desk.import_file(head + "".join(rows))
    return named


def test_the_copy_equals_inventory_after_files_bulk_changes_and_new_names(desk: Desk) -> None:
    named, mark = furnish(desk), desk.mark
    ids = desk.ids()
    desk.change(f"/device-types/{named['type']}", name=f"T2 {mark}", category="COMPUTE")
    desk.change(f"/device-types/{named['type']}", default_capacity=3, schedulable=False)
    desk.change(f"/manufacturers/{named['maker']}", name=f"M2 {mark}")
    desk.change(f"/sites/{named['site']}", name=f"S2 {mark}", time_zone="America/New_York")
    desk.change(f"/tags/{named['kept']}", name=f"kept 2 {mark}")
    desk.remove(f"/tags/{named['lost']}")
    changes = [{"id": id, "changes": {"capacity": 2, "polatis_name": f"P{id}"}} for id in ids[:10]]
    desk.change("/devices/bulk", items=changes)
    desk.do("/devices/bulk-delete", {"items": [{"id": id} for id in ids[10:13]]}, status=204)
    desk.import_file(f"oi_id,name,status\nOI-{mark}-1,D2 {mark},spare\nOI-{mark}-2,D1 {mark},\n")
    undone = desk.import_file(f"oi_id,model,site\nOI-{mark}-3,B,\n")
    desk.do(f"/imports/{undone}/undo")
    plan = {"device_id": ids[5], "kind": "upgrade", "title": "t", "start": at(9), "end": at(10)}
    work = desk.make("/maintenance", **plan)
    desk.do(f"/maintenance/{work}/start")
    desk.change(f"/devices/{ids[6]}", status="retired", schedulable=True, site_id=None)
    desk.remove(f"/devices/{ids[7]}")
    told = told_by_inventory(desk.admin)
    assert len(desk.ids()) == 26
    assert told[ids[5]]["status"] == "in_maintenance"
    names = told[ids[0]].keys()
    eventually(lambda: told_by_the_scheduler(desk.admin, names) == told)
