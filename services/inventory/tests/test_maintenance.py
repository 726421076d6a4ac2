"""Maintenance: planned, started, finished, cancelled, and told to others."""

from typing import Any

import pytest

from labwright_contracts.audit import AuditRecorded
from labwright_contracts.inventory import MaintenanceSnapshot
from labwright_inventory.maintenance.adapters import render

Lab = Any

WINDOW = {"start": "2030-03-01T09:00:00Z", "end": "2030-03-01T11:00:00Z"}


def plan(lab: Lab, device: int | None = None, **fields: Any) -> Any:
    body = {
        "device_id": device or lab.make_device()["id"],
        "kind": "calibration",
        "title": "Yearly",
    }
    answer = lab.post("/maintenance", body | WINDOW | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def step(lab: Lab, maintenance: Any, name: str, body: Any = None, **options: Any) -> Any:
    return lab.post(f"/maintenance/{maintenance['id']}/{name}", body, **options)


def status_of(lab: Lab, device_id: int) -> str:
    status: str = lab.get(f"/devices/{device_id}").json()["status"]
    return status


def test_a_maintenance_is_planned(each_lab: Lab) -> None:
    made = plan(each_lab, cost="12.50", description="all of it")
    answer = each_lab.get(f"/maintenance/{made['id']}")
    assert answer.json() == made
    assert answer.headers["ETag"] == '"v1"'
    assert (made["state"], made["cost"], made["start"]) == (
        "scheduled", 12.5, "2030-03-01T09:00:00Z",
    )  # fmt: skip
    assert made["device"]["id"] == made["device_id"]


def test_the_device_is_in_maintenance_while_the_work_lasts(each_lab: Lab) -> None:
    device = each_lab.make_device(status="spare")["id"]
    made = plan(each_lab, device)
    assert step(each_lab, made, "start").json()["state"] == "in_progress"
    assert status_of(each_lab, device) == "in_maintenance"
    report = {"outcome": "fine", "parts": "a fuse", "next_due": "2031-03-01T09:00:00Z"}
    done = step(each_lab, made, "finish", report).json()
    assert (done["state"], done["outcome"], done["performed_by"]) == ("done", "fine", "User 1")
    assert done["performed_at"] is not None
    assert status_of(each_lab, device) == "spare"


def test_a_maintenance_that_is_broken_off_gives_the_device_back(lab: Lab) -> None:
    made = plan(lab)
    step(lab, made, "start")
    cancelled = step(lab, made, "cancel", {"reason": "no spare part"}).json()
    assert (cancelled["state"], cancelled["outcome"]) == ("cancelled", "no spare part")
    assert status_of(lab, made["device_id"]) == "active"


@pytest.mark.parametrize("meanwhile", [["retired"], ["active", "in_maintenance"]])
def test_a_status_that_somebody_set_meanwhile_stays(lab: Lab, meanwhile: list[str]) -> None:
    made = plan(lab)
    step(lab, made, "start")
    for status in meanwhile:
        lab.patch(f"/devices/{made['device_id']}", {"status": status})
    step(lab, made, "finish")
    assert status_of(lab, made["device_id"]) == meanwhile[-1]


@pytest.mark.parametrize(
    ("before", "wrong"),
    [
        ([], ["finish"]),
        (["start"], ["start"]),
        (["start", "finish"], ["start", "finish", "cancel"]),
        (["cancel"], ["start", "finish", "cancel"]),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused(
    lab: Lab, before: list[str], wrong: list[str]
) -> None:
    made = plan(lab)
    for name in before:
        assert step(lab, made, name).status_code == 200
    for name in wrong:
        answer = step(lab, made, name)
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/maintenance-refused"


def test_a_device_has_one_maintenance_under_way(lab: Lab) -> None:
    first = plan(lab)
    second = plan(lab, first["device_id"])
    step(lab, first, "start")
    assert step(lab, second, "start").status_code == 409
    step(lab, first, "finish")
    assert step(lab, second, "start").status_code == 200


def test_work_on_a_removed_device_does_not_begin_but_ends(each_lab: Lab) -> None:
    begun, planned = plan(each_lab), None
    planned = plan(each_lab, begun["device_id"])
    step(each_lab, begun, "start")
    name = begun["device"]["name"]
    each_lab.delete(f"/devices/{begun['device_id']}")
    assert step(each_lab, planned, "start").status_code == 409
    assert step(each_lab, begun, "finish").status_code == 200
    assert step(each_lab, planned, "cancel").status_code == 200
    each_lab.make_device(name=name)


def test_the_window_is_settled_once_the_work_is_done(lab: Lab) -> None:
    made = plan(lab)
    path = f"/maintenance/{made['id']}"
    assert lab.patch(path, {"end": "2030-03-01T12:00:00Z"}).json()["version"] == 2
    step(lab, made, "start")
    assert lab.patch(path, {"start": "2030-03-01T08:00:00Z"}).status_code == 409
    step(lab, made, "finish")
    assert lab.patch(path, {"end": "2030-03-01T12:30:00Z"}).status_code == 409
    assert lab.patch(path, {"cost": 7, "outcome": None}).json()["cost"] == 7


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"end": "2030-03-01T09:00:00Z"}, "/"),
        ({"start": "2030-03-01T09:00:01Z"}, "/start"),
        ({"start": "2030-03-01T09:00:00"}, "/start"),
        ({"start": 1900000000}, "/start"),
        ({"start": None}, "/start"),
        ({"title": " "}, "/title"),
        ({"kind": "party"}, "/kind"),
        ({"cost": -1}, "/cost"),
        ({"cost": "NaN"}, "/cost"),
        ({"cost": 1.234}, "/cost"),
        ({"device_id": 999}, "/device_id"),
        ({"state": "done"}, "/state"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "/start"),
    ],
)
def test_a_wrong_plan_is_refused(lab: Lab, fields: dict[str, Any], pointer: str) -> None:
    body = {"device_id": lab.make_device()["id"], "kind": "upgrade", "title": "t"} | WINDOW | fields
    answer = lab.post("/maintenance", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer.rstrip("/"))
    assert lab.get("/maintenance").json()["count"] == 0


def test_a_window_cannot_be_turned_around_by_a_change(lab: Lab) -> None:
    made = plan(lab)
    answer = lab.patch(f"/maintenance/{made['id']}", {"start": "2030-03-01T11:00:00Z"})
    assert answer.status_code == 422
    assert lab.get(f"/maintenance/{made['id']}").json() == made


def test_it_is_not_due_before_it_was_done(lab: Lab) -> None:
    made = plan(lab)
    step(lab, made, "start")
    answer = step(lab, made, "finish", {"next_due": "2020-01-01T00:00:00Z"})
    assert answer.status_code == 422
    assert status_of(lab, made["device_id"]) == "in_maintenance"


def test_a_stale_copy_moves_nothing(lab: Lab) -> None:
    made = plan(lab)
    lab.patch(f"/maintenance/{made['id']}", {"title": "Other"})
    stale = {"headers": {"If-Match": '"v1"'}}
    assert step(lab, made, "start", **stale).status_code == 412
    assert lab.patch(f"/maintenance/{made['id']}", {"title": "t"}, **stale).status_code == 412


def test_whoever_is_bound_to_sites_maintains_there_only(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    made = plan(lab, lab.make_device(site_id=other)["id"])
    assert step(lab, made, "start", sites=(mine,)).status_code == 403
    assert step(lab, made, "start", sites=(other,)).status_code == 200


def test_what_is_not_there_is_not_found(lab: Lab) -> None:
    assert lab.get("/maintenance/9").status_code == 404
    assert lab.patch("/maintenance/9", {}).status_code == 404
    for name in ("start", "finish", "cancel"):
        assert lab.post(f"/maintenance/9/{name}").status_code == 404


def test_maintenances_are_listed(each_lab: Lab) -> None:
    lab = each_lab
    first = plan(lab, next_due="2031-01-01T00:00:00Z")
    later = plan(lab, start="2030-04-01T09:00:00Z", end="2030-04-01T10:00:00Z", title="Fan")
    step(lab, later, "start")

    def ids(**params: Any) -> list[int]:
        found = lab.get("/maintenance", params=params)
        return [one["id"] for one in found.json()["results"]]

    assert ids() == [first["id"], later["id"]]
    assert ids(ordering="-start") == [later["id"], first["id"]]
    assert ids(device_id=first["device_id"]) == [first["id"]]
    assert ids(state="in_progress") == [later["id"]]
    assert ids(q="fan") == [later["id"]]
    assert ids(next_due__lt="2031-02-01T00:00:00Z") == [first["id"]]
    edge = {"window_start": "2030-03-01T11:00:00Z", "window_end": "2030-04-01T09:00:00Z"}
    assert ids(**edge) == []
    assert ids(window_start="2030-03-01T10:59:00Z", window_end=WINDOW["end"]) == [first["id"]]
    assert lab.get("/maintenance?colour=red").status_code == 422
    brief = lab.get("/maintenance?brief=true&limit=1").json()["results"]
    assert brief[0]["display"] == "Yearly"


def test_the_list_takes_the_same_few_statements_however_long(each_lab: Lab) -> None:
    counts = []
    for _ in range(2):
        for _ in range(5):
            plan(each_lab)
        with each_lab.statements() as seen:
            each_lab.get("/maintenance")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_a_window_travels_as_its_own_event(each_lab: Lab) -> None:
    made = plan(each_lab)
    step(each_lab, made, "start")
    step(each_lab, made, "cancel")
    events = each_lab.events("inventory.maintenance")
    assert [(e.type.split(".")[2], e.aggregate, e.version) for e in events] == [
        ("changed", "maintenance", 1),
        ("changed", "maintenance", 2),
        ("removed", "maintenance", 3),
    ]
    (told,) = each_lab.database.read(lambda session: list(render(session, [made["id"]])))
    assert isinstance(told.body, MaintenanceSnapshot)
    assert (told.event_type.split(".")[2], told.body.state) == ("removed", "cancelled")
    assert told.body.removed_at is not None


def test_other_services_read_windows(lab: Lab) -> None:
    made = plan(lab)
    headers = lab.identities.service_headers("scheduler", audience="inventory")
    page = lab.internal.get("/internal/snapshots/maintenance", headers=headers).json()
    assert [row["data"]["title"] for row in page["rows"]] == [made["title"]]
    (digest,) = lab.internal.get("/internal/digests/maintenance", headers=headers).json()
    assert digest["count"] == 1


def test_each_step_raises_the_device_and_leaves_its_trace(each_lab: Lab) -> None:
    made = plan(each_lab)
    step(each_lab, made, "start")
    step(each_lab, made, "finish")
    device = made["device_id"]
    assert each_lab.get(f"/devices/{device}").json()["version"] == 4
    told = each_lab.history(device, field="maintenance")
    assert [entry["new"]["state"] for entry in told] == ["done", "in_progress", "scheduled"]
    moved = each_lab.history(device, field="status")
    assert [(e["action"], e["new"]) for e in moved[:2]] == [
        ("maintenance", "active"),
        ("maintenance", "in_maintenance"),
    ]
    events = each_lab.events("audit.recorded")
    verbs = [AuditRecorded.model_validate(event.payload).action for event in events]
    assert [verb for verb in verbs if verb.startswith("inventory.maintenance")] == [
        "inventory.maintenance.create",
        "inventory.maintenance.start",
        "inventory.maintenance.finish",
    ]


def test_the_same_plan_twice_is_one(lab: Lab) -> None:
    device = lab.make_device()["id"]
    body = {"device_id": device, "kind": "upgrade", "title": "t"} | WINDOW
    key = {"headers": {"Idempotency-Key": "k"}}
    first, second = (lab.post("/maintenance", body, **key) for _ in range(2))
    assert first.json() == second.json()
    assert lab.get("/maintenance").json()["count"] == 1
