"""After a day of moving and rewiring, the scheduler's copy equals inventory, row by row."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.journeys.person import Person, eventually

INVENTORY = "/api/v1/inventory"


def make(admin: Person, path: str, **body: Any) -> Any:
    answer = admin.post(f"{INVENTORY}{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def change(admin: Person, path: str, **body: Any) -> None:
    answer = admin.patch(f"{INVENTORY}{path}", json=body)
    assert answer.status_code == 200, answer.text


def told_by_inventory(admin: Person, id: int) -> dict[str, Any] | None:
    """What others may see of a device, gathered from inventory's own endpoints."""
    answer = admin.get(f"{INVENTORY}/devices/{id}")
    if answer.status_code == 404:
        return None
    device = answer.json()
    ports = admin.get(f"{INVENTORY}/devices/{id}/ports?limit=500&ordering=id").json()["results"]
    ends = admin.get(f"{INVENTORY}/devices/{id}/connections?limit=500").json()["results"]
    return {
        "version": device["version"],
        "name": device["name"],
        "type_name": device["device_type"]["name"],
        "site_name": device["site"] and device["site"]["name"],
        "rack_name": device["rack"] and device["rack"]["name"],
        "u_position": device["u_position"],
        "ports": [
            {name: port[name] for name in ("id", "name", "kind", "direction", "polatis_port")}
            for port in ports
        ],
        "links": [
            {
                "id": end["link_id"],
                "kind": end["kind"],
                "port_id": end["port"]["id"],
                "peer_port_id": end["peer"]["id"],
                "peer_device_id": end["peer"]["device"]["id"],
            }
            for end in ends
        ],
    }


def told_by_the_scheduler(admin: Person, id: int, names: Any) -> dict[str, Any] | None:
    answer = admin.get(f"/api/v1/scheduler/devices/{id}")
    return None if answer.status_code == 404 else {name: answer.json()[name] for name in names}


@dataclass(frozen=True)
class Room:
    """Two racks at two sites, six devices of a type in the first, linked in a ring."""

    racks: list[int]
    kind: int
    ids: list[int]
    ports: dict[int, list[int]]
    links: list[int]


def furnish(admin: Person, mark: str) -> Room:
    sites = [make(admin, "/sites", name=f"Site {mark} {n}")["id"] for n in range(2)]
    racks = [
        make(admin, "/racks", name=f"R{n}", site_id=site)["id"] for n, site in enumerate(sites)
    ]
    kind = admin.make_type(name=f"Type {mark}", u_height=2)
    templates = {"ports": [{"name": str(n), "polatis_port": n} for n in range(1, 5)]}
    path = f"{INVENTORY}/device-types/{kind}/templates"
    assert admin.put(path, json=templates).status_code == 200
    ids = [
        make(
            admin,
            "/devices",
            name=f"D{n} {mark}",
            device_type_id=kind,
            rack_id=racks[0],
            u_position=1 + 2 * n,
        )["id"]
        for n in range(6)
    ]
    ports = {
        id: [port["id"] for port in admin.get(f"{INVENTORY}/devices/{id}/ports").json()["results"]]
        for id in ids
    }
    links = [
        make(admin, "/links", port_a_id=ports[a][0], port_b_id=ports[b][1], kind="fibre")["id"]
        for a, b in zip(ids, [*ids[1:], ids[0]], strict=True)
    ]
    return Room(racks, kind, ids, ports, links)


def test_the_copy_equals_inventory_after_a_day_of_moving_and_rewiring(admin):
    mark = uuid4().hex[:8]
    room = furnish(admin, mark)
    racks, ids, ports, links = room.racks, room.ids, room.ports, room.links
    change(admin, f"/racks/{racks[0]}", name="Renamed rack")
    change(admin, f"/device-types/{room.kind}", name=f"Renamed {mark}")
    change(admin, f"/devices/{ids[0]}", rack_id=racks[1], u_position=40)
    change(admin, f"/devices/{ids[1]}", rack_id=None)
    change(admin, f"/ports/{ports[ids[2]][3]}", name="renamed", direction="in")
    change(admin, f"/links/{links[2]}", kind="copper")
    assert admin.delete(f"{INVENTORY}/links/{links[4]}").status_code == 204
    assert admin.delete(f"{INVENTORY}/ports/{ports[ids[3]][2]}").status_code == 204
    assert admin.delete(f"{INVENTORY}/devices/{ids[5]}").status_code == 204
    for id in ids:
        told = told_by_inventory(admin, id)
        names = told and told.keys()
        eventually(lambda id=id, t=told, n=names: told_by_the_scheduler(admin, id, n) == t)
    moved, left = told_by_inventory(admin, ids[0]), told_by_inventory(admin, ids[4])
    assert (moved["rack_name"], moved["u_position"], len(moved["links"])) == ("R1", 40, 1)
    told = (left["rack_name"], len(left["ports"]), len(left["links"]))
    assert told == ("Renamed rack", 4, 1)
