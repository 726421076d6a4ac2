"""Whom a maintenance would hit, and what could be had instead."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select, update

from labwright_chassis import clock
from labwright_chassis.tables import outbox
from labwright_scheduler import permissions
from labwright_scheduler.calendar.models import Slot

from .lab import BOOKER, at, problem_of

PATH = "/api/v1/scheduler/maintenance/preview"
PLANNER = (*BOOKER, permissions.MAINTENANCE_PREVIEW)


def ask(lab, user=9, rights=PLANNER, **body):
    wish = {"start": at(8), "end": at(18), **body}
    return lab.client.post(PATH, headers=lab.headers(user, *rights), json=wish)


def hits(lab, **body):
    """The hits by booking, each with device, overlap in hours, and first proposal."""
    answer = ask(lab, **body)
    assert answer.status_code == 200, answer.text
    day = datetime.fromisoformat(at(0))

    def told(hit):
        overlap = (hit["overlap_start"], hit["overlap_end"])
        hours = [(datetime.fromisoformat(m) - day) / timedelta(hours=1) for m in overlap]
        instead = [each["device_id"] for each in hit["equivalents"]]
        return hit["device_id"], *hours, instead

    return {b["id"]: [told(hit) for hit in b["hits"]] for b in answer.json()["bookings"]}


def test_a_preview_names_who_is_hit_by_how_much_and_what_is_free(any_lab):
    for id in (1, 2, 3):
        any_lab.device(id, site=3 if id < 3 else 4)
    any_lab.person(1, "ann", display_name="Ann Bell")
    hit = any_lab.book((1, at(16), at(20))).json()["id"]
    any_lab.book(
        (
            1,
            at(18),
            at(19),
        ),
        user=2,
    )
    any_lab.book((2, at(19), at(20)), user=2)
    assert hits(any_lab, device_ids=[1]) == {hit: [(1, 16, 18, [3])]}
    [told] = ask(any_lab, device_ids=[1]).json()["bookings"]
    assert (told["owner"]["display_name"], told["title"]) == ("Ann Bell", None)
    [equivalent] = told["hits"][0]["equivalents"]
    assert equivalent["reasons"] == ["same type", "at Site 4"]


def test_what_was_given_up_or_has_run_out_is_not_hit(lab):
    lab.device(1)
    given_up = lab.book((1, at(9), at(10))).json()["id"]
    lab.post(f"/{given_up}/cancel")
    held = lab.book((1, at(9), at(10)), hold=True).json()["id"]
    assert list(hits(lab, device_ids=[1])) == [held]
    lab.post(f"/{held}/cancel")
    assert hits(lab, device_ids=[1]) == {}


def test_of_a_running_slot_only_the_rest_is_wanted_elsewhere(lab):
    lab.device(1)
    lab.device(2)
    running = lab.book((1, at(9), at(11))).json()["id"]
    past = lab.book((2, at(3), at(4))).json()["id"]
    now = lab.read(clock.database_now)

    def shift(session):
        times = {
            1: (now - timedelta(hours=3), now + timedelta(hours=1)),
            2: (now - timedelta(hours=3), now - timedelta(hours=2)),
        }
        for device, (start, end) in times.items():
            session.execute(
                update(Slot).where(Slot.device_id == device).values(start_at=start, end_at=end)
            )

    lab.database.unit(shift)
    window = {"start": at(-48), "end": at(48)}
    found = hits(lab, device_ids=[1], **window)
    assert [hit[3] for hit in found[running]] == [[2]]
    assert past not in hits(lab, device_ids=[2], **window)


def test_a_filter_names_devices_and_they_do_not_stand_in_for_one_another(lab):
    for id in (1, 2):
        lab.device(id, site=3, tags=("row-1",))
    lab.device(3, site=3)
    first = lab.book((1, at(9), at(10)), (2, at(9), at(10))).json()["id"]
    found = hits(lab, filter={"tag": ["row-1"]})
    assert found == {first: [(1, 9, 10, [3]), (2, 9, 10, [])]}


def test_a_preview_writes_nothing(lab):
    lab.device(1)
    lab.book((1, at(9), at(10)))
    before = lab.read(lambda s: s.scalar(select(func.count()).select_from(outbox)))
    hits(lab, device_ids=[1])
    assert lab.read(lambda s: s.scalar(select(func.count()).select_from(outbox))) == before
    assert lab.book((1, at(11), at(12))).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"device_ids": [1, 77]}, "/device_ids/1"),
        ({"device_ids": [0]}, "/device_ids/0"),
        ({"device_ids": []}, "/device_ids"),
        ({}, "/"),
        ({"device_ids": [1], "filter": {}}, "/"),
        ({"device_ids": [1], "start": at(19)}, "/"),
        ({"device_ids": [1], "end": at(0, days=400)}, "/"),
        ({"filter": {"colour": "red"}}, "/filter/colour"),
        ({"device_ids": [1], "force": True}, "/force"),
    ],
)
def test_a_preview_that_cannot_be_understood_is_refused(lab, wrong, pointer):
    lab.device(1)
    answer = ask(lab, **wrong)
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"] == pointer


def test_too_much_at_once_is_refused_rather_than_cut(lab, monkeypatch):
    lab.device(1)
    lab.book((1, at(9), at(10)), (1, at(11), at(12)))
    monkeypatch.setattr("labwright_scheduler.maintenance.preview.MOST_HITS", 1)
    assert problem_of(ask(lab, device_ids=[1]))["errors"][0]["code"] == "too_many"
    monkeypatch.setattr("labwright_scheduler.maintenance.preview.MOST_DEVICES", 0)
    assert problem_of(ask(lab, filter={}))["errors"][0]["pointer"] == "/filter"


def test_previews_are_for_those_who_plan(lab):
    assert lab.client.post(PATH, json={}).status_code == 401
    assert ask(lab, rights=BOOKER, device_ids=[1]).status_code == 403


def test_a_preview_costs_the_same_whatever_it_hits(lab):
    for id in range(1, 31):
        lab.device(id)
        lab.book((id, at(9), at(10)), user=id)
    seen = []
    event.listen(lab.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))

    def statements(ids):
        seen.clear()
        assert len(hits(lab, device_ids=ids)) == len(ids)
        return len(seen)

    assert statements([1, 2]) == statements(list(range(1, 26)))
