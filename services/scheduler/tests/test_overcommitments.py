"""What was promised beyond what a device can bear: who sees it, and whom it hits."""

import pytest

from labwright_scheduler import permissions

from .lab import BOOKER, KEEPER, at, problem_of

SEES = (*BOOKER, permissions.OVERCOMMITMENT_READ)


def listed(lab, *rights, **params):
    answer = lab.get("/overcommitments", 9, *(rights or SEES), **params)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def causes(lab, **params):
    return [each["cause"] for each in listed(lab, **params)]


@pytest.fixture
def hit(lab):
    """A booking that maintenance hits on one device, another that lost its device altogether."""
    for id in (1, 2, 3):
        lab.device(id)
    lab.person(1, "ann", display_name="Ann Bell")
    lab.person(2, "bob")
    lab.book((1, at(9), at(11)))
    lab.book((1, at(15), at(16)), user=2)
    lab.book(
        (
            2,
            at(9),
            at(11),
        ),
        user=2,
    )
    lab.book((3, at(9), at(11)), user=2)
    lab.maintenance(7, 1, at(10), at(12))
    lab.device(2, version=2, status="retired")
    return lab


def test_an_overcommitment_says_why_and_whom_it_hits(hit):
    [first, second] = listed(hit, ordering="-start")
    assert (first["cause"], first["device_name"]) == ("maintenance 7", "DEVICE-1")
    assert second["cause"] == "device retired"
    [slot] = first["slots"]
    assert (slot["owner"]["display_name"], slot["title"]) == ("Ann Bell", None)
    assert slot["status"] == "CONFIRMED"
    assert listed(hit, *SEES, permissions.BOOKING_READ_ANY)[1]["slots"][0]["title"] == "Experiment"


def test_what_is_over_is_listed_as_resolved(hit):
    hit.maintenance(7, 1, at(10), at(12), version=2, state="cancelled")
    assert causes(hit, resolved=False) == ["device retired"]
    [over] = listed(hit, resolved=True)
    assert (over["cause"], over["resolved_at"] is None) == ("maintenance 7", False)


def test_overcommitments_are_filtered_by_device_time_and_cause(hit):
    assert causes(hit, device_id=2) == ["device retired"]
    assert causes(hit, cause="maintenance") == causes(hit, cause="maintenance 7")
    assert causes(hit, cause=["maintenance 7", "device"], limit=1) == ["device retired"]
    assert causes(hit, cause="main") == causes(hit, cause="maintenance_7") == []
    assert causes(hit, start=at(11), end=at(12)) == []
    assert causes(hit, end=at(9.5)) == ["device retired"]


def test_bookings_that_are_hit_are_a_filter_of_their_list(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    any_lab.book((1, at(9), at(11)))
    any_lab.book((1, at(15), at(16)))
    any_lab.book((2, at(9), at(11)))
    any_lab.maintenance(7, 1, at(10), at(12))
    found = any_lab.get("/bookings", overcommitted=True).json()
    assert (found["count"], len(found["results"])) == (1, 1)
    assert found["results"][0]["slots"][0]["overcommitted"] is True
    assert any_lab.get("/bookings").json()["count"] == 3


def test_a_window_that_moves_to_another_device_frees_the_one_it_was_on(lab):
    lab.device(1)
    lab.device(2)
    lab.book((1, at(9), at(11)))
    lab.maintenance(7, 1, at(9), at(12))
    assert causes(lab) == ["maintenance 7"]
    lab.maintenance(7, 2, at(9), at(12), version=2)
    assert causes(lab, resolved=False) == []


def test_parameters_that_cannot_be_understood_are_refused(lab):
    for wrong in ({"ordering": "cause"}, {"start": "now"}, {"resolved": "perhaps"}, {"state": 1}):
        assert problem_of(lab.get("/overcommitments", 9, *SEES, **wrong))["status"] == 422


def test_overcommitments_are_for_those_who_look_after_devices(lab):
    assert lab.client.get("/api/v1/scheduler/overcommitments").status_code == 401
    assert lab.get("/overcommitments", 1, *KEEPER).status_code == 403
