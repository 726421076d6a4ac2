"""Bad input at the door: a clear problem with the right status, and nothing half done."""

import http.client
from urllib.parse import urlsplit

import pytest

from tests.journeys.person import at

BOOKINGS = "/api/v1/scheduler/bookings"


def problem(answer, status):
    """The problem body of an answer with that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


@pytest.fixture
def device(admin):
    """A device that can be booked."""
    return admin.make_device(admin.make_type())


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [
        (at(11), at(9), 422),
        (at(9), at(9), 422),
        ("2099-01-01T09:00:00", at(11), 422),
        (at(9).replace(":00+", ":30+"), at(11), 422),
        (at(9, days=-2), at(11, days=-2), 409),
        (at(0), at(0, days=34), 409),
        (at(0, days=369), at(1, days=369), 409),
    ],
    ids=["backwards", "empty", "no offset", "seconds", "past", "32 days", "367 days ahead"],
)
def test_times_that_cannot_be_booked(ann, device, start, end, status):
    problem(ann.book((device, start, end)), status)


def test_devices_that_cannot_be_booked(admin, ann, device):
    kind = admin.make_type()
    problem(ann.book((99_999_999, at(9), at(11))), 422)
    unbookable = admin.make_device(kind, schedulable=False)
    problem(ann.book((unbookable, at(9), at(11))), 409)
    spare = admin.make_device(kind, status="spare")
    problem(ann.book((spare, at(9), at(11))), 409)
    problem(ann.book((device, at(9), at(11)), (device, at(10), at(12))), 409)
    problem(ann.book(*[(device, at(9), at(11))] * 1001), 422)
    assert ann.get(BOOKINGS, params={"mine": True}).json()["count"] == 0


def test_a_fourth_hold(ann, device):
    for hour in range(3):
        assert ann.book((device, at(hour), at(hour + 1)), hold=True).status_code == 201
    body = problem(ann.book((device, at(9), at(11)), hold=True), 409)
    assert body["violations"][0]["rule"] == "max_open_holds"


def test_bodies_that_cannot_be_read(ann, device):
    json = {"Content-Type": "application/json"}
    problem(ann.post(BOOKINGS, content=b"{this is no json", headers=json), 422)
    problem(ann.post(BOOKINGS, content=b"\xff\xfe\x00", headers=json), 422)
    problem(ann.post(BOOKINGS, content=b" " * 10_000_000, headers=json), 413)
    problem(ann.book((device, at(9), at(11)), user_id=1), 422)
    problem(ann.get(BOOKINGS, params={"nonsense": 1}), 422)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/scheduler/../../../internal/identities",
        "/api/v1/scheduler/%2e%2e/inventory/devices",
        "/api/v1//scheduler/bookings",
        "/api/v1/scheduler/bookings%2f..",
        "/api/v1/scheduler;x=1/bookings",
        "/internal/identities",
        "/metrics",
        "/api/v1/nothing/here",
        "/api/v2/scheduler/bookings",
    ],
)
def test_paths_that_lead_nowhere(anybody, path):
    # A client library would tidy the path up before it is sent.
    address = urlsplit(str(anybody.base_url))
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status in (400, 404)
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_another_method_is_not_allowed(ann):
    problem(ann.put(BOOKINGS, json={}), 405)
