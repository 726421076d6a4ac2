"""Types, manufacturers, sites and tags."""

from typing import Any

import pytest

Lab = Any

KINDS = ["device-types", "manufacturers", "sites", "tags"]
FULL: dict[str, dict[str, Any]] = {
    "device-types": {
        "category": "OPTICAL",
        "schedulable": True,
        "has_ports": True,
        "model": "6500",
        "u_height": 1.5,
        "default_capacity": 4,
        "description": "d",
    },
    "manufacturers": {"website": "https://ciena.example", "description": "d", "notes": "n"},
    "sites": {
        "address": "Dublin 2",
        "time_zone": "Europe/Dublin",
        "colour": "#1f6feb",
        "description": "d",
        "notes": "n",
    },
    "tags": {"colour": "#1f6feb", "description": "d"},
}
LITTLE: dict[str, dict[str, Any]] = {
    "device-types": {"category": "OPTICAL", "schedulable": False},
    "manufacturers": {},
    "sites": {},
    "tags": {},
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_added_changed_and_removed(each_lab: Lab, kind: str) -> None:
    lab = each_lab
    answer = lab.post(f"/{kind}", {"name": "One", **FULL[kind]})
    entry, path = answer.json(), answer.headers["Location"]
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"v1"')
    assert {name: entry[name] for name in FULL[kind]} == FULL[kind]
    assert lab.get(path).json() == entry
    changed = lab.patch(path, {"description": None}).json()
    different = {name for name in entry if entry[name] != changed[name]} or {"description"}
    assert different - {"version", "updated_at", "description"} == set()
    assert lab.delete(path).status_code == 204
    assert lab.get(path).status_code == 404
    assert lab.get(f"/{kind}").json()["count"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_taken_once(each_lab: Lab, kind: str) -> None:
    first = each_lab.make(kind, name="Ciena 6500", **LITTLE[kind])
    other = each_lab.make(kind, name="Other", **LITTLE[kind])
    for answer in (
        each_lab.post(f"/{kind}", {"name": "ciena  6500", **LITTLE[kind]}),
        each_lab.patch(f"/{kind}/{other['id']}", {"name": "CIENA 6500"}),
    ):
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/name-taken"
        assert answer.json()["errors"][0]["pointer"] == "/name"
    renamed = each_lab.patch(f"/{kind}/{first['id']}", {"name": "CIENA 6500"})
    assert renamed.json()["name"] == "CIENA 6500"


@pytest.mark.parametrize("kind", KINDS)
def test_a_removed_entrys_name_is_free(each_lab: Lab, kind: str) -> None:
    for _ in range(2):
        entry = each_lab.make(kind, name="One", **LITTLE[kind])
        assert each_lab.delete(f"/{kind}/{entry['id']}").status_code == 204


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_copy_of_an_entry_is_not_written(lab: Lab, kind: str) -> None:
    path = f"/{kind}/{lab.make(kind, **LITTLE[kind])['id']}"
    tag = lab.get(path).headers["ETag"]
    assert lab.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert lab.patch(path, {"name": "New"}, headers={"If-Match": tag}).status_code == 200
    assert lab.patch(path, {"name": "Newer"}, headers={"If-Match": tag}).status_code == 412
    assert lab.delete(path, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        *((kind, "name", "") for kind in KINDS),
        *((kind, "name", None) for kind in KINDS),
        *((kind, "surprise", 1) for kind in KINDS),
        ("sites", "time_zone", "Dublin"),
        ("sites", "time_zone", "../../etc/passwd"),
        ("sites", "time_zone", "europe/dublin"),
        ("sites", "colour", "red"),
        ("tags", "colour", "#12345"),
        ("tags", "name", "a;b"),
        ("manufacturers", "website", "javascript:alert(1)"),
        ("device-types", "category", "not a word"),
        ("device-types", "category", None),
        ("device-types", "schedulable", None),
        ("device-types", "schedulable", "yes"),
        ("device-types", "default_capacity", 0),
        ("device-types", "u_height", 1.3),
        ("device-types", "manufacturer_id", 999),
    ],
)
def test_a_wrong_field_of_an_entry_is_named(lab: Lab, kind: str, field: str, value: Any) -> None:
    made = lab.make(kind, **LITTLE[kind])
    for answer in (
        lab.post(f"/{kind}", {"name": "x", **LITTLE[kind], field: value}),
        lab.patch(f"/{kind}/{made['id']}", {field: value}),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_empty_texts_of_a_form_mean_nothing(lab: Lab) -> None:
    site = lab.make("sites", address=" ", time_zone="", colour="", notes="")
    assert [site[name] for name in ("address", "time_zone", "colour", "notes")] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "reference"),
    [
        ("device-types", "device_type_id"),
        ("sites", "site_id"),
        ("manufacturers", "manufacturer_id"),
    ],
)
def test_what_is_in_use_is_not_removed(each_lab: Lab, kind: str, reference: str) -> None:
    entry = each_lab.make(kind, **LITTLE[kind])
    devices = [each_lab.make_device(**{reference: entry["id"]}) for _ in range(2)]
    answer = each_lab.delete(f"/{kind}/{entry['id']}")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/in-use"
    assert answer.json()["in_use"] == {"devices": 2}
    assert "2 devices" in answer.json()["detail"]
    for device in devices:
        each_lab.delete(f"/devices/{device['id']}")
    assert each_lab.delete(f"/{kind}/{entry['id']}").status_code == 204


def test_a_manufacturer_of_types_is_not_removed(lab: Lab) -> None:
    maker = lab.make("manufacturers")["id"]
    kind = lab.make_type(manufacturer_id=maker)
    assert lab.delete(f"/manufacturers/{maker}").json()["in_use"] == {"device types": 1}
    lab.patch(f"/device-types/{kind['id']}", {"manufacturer_id": None})
    assert lab.delete(f"/manufacturers/{maker}").status_code == 204


def test_a_removed_entry_is_no_longer_referred_to(lab: Lab) -> None:
    site = lab.make("sites")["id"]
    lab.delete(f"/sites/{site}")
    body = {"name": "x", "device_type_id": lab.make_type()["id"], "site_id": site}
    assert lab.post("/devices", body).status_code == 422


def test_a_removed_tag_leaves_its_devices(each_lab: Lab) -> None:
    tag = each_lab.make("tags", name="otdr")
    each_lab.make("tags", name="c-band")
    device = each_lab.make_device(tags=["otdr", "c-band"])
    other = each_lab.make_device(tags=["c-band"])
    each_lab.forget_events()
    assert each_lab.delete(f"/tags/{tag['id']}").status_code == 204
    now = each_lab.get(f"/devices/{device['id']}").json()
    assert (now["tags"], now["version"]) == (["c-band"], 2)
    assert each_lab.get(f"/devices/{other['id']}").json()["version"] == 1
    assert [event.aggregate_id for event in each_lab.events()] == [str(device["id"])]
    entry = each_lab.history(device["id"])[0]
    assert (entry["action"], entry["field"]) == ("tags", "tags")
    assert (entry["old"], entry["new"]) == ("otdr", None)
