"""Somebody's coming bookings are found without the past ones, whatever became of them."""

from sqlalchemy import func, select, update

from labwright_scheduler.bookings.models import Booking
from labwright_scheduler.calendar.models import Slot
from labwright_scheduler.policies import service as policies
from labwright_scheduler.policies.rules import Judgement

from .lab import KEEPER, at


def mine(lab, start, **params):
    """Titles of my bookings that end after this."""
    found = lab.get("/bookings", mine=True, start=start, **params).json()["results"]
    return sorted(booking["title"] for booking in found)


def noted_too_early(lab):
    """Bookings with a slot that ends after what is noted."""
    late = select(Booking.title).join(Slot).group_by(Booking.id, Booking.title, Booking.ends_at)
    late = late.having(func.max(Slot.end_at) > Booking.ends_at)
    return lab.read(lambda session: list(session.scalars(late)))


def test_whatever_is_done_to_a_booking_it_is_found_until_its_end(any_lab):
    any_lab.device(1)
    any_lab.device(2)
    uid = any_lab.book((1, at(9), at(10)), title="first").json()["id"]
    any_lab.book((2, at(9), at(10)), title="second", hold=True)
    assert mine(any_lab, at(9.5)) == ["first", "second"]
    assert mine(any_lab, at(10)) == []
    any_lab.post(f"/{uid}/extend", json={"by": "PT2H"})
    assert mine(any_lab, at(11)) == ["first"]
    any_lab.post(f"/{uid}/move", json={"by": "P1D"})
    assert mine(any_lab, at(30)) == ["first"]
    any_lab.post(f"/{uid}/rebook", json={"by": "P7D"})
    assert mine(any_lab, at(40)) == ["first"]
    assert noted_too_early(any_lab) == []


def test_growth_that_waits_for_approval_is_found_too(lab, monkeypatch):
    lab.device(1)
    uid = lab.book((1, at(9), at(10)), title="first").json()["id"]
    asking = Judgement(needs_approval=True, reasons=["long bookings"])
    monkeypatch.setattr(policies, "judge", lambda session, request, devices: asking)
    lab.post(f"/{uid}/extend", json={"by": "PT2H"})
    assert mine(lab, at(11)) == ["first"]
    lab.post(f"/{uid}/approve", 9, *KEEPER, json={})
    assert (mine(lab, at(11)), noted_too_early(lab)) == (["first"], [])


def test_a_booking_whose_end_nobody_noted_is_found(lab):
    lab.device(1)
    lab.book((1, at(9), at(10)), title="first")
    lab.database.unit(lambda session: session.execute(update(Booking).values(ends_at=None)))
    assert mine(lab, at(9.5)) == ["first"]


def test_a_short_page_counts_itself(lab):
    lab.device(1)
    for hour in range(3):
        lab.book((1, at(hour), at(hour + 1)))
    for limit, offset, shown in ((2, 0, 2), (2, 2, 1), (3, 0, 3), (50, 0, 3), (50, 7, 0)):
        page = lab.get("/bookings", limit=limit, offset=offset).json()
        assert (page["count"], len(page["results"])) == (3, shown)
