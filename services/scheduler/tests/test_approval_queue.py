"""The queue of requests, and deciding on many at once."""

import pytest
from sqlalchemy import event

from .lab import KEEPER, at, problem_of
from .test_approvals import asked, strict  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("strict")


@pytest.fixture
def queue(lab):
    """Three requests of three people."""
    for id in (1, 2):
        lab.device(id, site=id)
    return [
        asked(lab, (1, at(9), at(10)), user=1),
        asked(lab, (2, at(14), at(15)), user=2),
        asked(lab, (1, at(11, days=5), at(12, days=5)), user=3),
    ]


def waiting(lab, user=9, *rights, **params):
    answer = lab.get("/approvals", user, *(rights or KEEPER), **params)
    assert answer.status_code == 200, answer.text
    return [each["booking"]["owner"]["id"] for each in answer.json()["results"]]


def decide(lab, *items, user=9, **body):
    wanted = [{"booking_id": b["id"], "decision": d, "reason": "so"} for b, d in items]
    headers = lab.headers(user, *KEEPER)
    address = "/api/v1/scheduler/approvals/decide"
    return lab.client.post(address, headers=headers, json={"items": wanted, **body})


def test_the_longest_waiting_come_first(lab, queue):
    assert waiting(lab) == [1, 2, 3]
    assert waiting(lab, ordering="-start") == [3, 2, 1]


def test_the_queue_is_filtered_and_paged(lab, queue):
    assert waiting(lab, device_id=[1]) == [1, 3]
    assert waiting(lab, site_id=[2]) == [2]
    assert waiting(lab, owner_id=[2, 3]) == [2, 3]
    assert waiting(lab, start=at(0), end=at(12)) == [1]
    assert waiting(lab, status="CONFLICTING") == []
    assert waiting(lab, limit=1, offset=1) == [2]
    assert lab.get("/approvals", 9, *KEEPER, status="CONFIRMED").status_code == 422


def test_one_sees_what_one_may_decide_on(lab, queue):
    assert waiting(lab, 2) == [1, 3]
    assert lab.get("/approvals", 5).json()["count"] == 0
    site = lab.headers(9, *KEEPER, sites=[2])
    answer = lab.client.get("/api/v1/scheduler/approvals", headers=site).json()
    assert [each["booking"]["owner"]["id"] for each in answer["results"]] == [2]
    assert lab.client.get("/api/v1/scheduler/approvals").status_code == 401
    assert lab.get("/approvals", 9, "scheduler:booking:read").status_code == 403


def test_the_queue_is_polled_by_its_etag(lab, queue):
    address, headers = "/api/v1/scheduler/approvals", lab.headers(9, *KEEPER)
    seen = {"If-None-Match": lab.client.get(address, headers=headers).headers["etag"]}
    assert lab.client.get(address, headers=headers | seen).status_code == 304
    decide(lab, (queue[0], "approve"))
    assert lab.client.get(address, headers=headers | seen).status_code == 200


def test_many_are_decided_at_once(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    requests = [asked(any_lab, (id, at(9), at(10)), user=id) for id in (1, 2)]
    answer = decide(any_lab, (requests[0], "approve"), (requests[1], "reject")).json()
    assert (answer["decided"], answer["refused"]) == (2, 0)
    assert [r["booking"]["status"] for r in answer["results"]] == ["CONFIRMED", "REJECTED"]
    assert waiting(any_lab) == []


def test_one_that_may_not_hinders_all_of_them(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    requests = [asked(any_lab, (id, at(9), at(10)), user=id) for id in (1, 2)]
    any_lab.maintenance(1, 2, at(8), at(12))
    answer = decide(any_lab, *((each, "approve") for each in requests))
    assert answer.status_code == 409
    assert problem_of(answer)["errors"][0]["pointer"] == "/items/1"
    assert waiting(any_lab) == [1, 2]


def test_or_each_is_decided_for_itself_and_the_refused_are_told(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    requests = [asked(any_lab, (id, at(9), at(10)), user=id) for id in (1, 2)]
    any_lab.maintenance(1, 2, at(8), at(12))
    answer = decide(any_lab, *((each, "approve") for each in requests), mode="per_item").json()
    assert (answer["decided"], answer["refused"]) == (1, 1)
    assert answer["results"][1]["refused"]["conflicts"][0]["kind"] == "block"
    assert waiting(any_lab) == [2]


def test_twice_the_same_and_ones_own_and_unknown_are_refused_each(lab, queue):
    unknown = {"id": "0198b6c0-0000-7000-8000-000000000000"}
    items = [
        (queue[0], "approve"),
        (queue[0], "approve"),
        (queue[1], "approve"),
        (unknown, "reject"),
    ]
    answer = decide(lab, *items, user=2, mode="per_item").json()
    kinds = [each["refused"] and each["refused"]["type"] for each in answer["results"]]
    assert kinds == [
        None,
        "/problems/booking-over",
        "/problems/not-allowed",
        "/problems/not-found",
    ]


def test_two_requests_of_which_one_fits_are_decided_in_their_order(any_lab):
    any_lab.device(1, capacity=2)
    requests = [asked(any_lab, (1, at(9), at(10)), user=user) for user in (1, 2)]
    any_lab.device(1, version=2, capacity=1)
    items = [(requests[0], "reject"), (requests[1], "approve")]
    assert decide(any_lab, *items).json()["decided"] == 2


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        {"items": [{"booking_id": "x", "decision": "approve"}]},
        {"items": [{"booking_id": "0198b6c0-0000-7000-8000-000000000000", "decision": "reject"}]},
        {"items": [{"booking_id": "0198b6c0-0000-7000-8000-000000000000", "decision": "burn"}]},
        {"mode": "some", "items": []},
        {"nonsense": 1},
    ],
)
def test_what_is_no_decision_is_not_understood(lab, body):
    address = "/api/v1/scheduler/approvals/decide"
    assert lab.client.post(address, headers=lab.headers(9, *KEEPER), json=body).status_code == 422
    assert lab.client.post(address, json=body).status_code == 401


def test_the_queue_costs_the_same_whatever_its_length(lab):
    for id in range(1, 6):
        lab.device(id)
    counts = []
    for id in range(1, 6):
        asked(lab, (id, at(9), at(10)), user=id)
        seen = []
        listener = lambda *a, seen=seen: seen.append(a[2])  # noqa: E731
        event.listen(lab.database.engine, "before_cursor_execute", listener)
        waiting(lab)
        event.remove(lab.database.engine, "before_cursor_execute", listener)
        counts.append(len(seen))
    assert len(set(counts)) == 1
