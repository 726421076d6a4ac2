"""Locations and racks: what stands where, and what cannot."""

from typing import Any
from xml.etree import ElementTree

import pytest

from labwright_inventory.bulk import queries as bulk
from labwright_inventory.devices.rules import DeviceStatus

Lab = Any


@pytest.fixture
def room(each_lab: Lab) -> Lab:
    """A site with a rack of ten units, and types of one, two and half a unit."""
    lab = each_lab
    lab.site = lab.make("sites")["id"]
    lab.rack = lab.make("racks", name="R1", site_id=lab.site, height=10)["id"]
    lab.one = lab.make_type(u_height=1)["id"]
    lab.two = lab.make_type(u_height=2)["id"]
    lab.half = lab.make_type(u_height=0.5)["id"]
    return lab


def put(lab: Lab, kind: int, position: float | None, **fields: Any) -> Any:
    lab.made += 1
    body = {"name": f"D{lab.made}", "device_type_id": kind, "rack_id": lab.rack}
    return lab.post("/devices", body | {"u_position": position} | fields)


def test_a_device_takes_its_units_and_the_site_of_its_rack(room: Lab) -> None:
    device = put(room, room.two, 3).json()
    assert (device["rack"]["name"], device["u_position"]) == ("R1", 3)
    assert device["site_id"] == room.site
    assert room.get(f"/devices?rack_id={room.rack}").json()["count"] == 1


@pytest.mark.parametrize(
    ("kind", "position", "code"),
    [
        ("one", 2, 201),
        ("one", 3, 409),
        ("one", 4, 409),
        ("one", 5, 201),
        ("two", 2, 409),
        ("two", 4, 409),
        ("two", 1, 201),
        ("two", 9, 201),
        ("two", 10, 409),
        ("one", 11, 409),
        ("one", 99, 409),
        ("half", 10.5, 201),
        ("half", 4.5, 409),
        ("half", 2.5, 201),
        ("one", 7.5, 409),
        ("one", None, 201),
    ],
)
def test_units_collide_or_do_not(room: Lab, kind: str, position: float | None, code: int) -> None:
    put(room, room.two, 3)
    answer = put(room, getattr(room, kind), position)
    assert answer.status_code == code, answer.text
    if code == 409:
        assert answer.json()["type"] == "/problems/does-not-fit"
        assert answer.json()["errors"][0]["pointer"] == "/u_position"


@pytest.mark.parametrize("position", [0, 0.5, 1.3, "x", -1, 1000])
def test_a_unit_that_is_none_is_not_understood(room: Lab, position: Any) -> None:
    assert put(room, room.one, position).status_code == 422


def test_a_type_of_no_height_takes_no_unit(room: Lab) -> None:
    flat = room.make_type(u_height=0)["id"]
    assert [put(room, kind, 3).status_code for kind in (room.two, flat, flat)] == [201] * 3


def test_a_type_of_unknown_height_takes_one_unit(room: Lab) -> None:
    unknown = room.make_type()["id"]
    assert [put(room, unknown, 3).status_code for _ in range(2)] == [201, 409]
    assert put(room, unknown, 4).status_code == 201


def test_a_device_moves_within_its_rack_over_its_own_units(room: Lab) -> None:
    path = f"/devices/{put(room, room.two, 3).json()['id']}"
    assert room.patch(path, {"u_position": 4}).json()["u_position"] == 4
    put(room, room.one, 3)
    assert room.patch(path, {"u_position": 2}).status_code == 409
    assert room.get(path).json()["u_position"] == 4


def test_a_device_leaves_unit_and_rack_together(room: Lab) -> None:
    path = f"/devices/{put(room, room.one, 3).json()['id']}"
    left = room.patch(path, {"rack_id": None}).json()
    assert (left["rack"], left["u_position"], left["site_id"]) == (None, None, room.site)
    assert room.patch(path, {"u_position": 3}).status_code == 422
    assert put(room, room.one, 3).status_code == 201


def test_a_device_follows_its_rack_to_another_site_and_not_otherwise(room: Lab) -> None:
    other = room.make("sites")["id"]
    path = f"/devices/{room.make_device(site_id=other)['id']}"
    assert room.patch(path, {"rack_id": room.rack}).json()["site_id"] == room.site
    for body in ({"site_id": other}, {"site_id": None}, {"site_id": other, "rack_id": room.rack}):
        answer = room.patch(path, body)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/other-site")
    assert room.patch(path, {"site_id": other, "rack_id": None}).status_code == 200


def test_a_move_into_a_rack_needs_the_permission_at_its_site(room: Lab) -> None:
    other = room.make("sites")["id"]
    path = f"/devices/{room.make_device(site_id=other)['id']}"
    assert room.patch(path, {"rack_id": room.rack}, sites=(other,)).status_code == 403
    assert room.patch(path, {"rack_id": room.rack}, sites=(other, room.site)).status_code == 200


def test_an_unknown_rack_is_named(room: Lab) -> None:
    answer = put(room, room.one, 1, rack_id=999)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/rack_id")


def test_a_type_grows_only_where_its_devices_have_room(room: Lab) -> None:
    put(room, room.one, 3)
    put(room, room.two, 4)
    answer = room.patch(f"/device-types/{room.one}", {"u_height": 1.5})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/u_height")
    assert room.get(f"/device-types/{room.one}").json()["u_height"] == 1
    assert room.patch(f"/device-types/{room.two}", {"u_height": 4}).status_code == 200


def test_a_device_of_another_type_must_fit_as_well(room: Lab) -> None:
    path = f"/devices/{put(room, room.one, 3).json()['id']}"
    put(room, room.one, 4)
    assert room.patch(path, {"device_type_id": room.two}).status_code == 409
    assert room.patch(path, {"device_type_id": room.half}).status_code == 200


def test_a_rack_shrinks_down_to_its_highest_device(room: Lab) -> None:
    put(room, room.two, 5)
    path = f"/racks/{room.rack}"
    assert room.patch(path, {"height": 5}).json()["errors"][0]["pointer"] == "/height"
    assert room.patch(path, {"height": 6}).status_code == 200


def test_racks_and_sites_in_use_are_not_removed(room: Lab) -> None:
    place = room.make("locations", site_id=room.site)["id"]
    other = room.make("sites")["id"]
    device = put(room, room.one, 1).json()["id"]
    assert room.patch(f"/racks/{room.rack}", {"location_id": place}).status_code == 200
    for path, users in (
        (f"/sites/{room.site}", {"devices": 1, "racks": 1, "locations": 1}),
        (f"/locations/{place}", {"racks": 1}),
        (f"/racks/{room.rack}", {"devices": 1}),
    ):
        assert room.delete(path).json()["in_use"] == users
    assert room.patch(f"/racks/{room.rack}", {"site_id": other}).status_code == 409
    assert room.patch(f"/locations/{place}", {"site_id": other}).status_code == 409
    room.delete(f"/devices/{device}")
    for path in (f"/racks/{room.rack}", f"/locations/{place}"):
        assert room.delete(path).status_code == 204


def test_a_racks_name_is_unique_at_its_site(room: Lab) -> None:
    other = room.make("sites")["id"]
    answer = room.post("/racks", {"name": "r1", "site_id": room.site})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/name-taken")
    assert room.post("/racks", {"name": "r1", "site_id": other}).status_code == 201
    for _ in range(2):
        place = room.make("locations", name="Room", site_id=room.site)
        assert room.post("/locations", {"name": "ROOM", "site_id": room.site}).status_code == 409
        assert room.delete(f"/locations/{place['id']}").status_code == 204


def test_a_location_is_of_the_racks_site(room: Lab) -> None:
    away = room.make("locations", site_id=room.make("sites")["id"])["id"]
    answer = room.patch(f"/racks/{room.rack}", {"location_id": away})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/location_id")
    assert room.patch(f"/racks/{room.rack}", {"location_id": 999}).status_code == 422
    assert room.post("/racks", {"name": "x", "site_id": 999}).status_code == 422


def test_racks_are_kept_at_ones_own_sites(room: Lab) -> None:
    mine = room.make("sites")["id"]
    for kind in ("racks", "locations"):
        assert room.post(f"/{kind}", {"name": "x", "site_id": mine}, sites=(mine,)).is_success
        there = {"name": "y", "site_id": room.site}
        assert room.post(f"/{kind}", there, sites=(mine,)).status_code == 403
    path = f"/racks/{room.rack}"
    assert room.patch(path, {"height": 20}, sites=(mine,)).status_code == 403
    assert room.delete(path, sites=(mine,)).status_code == 403


def test_a_stale_rack_is_not_written(room: Lab) -> None:
    path = f"/racks/{room.rack}"
    tag = room.get(path).headers["ETag"]
    assert room.patch(path, {"height": 20}, headers={"If-Match": tag}).status_code == 200
    assert room.patch(path, {"height": 30}, headers={"If-Match": tag}).status_code == 412
    assert room.delete(path, headers={"If-Match": tag}).status_code == 412


@pytest.mark.parametrize("body", [{"height": 0}, {"height": 101}, {"height": 1.5}, {"name": ""}])
def test_a_wrong_field_of_a_rack_is_named(room: Lab, body: dict[str, Any]) -> None:
    answer = room.patch(f"/racks/{room.rack}", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(body))}"


def test_a_renamed_rack_raises_its_devices(room: Lab) -> None:
    device = put(room, room.one, 1).json()
    room.forget_events()
    room.patch(f"/racks/{room.rack}", {"description": "d", "height": 20})
    assert room.events() == []
    room.patch(f"/racks/{room.rack}", {"name": "R2"})
    assert [event.version for event in room.events()] == [2]
    assert room.get(f"/devices/{device['id']}").json()["rack"]["name"] == "R2"


def test_a_placement_is_told_in_the_history(room: Lab) -> None:
    device = room.make_device()["id"]
    room.patch(f"/devices/{device}", {"rack_id": room.rack, "u_position": 3})
    told = {entry["field"]: entry["new"] for entry in room.history(device, action="update")}
    assert told["rack"] == {"id": room.rack, "name": "R1"}
    assert (told["u_position"], told["site"]["id"]) == (3, room.site)


def test_racks_are_listed_in_few_statements(room: Lab) -> None:
    room.make("racks", name="R0", site_id=room.make("sites")["id"])
    with room.statements() as seen:
        found = room.get(f"/racks?site_id={room.site}").json()["results"]
    assert [rack["name"] for rack in found] == ["R1"]
    assert len(seen) <= 4
    assert room.get("/locations?site_id=1").json()["count"] == 0
    assert room.get("/racks?colour=red").status_code == 422


def test_an_import_leaves_racked_devices_where_they_stand(room: Lab) -> None:
    room.make("sites", name="Elsewhere")
    room.patch(f"/device-types/{room.two}", {"name": "Two"})
    put(room, room.one, 3, oi_id="OI-1")
    put(room, room.one, 4)
    refused = room.upload("oi_id,site\nOI-1,Elsewhere\n").json()["rows"][0]["errors"]
    assert [error["code"] for error in refused] == ["other_site"]
    higher = room.upload("oi_id,device_type\nOI-1,Two\n").json()["rows"][0]["errors"]
    assert [(error["column"], error["code"]) for error in higher] == [
        ("u_position", "does_not_fit")
    ]


def test_a_file_that_would_collide_is_told_so_row_by_row(room: Lab) -> None:
    room.patch(f"/device-types/{room.one}", {"name": "One"})
    put(room, room.one, 3, oi_id="OI-1", name="stays")
    put(room, room.one, 4, oi_id="OI-2", name="goes")
    text = (
        "oi_id,name,device_type,rack,u_position\n"
        "OI-2,goes,One,R1,7\nOI-3,a,One,R1,4\nOI-4,b,One,R1,4\nOI-5,c,One,R1,3\n"
        "OI-6,d,One,R1,11\nOI-7,e,One,R1,\n"
    )
    rows = room.upload(text).json()["rows"]
    told = [[error["message"] for error in row["errors"]] for row in rows]
    assert told == [
        [],
        [],
        ["“b” at U4 collides with “a” at U4."],
        ["“c” at U3 collides with “stays” at U3."],
        ["“d” at U11 does not fit the rack's 10 U."],
        [],
    ]
    assert room.upload(text, dry_run=False).status_code == 422


def test_devices_of_a_file_may_swap_their_units_however_far_apart_they_are(
    room: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "PORTION", 2)
    ids = [put(room, room.one, n, oi_id=f"OI-{n}").json()["id"] for n in range(1, 8)]
    rows = "".join(f"OI-{n},{8 - n}\n" for n in range(1, 8))
    made = room.upload(f"oi_id,u_position\n{rows}", dry_run=False)
    assert made.status_code == 200, made.text
    taken = lambda: [room.get(f"/devices/{id}").json()["u_position"] for id in ids]  # noqa: E731
    assert taken() == list(range(7, 0, -1))
    assert room.post(f"/imports/{made.json()['id']}/undo").status_code == 200
    assert taken() == list(range(1, 8))


def test_the_elevation_shows_what_stands_where(room: Lab) -> None:
    put(room, room.two, 3, name="low")
    put(room, room.half, 10.5, name="high")
    put(room, room.one, None, name="somewhere")
    answer = room.get(f"/racks/{room.rack}/elevation")
    shown = answer.json()
    assert [d["name"] for d in shown["devices"]] == ["high", "low", "somewhere"]
    assert (shown["height"], shown["used"], shown["free"]) == (10, 2.5, 7.5)
    headers = {"If-None-Match": answer.headers["ETag"]}
    assert room.get(f"/racks/{room.rack}/elevation", headers=headers).status_code == 304
    assert room.get("/racks/999/elevation").status_code == 404


def test_the_drawing_is_sound_whatever_the_names(room: Lab) -> None:
    put(room, room.two, 3, name='<script>alert(1)</script> & "q" \u202e')
    put(room, room.one, None, name="x" * 120)
    room.patch(f"/racks/{room.rack}", {"name": "</svg>\"'"})
    answer = room.get(f"/racks/{room.rack}/elevation.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(answer.text)
    assert not drawing.findall(".//{*}script")
    numbers = [text.text for text in drawing.findall(".//{*}text")]
    assert {str(n) for n in range(1, 11)} <= set(numbers)
    assert room.get("/racks/999/elevation.svg").status_code == 404


def test_the_drawing_shows_all_statuses_leads_to_devices_and_cuts_long_names(room: Lab) -> None:
    ids = [
        put(room, room.half, 1 + n / 2, name=f"d{n}", status=status).json()["id"]
        for n, status in enumerate(DeviceStatus)
    ]
    ids.append(put(room, room.one, None, name="loose " + "WM" * 50).json()["id"])
    drawing = ElementTree.fromstring(room.get(f"/racks/{room.rack}/elevation.svg").text)
    links = {link.get("href") for link in drawing.findall(".//{*}a")}
    assert links == {f"/app/inventory/devices/{id}" for id in ids}
    texts = [text.text or "" for text in drawing.findall(".//{*}text")]
    assert {status.replace("_", " ") for status in DeviceStatus} <= set(texts)
    fills = [box.get("fill") for box in drawing.findall(".//{*}a/{*}rect")]
    assert len(set(fills)) == len(DeviceStatus)
    [cut] = [text for text in texts if text.startswith("loose")]
    assert cut.endswith("…")
    assert len(cut) < 35
