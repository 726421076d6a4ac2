"""What others are told: versions, pointers, snapshots, audit."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import insert

from labwright_chassis import tables
from labwright_contracts.audit import AuditRecorded
from labwright_contracts.inventory import DeviceSnapshot
from labwright_inventory.devices.adapters import render
from labwright_inventory.devices.models import Device
from labwright_inventory.tags.models import device_tags
from tests.contracts.golden import schema

Lab = Any


def snapshots(lab: Lab, ids: list[int]) -> list[Any]:
    found: list[Any] = lab.database.read(lambda session: list(render(session, ids)))
    return found


def audits(lab: Lab) -> list[AuditRecorded]:
    return [AuditRecorded.model_validate(event.payload) for event in lab.events("audit.recorded")]


def many_devices(lab: Lab, count: int, **fields: Any) -> None:
    """Devices written past the API, as one wants many of them."""
    rows = [
        {"name": f"d{n}", "name_key": f"d{n}", "site_key": 0, "status": "active", **fields}
        for n in range(count)
    ]
    lab.database.unit(lambda session: session.execute(insert(Device), rows))


def test_each_change_points_at_the_new_version(each_lab: Lab) -> None:
    device = each_lab.make_device()
    each_lab.patch(f"/devices/{device['id']}", {"notes": "n"})
    each_lab.delete(f"/devices/{device['id']}")
    assert [(e.type, e.aggregate, e.aggregate_id, e.version) for e in each_lab.events()] == [
        ("inventory.device.changed.v1", "device", str(device["id"]), 1),
        ("inventory.device.changed.v1", "device", str(device["id"]), 2),
        ("inventory.device.removed.v1", "device", str(device["id"]), 3),
    ]
    assert all(e.payload is None and e.actor == "user/1" for e in each_lab.events())


def test_a_refused_change_tells_nobody(each_lab: Lab) -> None:
    each_lab.make_device(name="A")
    device = each_lab.make_device(name="B")
    before = each_lab.rows(tables.outbox)
    assert each_lab.patch(f"/devices/{device['id']}", {"name": "a"}).status_code == 409
    assert each_lab.rows(tables.outbox) == before
    assert each_lab.get(f"/devices/{device['id']}").json() == device


@pytest.mark.parametrize(
    ("kind", "reference", "shown", "hidden"),
    [
        ("device-types", "device_type_id", {"name": "N"}, {"description": "d"}),
        ("device-types", "device_type_id", {"category": "INFRA"}, {"u_height": 2}),
        ("device-types", "device_type_id", {"schedulable": False}, {"has_ports": True}),
        ("device-types", "device_type_id", {"default_capacity": 2}, {"model": "m"}),
        ("sites", "site_id", {"name": "N"}, {"address": "a"}),
        ("sites", "site_id", {"time_zone": "Europe/Dublin"}, {"colour": "#ffffff"}),
        ("manufacturers", "manufacturer_id", {"name": "N"}, {"website": "https://a.example"}),
        ("tags", "tag_ids", {"name": "N"}, {"colour": "#ffffff"}),
    ],
)
def test_what_consumers_see_of_an_entry_raises_its_devices(
    lab: Lab, kind: str, reference: str, shown: dict[str, Any], hidden: dict[str, Any]
) -> None:
    little = {"category": "OPTICAL", "schedulable": True} if kind == "device-types" else {}
    entry = lab.make(kind, **little)["id"]
    device = lab.make_device(**{reference: [entry] if kind == "tags" else entry})["id"]
    other = lab.make_device()["id"]
    lab.forget_events()
    assert lab.patch(f"/{kind}/{entry}", hidden).status_code == 200
    assert lab.events() == []
    assert lab.patch(f"/{kind}/{entry}", shown).status_code == 200
    assert [(event.aggregate_id, event.version) for event in lab.events()] == [(str(device), 2)]
    assert lab.get(f"/devices/{device}").json()["version"] == 2
    assert lab.get(f"/devices/{other}").json()["version"] == 1


def test_a_change_under_two_thousand_devices_is_a_handful_of_statements(each_lab: Lab) -> None:
    kind = each_lab.make_type()["id"]
    many_devices(each_lab, 2000, device_type_id=kind)
    with each_lab.statements() as seen:
        each_lab.patch(f"/device-types/{kind}", {"name": "New name"})
    assert len(seen) <= 8
    events = each_lab.events()
    assert {(event.type, event.version) for event in events} == {("inventory.device.changed.v1", 2)}
    assert len({event.event_id for event in events}) == 2000
    assert {event.event_id.version for event in events} == {7}


def test_a_tag_taken_from_two_thousand_devices_is_a_handful_of_statements(each_lab: Lab) -> None:
    tag = each_lab.make("tags")["id"]
    many_devices(each_lab, 2000, device_type_id=each_lab.make_type()["id"])
    pairs = [{"device_id": row.id, "tag_id": tag} for row in each_lab.rows(Device.__table__)]
    each_lab.database.unit(lambda session: session.execute(device_tags.insert(), pairs))
    with each_lab.statements() as seen:
        each_lab.delete(f"/tags/{tag}")
    assert len(seen) <= 9
    assert len(each_lab.events()) == 2000
    assert len(each_lab.history(pairs[-1]["device_id"])) == 1


def test_a_snapshot_tells_what_holds(lab: Lab) -> None:
    lab.make("tags", name="otdr")
    site = lab.make("sites", name="Cork", time_zone="Europe/Dublin")["id"]
    kind = lab.make_type(name="ROADM", default_capacity=3, schedulable=False)["id"]
    maker = lab.make("manufacturers", name="Ciena")["id"]
    device = lab.make_device(
        name="ROADM-7",
        oi_id="OI-7",
        device_type_id=kind,
        site_id=site,
        manufacturer_id=maker,
        schedulable=True,
        polatis_name="p7",
        tags=["otdr"],
    )
    (state,) = snapshots(lab, [device["id"]])
    assert state.event_type == "inventory.device.changed.v1"
    assert state.body == DeviceSnapshot.model_validate(
        {
            "id": device["id"],
            "version": 1,
            "name": "ROADM-7",
            "oi_id": "OI-7",
            "type": {"id": kind, "name": "ROADM", "category": "OPTICAL"},
            "manufacturer": "Ciena",
            "site": {"id": site, "name": "Cork", "time_zone": "Europe/Dublin"},
            "status": "active",
            "schedulable": True,
            "capacity": 3,
            "polatis_name": "p7",
            "tags": ["otdr"],
        }
    )


def test_a_snapshot_tells_where_a_device_stands_and_hangs(lab: Lab) -> None:
    rack = lab.make("racks", name="R1", site_id=lab.make("sites")["id"])["id"]
    device = lab.make_device(rack_id=rack, u_position=3)["id"]
    port = lab.post(f"/devices/{device}/ports", {"name": "1", "polatis_port": 17}).json()
    peer = lab.post(f"/devices/{lab.make_device()['id']}/ports", {"name": "1"}).json()
    ends = {"port_a_id": peer["id"], "port_b_id": port["id"]}
    link = lab.post("/links", {**ends, "kind": "fibre"}).json()
    (state,) = snapshots(lab, [device])
    told = state.body.model_dump(mode="json")
    assert (told["version"], told["rack"], told["u_position"]) == (
        3, {"id": rack, "name": "R1"}, 3
    )  # fmt: skip
    assert told["ports"] == [
        {"id": port["id"], "name": "1", "kind": "other", "direction": "both", "polatis_port": 17}
    ]
    assert told["links"] == [
        {
            "id": link["id"],
            "kind": "fibre",
            "port_id": port["id"],
            "peer_port_id": peer["id"],
            "peer_device_id": peer["device_id"],
        }
    ]


def test_a_removed_device_is_told_as_removed_even_when_its_site_is_gone(lab: Lab) -> None:
    site = lab.make("sites", name="Cork")["id"]
    device = lab.make_device(site_id=site)["id"]
    lab.delete(f"/devices/{device}")
    lab.delete(f"/sites/{site}")
    (state,) = snapshots(lab, [device])
    assert (state.event_type, state.version) == ("inventory.device.removed.v1", 2)
    assert state.body.removed_at is not None
    assert state.body.site.name == "Cork"


def test_what_others_are_told_of_a_device_fits_the_published_schema(lab: Lab) -> None:
    site, tag = lab.make("sites", time_zone="Europe/Dublin")["id"], lab.make("tags")["name"]
    maker = lab.make("manufacturers")["id"]
    full = lab.make_device(oi_id="OI-7", site_id=site, manufacturer_id=maker, tags=[tag])["id"]
    bare, gone = lab.make_device()["id"], lab.make_device()["id"]
    lab.delete(f"/devices/{gone}")
    states = snapshots(lab, [full, bare, gone])
    assert [state.event_type.split(".")[2] for state in states] == ["changed", "changed", "removed"]
    for state in states:
        fits = Draft202012Validator(schema(state.event_type), format_checker=FormatChecker())
        fits.validate(json.loads(state.body.model_dump_json()))


def test_a_thousand_snapshots_take_four_statements(each_lab: Lab) -> None:
    many_devices(each_lab, 1000, device_type_id=each_lab.make_type()["id"])
    ids = [row.id for row in each_lab.rows(Device.__table__)]
    with each_lab.statements() as seen:
        assert len(snapshots(each_lab, ids)) == 1000
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 4


def test_other_services_read_snapshots_and_digests(lab: Lab) -> None:
    for _ in range(3):
        device = lab.make_device()
    lab.delete(f"/devices/{device['id']}")
    headers = lab.identities.service_headers("scheduler", audience="inventory")
    page = lab.internal.get("/internal/snapshots/devices?limit=2", headers=headers).json()
    rest = lab.internal.get(
        f"/internal/snapshots/devices?after={page['next_after']}", headers=headers
    ).json()
    assert [row["version"] for row in [*page["rows"], *rest["rows"]]] == [1, 1, 2]
    (digest,) = lab.internal.get("/internal/digests/devices", headers=headers).json()
    assert digest["count"] == 3
    person = lab.identities.headers(audience="inventory")
    assert lab.internal.get("/internal/snapshots/devices", headers=person).status_code == 401


def test_every_write_is_audited(lab: Lab) -> None:
    device = lab.make_device(name="A")
    lab.forget_events()
    lab.patch(f"/devices/{device['id']}", {"name": "B"})
    lab.delete(f"/devices/{device['id']}")
    lab.patch(f"/device-types/{device['device_type_id']}", {"name": "T"})
    lab.delete(f"/device-types/{device['device_type_id']}")
    changed, removed, renamed, ended = audits(lab)
    assert (changed.action, changed.target) == ("inventory.device.update", f"device/{device['id']}")
    assert (changed.before, changed.after) == ({"name": "A"}, {"name": "B"})
    assert (changed.actor, changed.actor_name) == ("user/1", "User 1")
    assert removed.action == "inventory.device.delete"
    assert (renamed.action, renamed.after) == ("inventory.device_type.update", {"name": "T"})
    assert ended.action == "inventory.device_type.delete"
