"""Many devices in one request: all or none, every error at once, few statements."""

from typing import Any

Lab = Any


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def items(lab: Lab, *names: str, **fields: Any) -> dict[str, Any]:
    kind = lab.types.setdefault("bulk", 0) or lab.make_type()["id"]
    lab.types["bulk"] = kind
    return {"items": [{"name": name, "device_type_id": kind} | fields for name in names]}


def test_devices_are_registered_together(each_lab: Lab) -> None:
    each_lab.make("tags", name="x")
    site = each_lab.make("sites")["id"]
    each_lab.forget_events()
    answer = each_lab.post("/devices/bulk", items(each_lab, "A", "B", site_id=site, tags=["x"]))
    assert answer.status_code == 201, answer.text
    made = answer.json()["results"]
    assert [(device["name"], device["version"], device["tags"]) for device in made] == [
        ("A", 1, ["x"]),
        ("B", 1, ["x"]),
    ]
    assert [event.aggregate_id for event in each_lab.events()] == [str(d["id"]) for d in made]
    assert each_lab.history(made[0]["id"])[0]["action"] in ("create", "tags")


def test_every_error_of_every_item_comes_at_once(each_lab: Lab) -> None:
    each_lab.make_device(name="Taken", oi_id="OI-1")
    body = items(each_lab, "A", "a", "taken", "D")
    body["items"][0] |= {"site_id": 99, "tags": ["no such"]}
    body["items"][3] |= {"oi_id": "oi-1", "manufacturer_id": 7}
    answer = each_lab.post("/devices/bulk", body)
    assert answer.status_code == 422
    assert sorted(codes(answer)) == [
        ("/items/0/site_id", "unknown"),
        ("/items/0/tags/0", "unknown"),
        ("/items/1/name", "duplicate"),
        ("/items/2/name", "taken"),
        ("/items/3/manufacturer_id", "unknown"),
        ("/items/3/oi_id", "taken"),
    ]
    assert each_lab.get("/devices").json()["count"] == 1
    taken = each_lab.post("/devices/bulk", items(each_lab, "taken", "E"))
    assert (taken.status_code, codes(taken)) == (409, [("/items/0/name", "taken")])


def test_what_cannot_be_understood_is_named(lab: Lab) -> None:
    body = items(lab, "A", "B")
    body["items"][1] |= {"name": "", "colour": "red"}
    assert {pointer for pointer, _ in codes(lab.post("/devices/bulk", body))} == {
        "/items/1/name",
        "/items/1/colour",
    }
    bodies: list[Any] = [{}, {"items": []}, {"items": [{}] * 1001}, []]
    for refused in bodies:
        assert lab.post("/devices/bulk", refused).status_code == 422


def test_devices_are_changed_together_and_may_swap_names(each_lab: Lab) -> None:
    one, two = each_lab.make_device(name="A"), each_lab.make_device(name="B", notes="n")
    each_lab.forget_events()
    changes = [
        {"id": two["id"], "version": 1, "changes": {"name": "A", "notes": None}},
        {"id": one["id"], "changes": {"name": "B"}},
    ]
    answer = each_lab.patch("/devices/bulk", {"items": changes})
    assert answer.status_code == 200, answer.text
    shown = [(d["name"], d["notes"], d["version"]) for d in answer.json()["results"]]
    assert shown == [("A", None, 2), ("B", None, 2)]
    assert len(each_lab.events()) == 2
    again = each_lab.patch("/devices/bulk", {"items": [changes[1]]})
    assert again.json()["results"][0]["version"] == 2


def test_a_change_of_what_is_gone_or_newer_is_refused(each_lab: Lab) -> None:
    device = each_lab.make_device()
    item = {"id": device["id"], "version": 5, "changes": {"notes": "x"}}
    stale = each_lab.patch("/devices/bulk", {"items": [item]})
    assert (stale.status_code, codes(stale)) == (412, [("/items/0/version", "stale")])
    gone = each_lab.patch("/devices/bulk", {"items": [item, {"id": 999, "changes": {}}]})
    assert (gone.status_code, codes(gone)) == (404, [("/items/1/id", "not_found")])
    item.pop("version")
    twice = each_lab.patch("/devices/bulk", {"items": [item, item]})
    assert twice.status_code == 422
    assert ("/items/1/id", "duplicate") in codes(twice)


def test_devices_are_removed_together(each_lab: Lab) -> None:
    ids = [each_lab.make_device()["id"] for _ in range(3)]
    each_lab.forget_events()
    body = {"items": [{"id": id} for id in ids[:2]]}
    assert each_lab.post("/devices/bulk-delete", body).status_code == 204
    assert [event.type for event in each_lab.events()] == ["inventory.device.removed.v1"] * 2
    assert each_lab.get("/devices").json()["count"] == 1
    assert each_lab.post("/devices/bulk-delete", body).status_code == 404
    assert each_lab.history(ids[0], action="remove")[0]["field"] == "removed_at"


def test_bulk_ends_at_the_callers_sites(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    body = items(lab, "A", site_id=mine)
    body["items"] += items(lab, "B", site_id=other)["items"]
    answer = lab.post("/devices/bulk", body, sites=(mine,))
    assert (answer.status_code, codes(answer)) == (403, [("/items/1", "not_allowed")])
    there = lab.make_device(site_id=other)["id"]
    assert (
        lab.post("/devices/bulk-delete", {"items": [{"id": there}]}, sites=(mine,)).status_code
        == 403
    )


def test_bulk_takes_the_same_few_statements_however_many(each_lab: Lab) -> None:
    each_lab.make("tags", name="x")
    counts = []
    for number in (2, 200):
        names = [f"{number}-{n}" for n in range(number)]
        body = items(each_lab, *names, tags=["x"])
        with each_lab.statements() as seen:
            made = each_lab.post("/devices/bulk", body).json()["results"]
            changes = [{"id": d["id"], "changes": {"notes": "n"}} for d in made]
            each_lab.patch("/devices/bulk", {"items": changes})
            gone = {"items": [{"id": d["id"]} for d in made]}
            each_lab.post("/devices/bulk-delete", gone)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 50


def test_bulk_obeys_racks_and_keepers(each_lab: Lab) -> None:
    rack = each_lab.make("racks", site_id=each_lab.make("sites")["id"], height=10)
    kind = each_lab.make_type(u_height=2)["id"]
    shelf = {"device_type_id": kind, "rack_id": rack["id"]}
    body = {"items": [shelf | {"name": "A", "u_position": 1}, shelf | {"name": "B"}]}
    body["items"][1]["u_position"] = 2
    assert each_lab.post("/devices/bulk", body).status_code == 409
    body["items"][1]["u_position"] = 3
    made = each_lab.post("/devices/bulk", body).json()["results"]
    assert [device["site_id"] for device in made] == [rack["site_id"]] * 2
    wrong = shelf | {"name": "C", "rack_id": 77, "steward_id": 78}
    answer = each_lab.post("/devices/bulk", {"items": [wrong]})
    assert codes(answer) == [("/items/0/rack_id", "unknown"), ("/items/0/steward_id", "unknown")]


def test_bulk_obeys_the_schema_of_the_type(each_lab: Lab) -> None:
    schema = {"type": "object", "properties": {"nm": {"type": "integer"}}}
    kind = each_lab.make_type(attributes_schema=schema)["id"]
    item = {"name": "A", "device_type_id": kind, "attributes": {"nm": "many"}}
    answer = each_lab.post("/devices/bulk", {"items": [item]})
    assert (answer.status_code, codes(answer)) == (422, [("/items/0/attributes", "schema")])
