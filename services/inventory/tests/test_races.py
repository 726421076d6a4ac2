"""Requests at the same time: what the database promises holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from labwright_inventory.imports.service.planning import Planner

Lab = Any


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def test_of_many_who_take_a_name_one_gets_it(each_lab: Lab) -> None:
    kind = each_lab.make_type()["id"]
    body = {"name": "ROADM-7", "oi_id": "OI-7", "device_type_id": kind}
    answers = at_once([lambda: each_lab.post("/devices", body)] * 8)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert each_lab.get("/devices").json()["count"] == 1


def test_changes_at_once_are_all_counted(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    calls = [
        lambda n=n: each_lab.patch(f"/devices/{device}", {"notes": f"note {n}"}) for n in range(8)
    ]
    assert {answer.status_code for answer in at_once(calls)} == {200}
    assert each_lab.get(f"/devices/{device}").json()["version"] == 9
    assert [event.version for event in each_lab.events()] == list(range(1, 10))


def test_a_type_is_removed_or_used_but_never_both(each_lab: Lab) -> None:
    for round in range(4):
        kind = each_lab.make_type()["id"]
        body = {"name": f"D{round}", "device_type_id": kind}
        made, removed = at_once(
            [
                partial(each_lab.post, "/devices", body),
                partial(each_lab.delete, f"/device-types/{kind}"),
            ]
        )
        assert (made.status_code, removed.status_code) in {(201, 409), (422, 204)}


def test_a_type_is_renamed_while_its_devices_change(each_lab: Lab) -> None:
    kind = each_lab.make_type()["id"]
    devices = [each_lab.make_device(device_type_id=kind)["id"] for _ in range(4)]
    calls = [
        *(lambda n=n: each_lab.patch(f"/device-types/{kind}", {"name": f"N{n}"}) for n in range(4)),
        *(lambda d=d: each_lab.patch(f"/devices/{d}", {"notes": "n"}) for d in devices),
    ]
    assert {answer.status_code for answer in at_once(calls)} == {200}
    for device in devices:
        assert each_lab.get(f"/devices/{device}").json()["version"] == 6
        versions = [e.version for e in each_lab.events() if e.aggregate_id == str(device)]
        assert sorted(versions) == [1, 2, 3, 4, 5, 6]


def test_of_two_imports_of_a_file_one_creates(each_lab: Lab) -> None:
    each_lab.make_type(name="ROADM")
    rows = "\n".join(f"OI-{n},D{n},ROADM" for n in range(50))
    text = f"oi_id,name,device_type\n{rows}"
    answers = at_once([lambda: each_lab.upload(text, dry_run=False)] * 2)
    assert {answer.status_code for answer in answers} <= {200, 409, 503}
    assert any(answer.status_code == 200 for answer in answers)
    assert each_lab.get("/devices").json()["count"] == 50
    assert len(each_lab.events()) == 50


def test_an_import_that_was_overtaken_is_no_mistake_in_the_file(
    open_lab: Callable[[str], Lab], monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = open_lab("mariadb")  # SQLite has one writer
    lab.make_type(name="ROADM")
    text = "oi_id,name,device_type\nOI-1,D1,ROADM"
    compare = Planner.check_unique

    def compare_later(planner: Planner, planned: Any) -> None:
        monkeypatch.undo()
        assert lab.upload(text, dry_run=False).status_code == 200
        compare(planner, planned)

    monkeypatch.setattr(Planner, "check_unique", compare_later)
    overtaken = lab.upload(text, dry_run=False)
    assert (overtaken.status_code, overtaken.headers["Retry-After"]) == (503, "1")
    assert lab.upload(text, dry_run=False).json()["summary"]["unchanged"] == 1


def test_of_many_who_take_a_unit_one_gets_it(each_lab: Lab) -> None:
    rack = each_lab.make("racks", site_id=each_lab.make("sites")["id"])["id"]
    kind = each_lab.make_type(u_height=2)["id"]
    devices = [each_lab.make_device(device_type_id=kind)["id"] for _ in range(6)]
    calls = [
        lambda d=d, n=n: each_lab.patch(f"/devices/{d}", {"rack_id": rack, "u_position": 5 + n % 2})
        for n, d in enumerate(devices)
    ]
    assert sorted(answer.status_code for answer in at_once(calls)) == [200] + [409] * 5
    assert each_lab.get(f"/racks/{rack}/elevation").json()["used"] == 2


def test_a_type_grows_or_its_neighbour_gets_the_unit_but_never_both(each_lab: Lab) -> None:
    site = each_lab.make("sites")["id"]
    for _ in range(4):
        rack = each_lab.make("racks", site_id=site)["id"]
        kind = each_lab.make_type(u_height=1)["id"]
        each_lab.make_device(device_type_id=kind, rack_id=rack, u_position=3)
        other = each_lab.make_device(device_type_id=kind)["id"]
        answers = at_once(
            [
                partial(each_lab.patch, f"/device-types/{kind}", {"u_height": 2}),
                partial(each_lab.patch, f"/devices/{other}", {"rack_id": rack, "u_position": 4}),
            ]
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_of_many_who_link_a_port_one_does(each_lab: Lab) -> None:
    ports = [
        each_lab.post(f"/devices/{each_lab.make_device()['id']}/ports", {"name": "1"}).json()["id"]
        for _ in range(6)
    ]
    bodies = [{"port_a_id": port, "port_b_id": ports[0], "kind": "fibre"} for port in ports[1:]]
    calls = [partial(each_lab.post, "/links", body) for body in bodies]
    assert sorted(answer.status_code for answer in at_once(calls)) == [201] + [409] * 4


def test_linked_devices_go_at_once_without_a_deadlock_that_anybody_sees(each_lab: Lab) -> None:
    devices = [each_lab.make_device()["id"] for _ in range(4)]
    ports = [
        [each_lab.post(f"/devices/{d}/ports", {"name": str(n)}).json()["id"] for n in range(2)]
        for d in devices
    ]
    for n in range(4):
        ends = {"port_a_id": ports[n][0], "port_b_id": ports[(n + 1) % 4][1]}
        assert each_lab.post("/links", {**ends, "kind": "fibre"}).status_code == 201
    answers = at_once([partial(each_lab.delete, f"/devices/{d}") for d in devices])
    assert [answer.status_code for answer in answers] == [204] * 4
    assert each_lab.get("/links").json()["count"] == 0
