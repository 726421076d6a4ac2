"""Ports, links, and what a device of a type comes with."""

from typing import Any

import pytest

from labwright_chassis import tables

Lab = Any


def add_port(lab: Lab, device: int, name: str = "1", **fields: Any) -> Any:
    answer = lab.post(f"/devices/{device}/ports", {"name": name, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def link(lab: Lab, a: int, b: int, **fields: Any) -> Any:
    return lab.post("/links", {"port_a_id": a, "port_b_id": b, "kind": "fibre", **fields})


@pytest.fixture
def pair(each_lab: Lab) -> Lab:
    """Two devices with two ports each."""
    lab = each_lab
    lab.a, lab.b = (lab.make_device(name=name)["id"] for name in ("A", "B"))
    lab.ports = [add_port(lab, device, name)["id"] for device in (lab.a, lab.b) for name in "12"]
    lab.forget_events()
    return lab


def versions(lab: Lab) -> list[tuple[int, int]]:
    return [(int(event.aggregate_id), event.version) for event in lab.events()]


def test_a_port_is_added_changed_and_removed(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    answer = each_lab.post(f"/devices/{device}/ports", {"name": "1-A-1", "polatis_port": 17})
    port, path = answer.json(), answer.headers["Location"]
    assert (port["kind"], port["direction"], port["link_id"]) == ("other", "both", None)
    assert each_lab.get(path).json() == port
    changed = each_lab.patch(path, {"direction": "in", "polatis_port": None}).json()
    assert (changed["direction"], changed["polatis_port"], changed["version"]) == ("in", None, 2)
    assert each_lab.delete(path).status_code == 204
    assert each_lab.get(path).status_code == 404
    assert each_lab.get(f"/devices/{device}").json()["version"] == 4
    fields = [entry["field"] for entry in each_lab.history(device, action="ports")]
    assert fields == ["port", "port.polatis_port", "port.direction", "port"]


def test_a_ports_name_is_unique_at_its_device(pair: Lab) -> None:
    for answer in (
        pair.post(f"/devices/{pair.a}/ports", {"name": "１"}),
        pair.patch(f"/ports/{pair.ports[0]}", {"name": "2"}),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/name-taken")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("kind", "<b>"),
        ("direction", "up"),
        ("polatis_port", 0),
        ("polatis_port", True),
        ("surprise", 1),
    ],
)
def test_a_wrong_field_of_a_port_is_named(lab: Lab, field: str, value: Any) -> None:
    device = lab.make_device()["id"]
    port = add_port(lab, device)["id"]
    for answer in (
        lab.post(f"/devices/{device}/ports", {"name": "x", field: value}),
        lab.patch(f"/ports/{port}", {field: value}),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_a_stale_port_is_not_written(pair: Lab) -> None:
    path = f"/ports/{pair.ports[0]}"
    tag = pair.get(path).headers["ETag"]
    assert link(pair, pair.ports[0], pair.ports[2]).status_code == 201
    assert pair.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert pair.patch(path, {"name": "x"}, headers={"If-Match": tag}).status_code == 412
    assert pair.delete(path, headers={"If-Match": tag}).status_code == 412


def test_a_link_raises_and_tells_both_devices_in_id_order(pair: Lab) -> None:
    answer = link(pair, pair.ports[2], pair.ports[0], notes="trunk 4")
    made, path = answer.json(), answer.headers["Location"]
    assert (made["port_a"]["device"]["name"], made["port_b"]["name"]) == ("B", "1")
    assert versions(pair) == [(pair.a, 4), (pair.b, 4)]
    assert pair.patch(path, {"kind": "copper", "notes": None}).json()["kind"] == "copper"
    assert pair.delete(path).status_code == 204
    assert pair.get(path).status_code == 404
    assert versions(pair)[2:] == [(pair.a, 5), (pair.b, 5), (pair.a, 6), (pair.b, 6)]
    told = pair.history(pair.b, field="link")
    assert told[0]["new"] is None
    assert told[0]["old"]["peer_device"] == {"id": pair.a, "name": "A"}


def test_a_port_has_one_link(pair: Lab) -> None:
    link(pair, pair.ports[0], pair.ports[2])
    answer = link(pair, pair.ports[3], pair.ports[0])
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/port-taken")
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/port_b_id"]
    assert link(pair, pair.ports[1], pair.ports[3]).status_code == 201


def test_a_port_is_not_linked_to_itself_or_to_nothing(pair: Lab) -> None:
    one = pair.ports[0]
    assert link(pair, one, one).json()["errors"][0]["code"] == "same_port"
    assert link(pair, one, 999).json()["errors"][0]["pointer"] == "/port_b_id"
    pair.delete(f"/devices/{pair.b}")
    assert link(pair, pair.ports[2], one).json()["errors"][0]["pointer"] == "/port_a_id"
    assert link(pair, one, pair.ports[1], kind="string").status_code == 422


def test_two_ports_of_one_device_may_be_linked(pair: Lab) -> None:
    made = link(pair, pair.ports[0], pair.ports[1]).json()
    assert versions(pair) == [(pair.a, 4)]
    shown = pair.get(f"/devices/{pair.a}/connections").json()["results"]
    assert [(end["port"]["name"], end["peer"]["name"]) for end in shown] == [("1", "2"), ("2", "1")]
    pair.delete(f"/devices/{pair.a}")
    assert pair.get(f"/links/{made['id']}").status_code == 404


def test_a_linked_port_is_not_removed(pair: Lab) -> None:
    made = link(pair, pair.ports[0], pair.ports[2]).json()
    answer = pair.delete(f"/ports/{pair.ports[0]}")
    assert (answer.status_code, answer.json()["link_id"]) == (409, made["id"])
    pair.delete(f"/links/{made['id']}")
    assert pair.delete(f"/ports/{pair.ports[0]}").status_code == 204


def test_a_removed_device_ends_its_links_and_tells_its_neighbours(pair: Lab) -> None:
    link(pair, pair.ports[0], pair.ports[2])
    pair.forget_events()
    assert pair.delete(f"/devices/{pair.a}").status_code == 204
    assert sorted((e.type.split(".")[2], e.aggregate_id, e.version) for e in pair.events()) == [
        ("changed", str(pair.b), 5),
        ("removed", str(pair.a), 5),
    ]
    assert pair.get("/links").json()["count"] == 0
    assert pair.get(f"/ports/{pair.ports[2]}").json()["link_id"] is None
    assert pair.get(f"/ports/{pair.ports[0]}").status_code == 404
    assert pair.history(pair.b, field="link")[0]["old"]["peer_device"]["name"] == "A"


def test_connections_name_both_ends(pair: Lab) -> None:
    link(pair, pair.ports[0], pair.ports[2])
    with pair.statements() as seen:
        (end,) = pair.get(f"/devices/{pair.b}/connections").json()["results"]
    assert len(seen) <= 5
    assert (end["port"]["device"]["name"], end["peer"]["device"]["name"]) == ("B", "A")
    assert pair.get("/devices/999/connections").status_code == 404


def test_links_and_ports_are_filtered_in_few_statements(pair: Lab) -> None:
    made = link(pair, pair.ports[0], pair.ports[2], notes="100% trunk").json()["id"]
    for query, count in (
        ("", 1),
        (f"device_id={pair.b}", 1),
        (f"port_id={pair.ports[1]}", 0),
        ("kind=copper", 0),
        ("kind=copper&kind=fibre", 1),
        ("q=100%25", 1),
        ("q=_", 0),
        ("ordering=-created_at", 1),
    ):
        with pair.statements() as seen:
            found = pair.get(f"/links?{query}").json()
        assert [row["id"] for row in found["results"]] == [made][:count]
        assert len(seen) <= 4
    ports = f"/devices/{pair.a}/ports"
    with pair.statements() as seen:
        assert [p["name"] for p in pair.get(f"{ports}?linked=false").json()["results"]] == ["2"]
    assert len(seen) <= 5
    assert pair.get(f"{ports}?linked=true&q=1&kind=other").json()["count"] == 1
    assert pair.get(f"{ports}?direction=in").json()["count"] == 0
    assert pair.get("/links?colour=red").status_code == 422
    assert pair.get("/links?ordering=colour").status_code == 422


def test_the_wiring_needs_the_permission_at_both_sites(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    ports = [add_port(lab, lab.make_device(site_id=site)["id"])["id"] for site in (mine, other)]
    bound: dict[str, Any] = {"sites": (mine,)}
    body = {"port_a_id": ports[0], "port_b_id": ports[1], "kind": "fibre"}
    assert lab.post("/links", body, **bound).status_code == 403
    made = lab.post("/links", body, sites=(mine, other)).json()["id"]
    assert lab.patch(f"/links/{made}", {"notes": "n"}, **bound).status_code == 403
    assert lab.delete(f"/links/{made}", **bound).status_code == 403
    assert lab.patch(f"/ports/{ports[1]}", {"name": "n"}, **bound).status_code == 403
    assert lab.patch(f"/ports/{ports[0]}", {"name": "n"}, **bound).status_code == 200


def test_a_refused_link_leaves_nothing(pair: Lab) -> None:
    link(pair, pair.ports[0], pair.ports[2])
    before = pair.rows(tables.outbox)
    assert link(pair, pair.ports[0], pair.ports[3]).status_code == 409
    assert pair.rows(tables.outbox) == before
    assert pair.get("/links").json()["count"] == 1


TEMPLATES: dict[str, Any] = {
    "ports": [
        {"name": "1", "kind": "lc", "direction": "in", "polatis_port": 1},
        {"name": "2"},
    ],
    "outlets": [{"name": "Outlet 1", "feed_leg": "A"}],
    "components": {"module-bays": [{"name": "Slot 1", "details": {"position": "1"}}]},
}


def test_a_device_gets_the_ports_of_its_type(each_lab: Lab) -> None:
    lab = each_lab
    kind = lab.make_type(name="ROADM")
    path = f"/device-types/{kind['id']}/templates"
    answer = lab.ask("PUT", path, json=TEMPLATES, headers={"If-Match": '"v1"'})
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"v2"')
    assert lab.get(path).json() == answer.json()
    assert answer.json()["components"]["module-bays"][0]["details"] == {"position": "1"}
    device = lab.make_device(device_type_id=kind["id"])
    assert device["version"] == 1
    ports = lab.get(f"/devices/{device['id']}/ports").json()["results"]
    assert [(p["name"], p["kind"], p["direction"], p["polatis_port"]) for p in ports] == [
        ("1", "lc", "in", 1),
        ("2", "other", "both", None),
    ]
    lab.upload("name,device_type\nimported,ROADM\n", dry_run=False)
    imported = lab.get("/devices?q=imported").json()["results"][0]["id"]
    assert lab.get(f"/devices/{imported}/ports").json()["count"] == 2


def test_missing_ports_are_added_from_the_type_later(each_lab: Lab) -> None:
    lab = each_lab
    kind = lab.make_type()["id"]
    device = lab.make_device(device_type_id=kind)["id"]
    add_port(lab, device, "2", kind="mine")
    lab.ask("PUT", f"/device-types/{kind}/templates", json=TEMPLATES)
    lab.forget_events()
    answer = lab.post(f"/devices/{device}/ports/from-type").json()
    assert ([port["name"] for port in answer["added"]], answer["present"]) == (["1"], 1)
    assert versions(lab) == [(device, 3)]
    again = lab.post(f"/devices/{device}/ports/from-type").json()
    assert (again["added"], again["present"], len(lab.events())) == ([], 2, 1)
    assert lab.post("/devices/999/ports/from-type").status_code == 404


def test_stale_or_wrong_templates_are_not_written(lab: Lab) -> None:
    path = f"/device-types/{lab.make_type()['id']}/templates"
    lab.ask("PUT", path, json=TEMPLATES)
    stale = lab.ask("PUT", path, json={}, headers={"If-Match": '"v1"'})
    assert stale.status_code == 412
    cases: list[dict[str, Any]] = [
        {"ports": [{"name": "a"}, {"name": "A"}]},
        {"ports": [{"name": str(n)} for n in range(1001)]},
        {"outlets": [{"name": "1", "feed_leg": "Z"}]},
        {"components": {"surprises": []}},
        {"ports": [{"name": "a", "details": {"x": {"deep": 1}}}]},
    ]
    for wrong in cases:
        assert lab.ask("PUT", path, json=wrong).status_code == 422
    infinite = '{"ports": [{"name": "a", "details": {"x": 1e999}}]}'
    media = {"Content-Type": "application/json"}
    assert lab.ask("PUT", path, content=infinite, headers=media).status_code == 422
    assert lab.get(path).json()["ports"][0]["name"] == "1"
    assert lab.get("/device-types/999/templates").status_code == 404


def test_a_slug_is_unique(each_lab: Lab) -> None:
    first = each_lab.make_type(slug="ciena-8180")
    body = {"name": "x", "category": "OPTICAL", "schedulable": True, "slug": "CIENA-8180"}
    answer = each_lab.post("/device-types", body)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/slug-taken")
    other = each_lab.make_type()["id"]
    assert each_lab.patch(f"/device-types/{other}", {"slug": "ciena-8180"}).status_code == 409
    each_lab.delete(f"/device-types/{first['id']}")
    assert each_lab.patch(f"/device-types/{other}", {"slug": "ciena-8180"}).status_code == 200
