"""Which other devices would do as well, and are free then."""

from datetime import datetime

import pytest
from sqlalchemy import event

from labwright_chassis import clock
from labwright_contracts.inventory import DeviceTypeRef
from labwright_scheduler.alternatives.service import find_equivalents, find_for_each
from labwright_scheduler.calendar.rules import Interval

from .lab import at


def time(start, end):
    return Interval(datetime.fromisoformat(at(start)), datetime.fromisoformat(at(end)))


MORNING = time(9, 11)


def found(lab, *ids, interval=MORNING):
    """Ids and reasons of what is proposed for each."""

    def look(session):
        return find_equivalents(session, ids, interval, now=clock.database_now(session))

    return {
        id: [(each.device.id, list(each.reasons)) for each in proposed]
        for id, proposed in lab.read(look).items()
    }


def ids(proposed):
    return [id for id, _ in proposed]


def test_of_the_same_type_the_same_site_comes_first_then_tags(any_lab):
    any_lab.device(1, site=3, tags=("c-band", "otdr"), model="A")
    any_lab.device(2, site=4, tags=("c-band", "otdr"), model="A")
    any_lab.device(3, site=3, tags=("c-band",), model="B")
    any_lab.device(4, site=3, tags=("C-Band", "OTDR"), model="B")
    any_lab.device(5, site=3, type=DeviceTypeRef(id=2, name="OLT", category="OPTICAL"))
    assert found(any_lab, 1)[1] == [
        (4, ["same type", "same site", "all tags"]),
        (3, ["same type", "same site", "1 of 2 tags"]),
        (2, ["same type", "same model", "at Site 4", "all tags"]),
    ]


@pytest.mark.parametrize(
    "fields",
    [{"status": "spare"}, {"schedulable": False}, {"removed_at": at(0, days=-1)}],
)
def test_what_cannot_be_booked_is_not_proposed(lab, fields):
    lab.device(1)
    lab.device(2, **fields)
    assert found(lab, 1) == {1: []}


def test_what_is_taken_or_blocked_then_is_not_proposed(any_lab):
    for id in range(1, 6):
        any_lab.device(id)
    any_lab.book((2, at(10), at(12)))
    any_lab.maintenance(1, 3, at(8), at(10))
    any_lab.book((4, at(7), at(9)), (4, at(11), at(12)))
    assert ids(found(any_lab, 1)[1]) == [4, 5]


def test_a_device_that_bears_more_is_free_while_it_does(lab):
    lab.device(1)
    lab.device(2, capacity=2)
    lab.book((2, at(9), at(10)))
    assert ids(found(lab, 1)[1]) == [2]
    lab.book((2, at(9), at(10)), user=2)
    assert found(lab, 1) == {1: []}


def test_devices_that_are_asked_about_do_not_stand_in_for_one_another(lab):
    for id in (1, 2, 3):
        lab.device(id)
    assert ids(found(lab, 1, 2)[1]) == [3]
    assert found(lab, 1, 2)[2] == []


def test_the_first_proposals_can_be_had_together(lab):
    for id in range(1, 5):
        lab.device(id)
    proposed = found(lab, 1, 2)
    assert (ids(proposed[1]), ids(proposed[2])) == ([3, 4], [4])

    def one_after_the_other(session):
        wanted = [(1, time(9, 10)), (1, time(10, 11))]
        now = clock.database_now(session)
        return [
            ids_of[0].device.id for ids_of in find_for_each(session, wanted, besides={1}, now=now)
        ]

    assert lab.read(one_after_the_other) == [2, 2]


def test_a_removed_device_has_equivalents_too(lab):
    lab.device(1, removed_at=at(0, days=-1))
    lab.device(2)
    assert ids(found(lab, 1)[1]) == [2]


def test_asking_for_many_costs_as_many_statements_as_for_one(lab):
    for id in range(1, 31):
        lab.device(id)
    seen = []
    event.listen(lab.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    begin_now_wanted_candidates_slots_blocks = 6
    for asked in ((1,), tuple(range(1, 15))):
        seen.clear()
        found(lab, *asked)
        assert len(seen) == begin_now_wanted_candidates_slots_blocks
