"""What the engine says: whom a rule is about, which of two decides, and how dear it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from labwright_scheduler.calendar.rules import Interval
from labwright_scheduler.policies import service
from labwright_scheduler.policies.rules import Request

from .lab import at
from .test_rules import ask, make


def soon(hours, days=1):
    """An instant of a coming day."""
    return datetime.fromisoformat(at(hours, days=days))


def judged(lab, *wanted, owner=1, **about):
    """What the rules say of devices over times `(device, start, end)`, in hours of tomorrow."""
    times = {}
    for id, start, end in wanted:
        times.setdefault(id, []).append(Interval(soon(start), soon(end)))
    request = Request(owner_id=owner, wanted=times, now=datetime.now(UTC), **about)
    return lab.read(lambda session: service.judge(session, request, {}))


def broken(lab, *wanted, **about):
    """Names of the rules that are broken."""
    return [violation.rule for violation in judged(lab, *wanted, **about).violations]


def test_every_broken_rule_is_told_at_once_with_limit_actual_and_what_would_pass(lab):
    lab.device(1)
    make(lab, name="Short")
    make(lab, {"kind": "lead_time", "at_least": "P3D"}, name="Early")
    make(lab, {"kind": "required_role", "any_of": ["Admin"]}, name="Admins")
    found = judged(lab, (1, 9, 12)).violations
    assert [v.rule for v in found] == ["longest_duration", "lead_time", "required_role"]
    assert (found[0].name, found[0].limit, found[0].actual) == ("Short", "PT2H", "PT3H")
    assert found[0].nearest_passing == {"start": soon(9), "end": soon(11)}
    assert (found[0].device_id, found[0].start, found[0].end) == (1, soon(9), soon(12))


@pytest.mark.parametrize(
    ("target", "counts"),
    [
        ({}, True),
        ({"device_ids": [1]}, True),
        ({"device_ids": [2]}, False),
        ({"type_ids": [1], "site_ids": [3]}, True),
        ({"type_ids": [1], "site_ids": [4]}, False),
        ({"tags": ["C-band"]}, True),
        ({"tags": ["c-band", "old"]}, False),
        ({"user_ids": [1]}, True),
        ({"user_ids": [2]}, False),
        ({"roles": ["user"]}, True),
        ({"roles": ["Admin"]}, False),
        ({"group_ids": [5, 6]}, True),
        ({"group_ids": [6]}, False),
        ({"project_ids": [7]}, True),
        ({"project_ids": [8]}, False),
        ({"device_ids": [1], "user_ids": [2]}, False),
    ],
)
def test_a_rule_is_about_what_its_target_names(lab, target, counts):
    lab.device(1, site=3, tags=("C-Band",))
    lab.device(2, site=4, tags=("old",))
    lab.person(1, "ann", roles=("User",))
    lab.person(2, "bob")
    lab.group(5, 1, kind="team")
    lab.group(6, 11, kind="team")
    lab.group(7, 1)
    lab.group(8, 1)
    assert make(lab, target=target).status_code == 201
    assert bool(broken(lab, (1, 9, 12), project_id=7)) is counts


def test_whoever_is_named_as_exempt_is_spared(lab):
    lab.device(1)
    lab.group(7, 1)
    make(lab, unless={"group_ids": [7], "roles": ["Admin"]})
    assert not broken(lab, (1, 9, 12))
    assert not broken(lab, (1, 9, 12), owner=2, roles=frozenset({"Admin"}))
    assert broken(lab, (1, 9, 12), owner=2)


def test_a_rule_judges_what_overlaps_its_validity_and_only_while_it_is_enabled(lab):
    lab.device(1)
    rule = make(lab, valid_from=at(12), valid_until=at(18)).json()["id"]
    assert [broken(lab, (1, start, start + 3)) != [] for start in (9, 10, 17, 18)] == [
        False,
        True,
        True,
        False,
    ]
    assert ask(lab, "PATCH", f"/{rule}", '"v1"', json={"enabled": False}).status_code == 200
    assert not broken(lab, (1, 10, 13))


def test_roles_come_from_the_token_before_the_copy(lab):
    lab.device(1)
    lab.person(1, "ann", roles=("Viewer",))
    make(lab, {"kind": "required_role", "any_of": ["User"]})
    assert broken(lab, (1, 9, 10)) == ["required_role"]
    assert not broken(lab, (1, 9, 10), roles=frozenset({"User"}))


def test_a_qualification_holds_to_the_end_of_the_slot(lab):
    lab.device(1)
    make(lab, {"kind": "required_qualification", "all_of": ["laser"]})
    assert broken(lab, (1, 9, 10)) == ["required_qualification"]
    lab.qualification(4, 1, "laser", valid_until=at(11))
    assert not broken(lab, (1, 9, 11))
    [violation] = judged(lab, (1, 10, 12)).violations
    assert (violation.rule, violation.nearest_passing["end"]) == ("qualification_ends", soon(11))
    lab.qualification(4, 1, "laser", version=2, removed_at=at(0))
    assert broken(lab, (1, 9, 10)) == ["required_qualification"]


def test_of_extensions_at_the_same_moment_no_more_pass_than_a_person_may_have(any_lab):
    for id in range(1, 9):
        any_lab.device(id)
    uids = [any_lab.book((id, at(9), at(10))).json()["id"] for id in range(1, 9)]
    make(any_lab, {"kind": "weekly_hours", "at_most": "PT9H"})
    with ThreadPoolExecutor(8) as racers:
        answers = racers.map(
            lambda uid: any_lab.post(f"/{uid}/extend", json={"by": "PT1H"}).status_code, uids
        )
    assert sorted(answers) == [200] + [409] * 7


def test_what_a_person_has_already_counts_and_a_lapsed_hold_does_not(any_lab):
    for id in (1, 2):
        any_lab.device(id)
    make(any_lab, {"kind": "max_devices", "at_most": 1})
    make(any_lab, {"kind": "weekly_hours", "at_most": "PT3H"})
    slot = any_lab.book((2, at(9), at(11)), hold=True).json()["slots"][0]
    assert broken(any_lab, (1, 10, 12)) == ["max_devices", "weekly_hours"]
    assert not broken(any_lab, (1, 10, 12), owner=2)
    assert not broken(any_lab, (2, 9, 12), besides=frozenset({slot["id"]}))
    late = any_lab.read(lambda session: _judged_later(session, soon(10), soon(12)))
    assert not late.violations


def _judged_later(session, start, end):
    later = datetime.now(UTC) + timedelta(hours=1)
    request = Request(owner_id=1, wanted={1: [Interval(start, end)]}, now=later)
    return service.judge(session, request, {})


def test_a_buffer_keeps_a_distance_to_others_and_not_to_the_same_booking(any_lab):
    any_lab.device(1)
    make(any_lab, {"kind": "buffer", "gap": "PT30M"})
    any_lab.book((1, at(9), at(10)), user=2)
    [violation] = judged(any_lab, (1, 10.25, 11)).violations
    assert (violation.rule, violation.actual) == ("buffer", "PT15M")
    assert violation.nearest_passing["start"] == soon(10.5)
    assert not broken(any_lab, (1, 10.5, 11))
    assert not broken(any_lab, (1, 10, 11), booking_ids=frozenset({1}))


APPROVE, SPARE = {"kind": "approval"}, {"kind": "auto_approve"}


@pytest.mark.parametrize(
    ("rules", "asked"),
    [
        ([], False),
        ([(APPROVE, {})], True),
        ([(APPROVE, {}), (SPARE, {})], True),
        ([(APPROVE, {}), (SPARE, {"user_ids": [1]})], False),
        ([(APPROVE, {"device_ids": [1]}), (SPARE, {"roles": ["User"]})], True),
        ([(APPROVE, {"type_ids": [1]}), (SPARE, {"device_ids": [1]})], False),
        ([(APPROVE | {"longer_than": "PT2H"}, {})], False),
        ([(APPROVE | {"longer_than": "PT30M"}, {})], True),
        ([(APPROVE | {"more_devices_than": 1}, {})], False),
        ([(APPROVE, {}), (SPARE | {"up_to": "PT30M"}, {"user_ids": [1]})], True),
        ([(APPROVE, {}), (SPARE | {"load_below": 50}, {"user_ids": [1]})], False),
        ([(APPROVE, {}), (SPARE | {"load_below": 1}, {"user_ids": [1]})], True),
    ],
)
def test_of_approval_and_its_opposite_the_narrower_decides(lab, rules, asked):
    lab.device(1)
    lab.person(1, "ann", roles=("User",))
    lab.book((1, at(20), at(23)), user=2)
    for terms, target in rules:
        assert make(lab, terms, name="Ask first", target=target).status_code == 201
    judgement = judged(lab, (1, 9, 10))
    assert judgement.needs_approval is asked
    assert list(judgement.reasons) == (["Ask first"] if asked else [])


def test_in_a_season_some_projects_come_first_and_others_are_limited(lab):
    lab.device(1)
    lab.group(7, 1)
    days = {"first_day": at(0)[:10], "last_day": at(0, days=2)[:10], "project_ids": [7]}
    limits = {"others_longest": "PT1H", "others_need_approval": True}
    make(lab, {"kind": "season", "priority": 20, **days, **limits})
    assert broken(lab, (1, 9, 11)) == ["season_duration"]
    assert judged(lab, (1, 9, 10)).needs_approval
    assert not judged(lab, (1, 9, 11), project_id=7).needs_approval
    assert not broken(lab, (1, 9, 11), project_id=7)
    assert not broken(lab, (1, 80, 82))
    assert [_priority(lab, hours, 7) for hours in (9, 80)] == [20, 0]


def _priority(lab, hours, project):
    time = Interval(soon(hours), soon(hours + 1))
    request = Request(1, {1: [time]}, datetime.now(UTC), project_id=project)
    return lab.read(lambda session: service.priority_of(session, request))


def test_who_takes_a_booking_over_is_judged_as_a_person_and_not_by_its_times(lab):
    lab.device(1)
    make(lab)
    make(lab, {"kind": "required_role", "any_of": ["Admin"]})
    assert broken(lab, (1, 9, 12), handed_over=True) == ["required_role"]


def test_a_hold_that_was_asked_for_in_time_is_in_time(lab):
    lab.device(1)
    make(lab, {"kind": "lead_time", "at_least": "P2D"})
    before = datetime.now(UTC) - timedelta(days=2)
    assert broken(lab, (1, 9, 12)) == ["lead_time"]
    assert not broken(lab, (1, 9, 12), asked_at=before)


def test_hours_are_those_of_the_site_else_of_the_lab(lab):
    lab.device(1)
    every = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    weekly = [{"days": every, "opens": "08:00", "closes": "12:00"}]
    make(lab, {"kind": "bookable_hours", "weekly": weekly})
    assert not broken(lab, (1, 8, 12))
    assert broken(lab, (1, 13, 14)) == ["bookable_hours"]
    ask(lab, "PATCH", "/1", '"v1"', json={"terms": _in_tokyo(weekly)})
    assert not broken(lab, (1, -1, 3))
    assert broken(lab, (1, 8, 12)) == ["bookable_hours"]


def _in_tokyo(weekly):
    return {"kind": "bookable_hours", "weekly": weekly, "time_zone": "Asia/Tokyo"}


def test_an_approver_decides_within_his_limits(lab):
    for id in (1, 2):
        lab.device(id)
    limits = {"kind": "approver_limit", "longest": "PT2H", "most_hours": "PT3H", "most_devices": 1}
    make(lab, limits, target={"roles": ["Approver"], "device_ids": [1]})
    approver = frozenset({"Approver"})
    assert not _refused(lab, approver, (1, 9, 11))
    assert not _refused(lab, frozenset({"Admin"}), (1, 9, 18))
    assert _refused(lab, approver, (1, 9, 12)) == ["approver_longest"]
    assert _refused(lab, approver, (1, 9, 11), (1, 12, 14)) == ["approver_hours"]
    assert _refused(lab, approver, (2, 9, 10)) == ["approver_target"]
    assert _refused(lab, approver, (1, 9, 10), (2, 9, 10)) == [
        "approver_devices",
        "approver_target",
    ]
    make(lab, {"kind": "approver_limit"}, target={"roles": ["Approver"], "device_ids": [2]})
    assert not _refused(lab, approver, (2, 9, 10))


def _refused(lab, roles, *wanted):
    times = {}
    for id, start, end in wanted:
        times.setdefault(id, []).append(Interval(soon(start), soon(end)))
    request = Request(1, times, datetime.now(UTC))
    found = lab.read(
        lambda session: service.may_not_approve(session, request, approver_id=4, roles=roles)
    )
    return [violation.rule for violation in found]


def test_check_in_is_asked_for_by_the_narrowest_rule_else_as_the_lab_has_set(lab):
    for id in (1, 2, 3):
        lab.device(id, site=id)
    make(lab, {"kind": "check_in"}, target={"site_ids": [1, 2]})
    make(lab, {"kind": "check_in", "grace": "PT5M"}, target={"device_ids": [2]})
    found = lab.read(lambda s: service.check_in_within(s, [1, 2, 3], now=datetime.now(UTC)))
    assert {id: window.grace for id, window in found.items()} == {
        1: timedelta(minutes=30),
        2: timedelta(minutes=5),
    }


def statements_of(lab, look):
    """How many statements a look takes."""
    told = []

    def note(conn, cursor, statement, *rest):
        told.append(statement)

    event.listen(lab.database.engine, "before_cursor_execute", note)
    try:
        look()
    finally:
        event.remove(lab.database.engine, "before_cursor_execute", note)
    return len([text for text in told if text.startswith("SELECT")])


def test_a_judgement_takes_as_many_statements_for_many_rules_and_slots_as_for_few(lab):
    for id in range(1, 21):
        lab.device(id)
    few = [(1, 9, 10)]
    many = [(id, 9 + n, 9.5 + n) for id in range(1, 21) for n in range(20)]
    assert statements_of(lab, lambda: judged(lab, *many)) == 1
    kinds = (
        {"kind": "max_devices", "at_most": 1},
        {"kind": "weekly_hours", "at_most": "PT1H"},
        {"kind": "buffer", "gap": "PT30M"},
        {"kind": "auto_approve", "load_below": 50},
        {"kind": "required_role", "any_of": ["Admin"]},
    )
    counts = set()
    for _ in range(3):
        for terms in kinds:
            make(lab, terms)
        counts |= {statements_of(lab, lambda w=w: judged(lab, *w)) for w in (few, many)}
    assert counts == {8}


def test_a_judgement_of_many_slots_by_many_rules_is_quick(lab):
    for id in range(1, 11):
        lab.device(id)
    for _ in range(10):
        make(lab)
        make(lab, {"kind": "max_devices", "at_most": 500})
        make(lab, {"kind": "weekly_hours", "at_most": "P300D"})
        make(lab, {"kind": "buffer", "gap": "PT30M"})
    started = datetime.now(UTC)
    judged(lab, *((id, 9 + n, 9.5 + n) for id in range(1, 11) for n in range(100)))
    assert datetime.now(UTC) - started < timedelta(seconds=10)
