"""Devices: registered, seen, changed, removed."""

from typing import Any

import pytest

Lab = Any


def test_a_device_is_registered_with_little(lab: Lab) -> None:
    kind = lab.make_type(name="ROADM", default_capacity=3)
    answer = lab.post("/devices", {"name": "ROADM-7", "device_type_id": kind["id"]})
    assert answer.status_code == 201
    device = answer.json()
    assert answer.headers["Location"] == f"/api/v1/inventory/devices/{device['id']}"
    assert answer.headers["ETag"] == '"v1"'
    assert (device["status"], device["version"]) == ("active", 1)
    assert (device["schedulable"], device["effective_schedulable"]) == (None, True)
    assert (device["capacity"], device["effective_capacity"]) == (None, 3)
    assert device["device_type"] == {"id": kind["id"], "name": "ROADM", "category": "OPTICAL"}
    assert lab.get(f"/devices/{device['id']}").json() == device


def test_a_device_is_registered_with_everything(lab: Lab) -> None:
    site, maker = lab.make("sites", time_zone="Europe/Dublin"), lab.make("manufacturers")
    tags = [lab.make("tags", name=name)["id"] for name in ("otdr", "c-band")]
    fields = {
        "oi_id": "OI-1",
        "manufacturer_id": maker["id"],
        "model": "Series 6000",
        "serial_number": "S-1",
        "status": "spare",
        "schedulable": False,
        "capacity": 4,
        "site_id": site["id"],
        "hostname": "roadm-7.lab.example",
        "mgmt_ip": "2001:db8::1",
        "polatis_name": "tcd_roadm_07",
        "notes": "two\nlines",
    }
    device = lab.make_device(**fields, tag_ids=tags)
    assert {name: device[name] for name in fields} == fields
    assert device["tags"] == ["c-band", "otdr"]
    assert device["site"] == {"id": site["id"], "name": site["name"], "time_zone": "Europe/Dublin"}
    assert device["manufacturer"] == {"id": maker["id"], "name": maker["name"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", None),
        ("name", "a" * 121),
        ("name", "two\nlines"),
        ("name", "\ufdfa" * 120),
        ("device_type_id", None),
        ("device_type_id", 0),
        ("device_type_id", 2**63),
        ("status", "broken"),
        ("status", "unknown"),
        ("schedulable", "perhaps"),
        ("capacity", 0),
        ("capacity", 10_001),
        ("capacity", True),
        ("mgmt_ip", "10.0.0.256"),
        ("mgmt_ip", "fe80::1%eth0"),
        ("hostname", "not a host"),
        ("oi_id", "x" * 101),
        ("colour", "#ffffff"),
        ("version", 7),
    ],
)
def test_a_wrong_field_is_named(lab: Lab, field: str, value: Any) -> None:
    kind = lab.make_type()["id"]
    body = {"name": "ROADM-7", "device_type_id": kind} | {field: value}
    answer = lab.post("/devices", body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}")
    assert lab.get("/devices").json()["count"] == 0


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b"", b"[]", b'"text"', b'{"name": "\\ud800"}']
)
def test_a_body_that_is_no_device_is_refused(lab: Lab, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = lab.ask("POST", "/devices", content=content, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("field", "value", "pointer"),
    [
        ("device_type_id", 999, "/device_type_id"),
        ("manufacturer_id", 999, "/manufacturer_id"),
        ("site_id", 999, "/site_id"),
        ("tag_ids", [999], "/tag_ids/0"),
        ("tags", ["no such"], "/tags/0"),
    ],
)
def test_a_reference_to_nothing_is_named(lab: Lab, field: str, value: Any, pointer: str) -> None:
    device = lab.make_device()
    for answer in (
        lab.post(
            "/devices", {"name": "x", "device_type_id": device["device_type_id"], field: value}
        ),
        lab.patch(f"/devices/{device['id']}", {field: value}),
    ):
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_tags_are_named_in_one_way(lab: Lab) -> None:
    lab.make("tags", name="otdr")
    kind = lab.make_type()["id"]
    body = {"name": "x", "device_type_id": kind, "tags": ["otdr"], "tag_ids": [1]}
    assert lab.post("/devices", body).status_code == 422


def test_a_change_touches_what_is_sent_and_nothing_else(lab: Lab) -> None:
    device = lab.make_device(name="ROADM-7", model="M", notes="n", capacity=2)
    answer = lab.patch(f"/devices/{device['id']}", {"model": "M2", "notes": None})
    assert answer.headers["ETag"] == '"v2"'
    changed = answer.json()
    different = {name for name in device if device[name] != changed[name]}
    assert different == {"model", "notes", "version", "updated_at"}
    assert (changed["model"], changed["notes"], changed["version"]) == ("M2", None, 2)


@pytest.mark.parametrize("field", ["name", "device_type_id", "status"])
def test_what_a_device_must_have_is_not_cleared(lab: Lab, field: str) -> None:
    device = lab.make_device()
    answer = lab.patch(f"/devices/{device['id']}", {field: None})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_a_change_that_changes_nothing_leaves_no_trace(lab: Lab) -> None:
    device = lab.make_device(name="ROADM-7", model="M")
    lab.forget_events()
    entries = len(lab.history(device["id"]))
    answer = lab.patch(f"/devices/{device['id']}", {"model": "M", "tags": []})
    assert answer.json() == device
    assert lab.events("") == []
    assert len(lab.history(device["id"])) == entries


def test_tags_are_replaced_and_cleared(lab: Lab) -> None:
    for name in ("a", "b", "c"):
        lab.make("tags", name=name)
    device = lab.make_device(tags=["a", "B"])
    path = f"/devices/{device['id']}"
    assert lab.patch(path, {"tags": ["b", "c"]}).json()["tags"] == ["b", "c"]
    assert lab.get(path).json()["version"] == 2
    assert lab.patch(path, {"tags": None}).json()["tags"] == []


def test_a_stale_copy_is_not_written(lab: Lab) -> None:
    device = lab.make_device()
    path = f"/devices/{device['id']}"
    lab.patch(path, {"notes": "first"})
    stale = {"headers": {"If-Match": '"v1"'}}
    assert lab.patch(path, {"notes": "second"}, **stale).status_code == 412
    assert lab.delete(path, **stale).status_code == 412
    assert lab.get(path).json()["notes"] == "first"
    assert lab.patch(path, {"notes": "2"}, headers={"If-Match": '"v2"'}).status_code == 200


def test_a_copy_that_is_current_is_not_sent_again(lab: Lab) -> None:
    path = f"/devices/{lab.make_device()['id']}"
    tag = lab.get(path).headers["ETag"]
    assert lab.get(path, headers={"If-None-Match": tag}).status_code == 304
    lab.patch(path, {"notes": "n"})
    assert lab.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_removed_device_is_gone_but_its_history_stays(lab: Lab) -> None:
    device = lab.make_device(name="ROADM-7", oi_id="OI-7", serial_number="S-7")
    path = f"/devices/{device['id']}"
    assert lab.delete(path).status_code == 204
    assert lab.get(path).status_code == 404
    assert lab.patch(path, {"notes": "n"}).status_code == 404
    assert lab.delete(path).status_code == 404
    assert lab.get("/devices").json()["count"] == 0
    assert lab.history(device["id"])[0]["action"] == "remove"
    assert lab.events("inventory.device.removed")[0].version == 2


def test_what_a_removed_device_had_is_free_again(each_lab: Lab) -> None:
    fields = {"name": "ROADM-7", "oi_id": "OI-7", "serial_number": "S-7"}
    for _ in range(3):
        device = each_lab.make_device(**fields)
        each_lab.delete(f"/devices/{device['id']}")
    assert each_lab.make_device(**fields)["id"] > device["id"]


@pytest.mark.parametrize(
    ("field", "value", "same"),
    [
        ("name", "Ｒoadm-7", "ROADM-7"),
        ("oi_id", "OI-7", "oi-7"),
        ("serial_number", "S  7", "s 7"),
    ],
)
def test_what_is_another_devices_is_refused_by_name(
    each_lab: Lab, field: str, value: str, same: str
) -> None:
    first = each_lab.make_device(**{field: value})
    second = each_lab.make_device()
    body = {"name": "new", "device_type_id": first["device_type_id"], field: same}
    for answer in (
        each_lab.post("/devices", body),
        each_lab.patch(f"/devices/{second['id']}", {field: same}),
    ):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/taken"
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert each_lab.get("/devices").json()["count"] == 2


def test_a_name_is_unique_at_its_site_only(each_lab: Lab) -> None:
    here, there = each_lab.make("sites")["id"], each_lab.make("sites")["id"]
    each_lab.make_device(name="ROADM-7", site_id=here)
    each_lab.make_device(name="ROADM-7")
    moving = each_lab.make_device(name="roadm-7", site_id=there)
    answer = each_lab.patch(f"/devices/{moving['id']}", {"site_id": here})
    assert answer.status_code == 409
    assert each_lab.patch(f"/devices/{moving['id']}", {"site_id": None}).status_code == 409


def test_names_that_differ_by_an_accent_are_two_names(each_lab: Lab) -> None:
    each_lab.make_device(name="Café")
    each_lab.make_device(name="Cafe")


def test_the_same_request_twice_registers_one_device(each_lab: Lab) -> None:
    body = {"name": "ROADM-7", "device_type_id": each_lab.make_type()["id"]}
    key = {"headers": {"Idempotency-Key": "k1"}}
    first, second = (each_lab.post("/devices", body, **key) for _ in range(2))
    assert first.json() == second.json()
    assert second.headers["Location"] == first.headers["Location"]
    assert each_lab.post("/devices", body | {"name": "other"}, **key).status_code == 422
    assert each_lab.get("/devices").json()["count"] == 1
