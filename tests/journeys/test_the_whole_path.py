"""Sign in, own a device, book it, never twice."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.journeys.person import Person, at, eventually

CSV = "oi_id,name,device_type,status,tags\n"


def test_a_new_user_books_a_device_that_an_admin_has_added(admin, ann):
    device = admin.make_device(admin.make_type())
    answer = ann.book((device, at(9), at(11)))
    assert answer.status_code == 201, answer.text
    booking = answer.json()
    assert booking["status"] == "CONFIRMED"
    mine = ann.get("/api/v1/scheduler/bookings", params={"mine": True}).json()["results"]
    assert [b["id"] for b in mine] == [booking["id"]]


def test_several_devices_are_held_and_confirmed_together(admin, ann):
    kind = admin.make_type()
    slots = [(admin.make_device(kind), at(9), at(11)) for _ in range(3)]
    held = ann.book(*slots, hold=True).json()
    assert held["status"] == "HELD"
    confirmed = ann.post(f"/api/v1/scheduler/bookings/{held['id']}/confirm").json()
    assert confirmed["status"] == "CONFIRMED"
    assert len(confirmed["slots"]) == 3


def test_a_second_person_is_refused_with_the_overlap(admin, ann, bob):
    device = admin.make_device(admin.make_type())
    ann.book((device, at(9), at(11)))
    answer = bob.book((device, at(10), at(12)))
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/booking-refused"
    assert answer.json()["conflicts"][0]["device_id"] == device


def test_of_twenty_who_race_for_one_device_one_gets_it(admin, ann):
    device = admin.make_device(admin.make_type())
    with ThreadPoolExecutor(20) as racers:
        answers = list(racers.map(lambda _: ann.book((device, at(9), at(11))), range(20)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 19


def test_a_device_with_capacity_two_is_booked_twice(admin, ann, bob):
    device = admin.make_device(admin.make_type(), capacity=2)
    assert ann.book((device, at(9), at(11))).status_code == 201
    assert bob.book((device, at(10), at(12))).status_code == 201
    assert ann.book((device, at(10), at(11))).status_code == 409


def test_an_import_reaches_the_scheduler(admin):
    kind = f"Type {uuid4().hex[:8]}"
    admin.make_type(name=kind)
    mark = uuid4().hex[:6]
    rows = "".join(f"OI-{mark}-{n},ROADM-{mark}-{n},{kind},active,\n" for n in range(30))
    file = {"file": ("devices.csv", CSV + rows, "text/csv")}
    dry = admin.post("/api/v1/inventory/imports", params={"dry_run": True}, files=file)
    assert dry.json()["summary"]["create"] == 30, dry.text
    applied = admin.post("/api/v1/inventory/imports", params={"dry_run": False}, files=file)
    assert applied.status_code == 200, applied.text
    found = {"q": f"ROADM-{mark}"}
    eventually(lambda: admin.get("/api/v1/scheduler/devices", params=found).json()["count"] == 30)


def test_an_import_with_wrong_rows_writes_nothing(admin):
    kind = f"Type {uuid4().hex[:8]}"
    admin.make_type(name=kind)
    mark = uuid4().hex[:6]
    rows = "".join(
        f"OI-{mark}-{n},ROADM-{mark}-{n},{kind if n % 2 else 'nonsense'},active,\n"
        for n in range(10)
    )
    file = {"file": ("devices.csv", CSV + rows, "text/csv")}
    answer = admin.post("/api/v1/inventory/imports", params={"dry_run": False}, files=file)
    assert answer.status_code == 422
    found = admin.get("/api/v1/inventory/devices", params={"q": f"ROADM-{mark}"}).json()
    assert found["count"] == 0


def test_a_device_in_maintenance_cannot_be_booked(admin, ann):
    device = admin.make_device(admin.make_type())
    address = f"/api/v1/inventory/devices/{device}"
    assert admin.patch(address, json={"status": "in_maintenance"}).status_code == 200
    copy = f"/api/v1/scheduler/devices/{device}"
    eventually(lambda: ann.get(copy).json()["status"] == "in_maintenance")
    assert ann.book((device, at(9), at(11))).json()["conflicts"][0]["kind"] == "block"


def test_a_removed_device_leaves_the_scheduler_and_keeps_its_history(admin, ann):
    device = admin.make_device(admin.make_type())
    assert admin.delete(f"/api/v1/inventory/devices/{device}").status_code == 204
    eventually(lambda: ann.get(f"/api/v1/scheduler/devices/{device}").status_code == 404)
    assert ann.book((device, at(9), at(11))).status_code == 422
    history = admin.get(f"/api/v1/inventory/devices/{device}/history").json()
    assert history["count"] > 0


def test_a_collaborator_sees_what_a_stranger_does_not(admin, ann, bob, door):
    device = admin.make_device(admin.make_type())
    name = bob.get("/api/v1/auth/me").json()["username"]
    answer = eventually(
        lambda: _if_created(ann.book((device, at(9), at(11)), collaborators=[name]))
    )
    address = f"/api/v1/scheduler/bookings/{answer['id']}"
    assert bob.get(address).json()["title"] == "Experiment"
    assert bob.post(f"{address}/cancel").status_code == 403
    with Person(door) as stranger:
        stranger.sign_in(stranger.register())
        assert stranger.get(address).json()["title"] is None


def test_what_people_do_can_be_read_in_the_audit_log(admin, ann):
    device = admin.make_device(admin.make_type())
    booking = ann.book((device, at(9), at(11))).json()["id"]

    def told():
        entries = admin.get("/api/v1/auth/audit", params={"target": f"booking/{booking}"}).json()[
            "results"
        ]
        return [entry["action"] for entry in entries]

    assert eventually(told) == ["scheduler.booking.create"]


@pytest.mark.parametrize("path", ["/readyz", "/openapi.json", "/api/v1/status"])
def test_the_door_tells_about_itself_without_sign_in(anybody, path):
    assert anybody.get(path).status_code == 200


def test_public_operations_say_so_in_the_merged_document(anybody):
    paths = anybody.get("/openapi.json").json()["paths"]
    assert paths["/api/v1/auth/login"]["post"]["security"] == []
    assert paths["/api/v1/scheduler/bookings"]["post"]["security"]


def _if_created(answer):
    return answer.json() if answer.status_code == 201 else None
