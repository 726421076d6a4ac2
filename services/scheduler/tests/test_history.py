"""What became of a booking, for those whom it concerns."""

from .lab import KEEPER, at


def history(lab, booking, user=1, *rights):
    return lab.get(f"/bookings/{booking['id']}/history", user, *rights)


def test_each_change_says_who_when_what_and_why(any_lab):
    any_lab.device(1)
    booking = any_lab.book((1, at(9), at(10))).json()
    any_lab.post(f"/{booking['id']}/extend", json={"by": "PT1H"})
    any_lab.post(f"/{booking['id']}/cancel", 9, *KEEPER, json={"reason": "power cut"})
    steps = history(any_lab, booking).json()["results"]
    assert [(s["action"].rpartition(".")[2], s["actor"], s["reason"]) for s in steps] == [
        ("create", "user/1", ""),
        ("reshape", "user/1", ""),
        ("cancel", "user/9", "power cut"),
    ]
    made, longer, gone = (step["changes"][0] for step in steps)
    assert made["before"] is None
    assert longer["before"]["end"] != longer["after"]["end"]
    assert (gone["before"]["state"], gone["after"]["state"]) == ("CONFIRMED", "CANCELLED")


def test_it_is_for_those_who_take_part_and_for_keepers(lab):
    lab.device(1)
    lab.person(2, "bob")
    booking = lab.book((1, at(9), at(10)), collaborators=["bob"]).json()
    assert history(lab, booking, 2).status_code == 200
    assert history(lab, booking, 3).status_code == 403
    assert history(lab, booking, 9, *KEEPER).json()["count"] == 1
    assert history(lab, {"id": "0198b6c0-0000-7000-8000-000000000000"}).status_code == 404
    address = f"/api/v1/scheduler/bookings/{booking['id']}/history"
    assert lab.client.get(address).status_code == 401
