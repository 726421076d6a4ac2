"""Rules over HTTP: made, read, changed from a version, ended, remembered."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from labwright_chassis.tables import outbox
from labwright_scheduler import permissions
from labwright_scheduler.bookings.models import Booking

from .lab import BOOKER, at, problem_of

RULES = "/api/v1/scheduler/rules"
ADMIN = (*BOOKER, permissions.RULE_READ, permissions.RULE_WRITE)
READER = (*BOOKER, permissions.RULE_READ)
SHORT = {"kind": "duration", "longest": "PT2H"}


def ask(lab, method, path="", tag=None, rights=ADMIN, **options):
    """A request of an admin, with the version that he has seen."""
    headers = lab.headers(9, *rights) | ({"If-Match": tag} if tag else {})
    return lab.client.request(method, f"{RULES}{path}", headers=headers, **options)


def make(lab, terms=SHORT, **fields):
    """A rule by an admin; the answer."""
    return ask(lab, "POST", json={"name": "A rule", "terms": terms, **fields})


def test_a_rule_is_made_read_changed_and_ended(any_lab):
    made = make(any_lab)
    assert (made.status_code, made.headers["ETag"]) == (201, '"v1"')
    path = made.headers["Location"].removeprefix(RULES)
    assert ask(any_lab, "GET", path).json()["terms"] == SHORT | {"shortest": None}
    changed = ask(any_lab, "PATCH", path, '"v1"', json={"terms": SHORT | {"longest": "PT3H"}})
    assert (changed.json()["version"], changed.json()["name"]) == (2, "A rule")
    assert ask(any_lab, "DELETE", path, '"v2"').status_code == 204
    assert ask(any_lab, "GET", path).status_code == 404
    assert ask(any_lab, "GET").json()["count"] == 0


def test_what_a_rule_was_is_remembered_after_its_end(any_lab):
    path = f"/{make(any_lab).json()['id']}"
    ask(any_lab, "PATCH", path, '"v1"', json={"enabled": False})
    ask(any_lab, "DELETE", path, '"v2"')
    versions = ask(any_lab, "GET", f"{path}/history").json()["results"]
    assert [(v["version"], v["removed"], v["rule"]["enabled"]) for v in versions] == [
        (3, True, False),
        (2, False, False),
        (1, False, True),
    ]
    assert {v["changed_by"] for v in versions} == {9}
    assert ask(any_lab, "GET", "/987/history").status_code == 404


def test_two_admins_do_not_overwrite_each_other(any_lab):
    path = f"/{make(any_lab).json()['id']}"
    assert ask(any_lab, "PATCH", path, '"v1"', json={"name": "One"}).status_code == 200
    assert ask(any_lab, "PATCH", path, '"v1"', json={"name": "Two"}).status_code == 412
    assert ask(any_lab, "PATCH", path, json={"name": "Two"}).status_code == 428
    assert ask(any_lab, "DELETE", path).status_code == 428
    assert ask(any_lab, "DELETE", path, '"v1"').status_code == 412


def test_a_change_that_changes_nothing_keeps_the_version(lab):
    path = f"/{make(lab).json()['id']}"
    assert ask(lab, "PATCH", path, '"v1"', json={"name": "A rule"}).json()["version"] == 1
    assert ask(lab, "GET", f"{path}/history").json()["count"] == 1


def test_rules_are_for_admins_to_make_and_for_all_to_read(lab):
    make(lab)
    assert lab.client.get(RULES).status_code == 401
    assert ask(lab, "GET", rights=READER).json()["count"] == 1
    assert ask(lab, "GET", rights=BOOKER).status_code == 403
    for method, path in (("POST", ""), ("POST", "/dry-run"), ("PATCH", "/1"), ("DELETE", "/1")):
        assert ask(lab, method, path, '"v1"', READER, json={}).status_code == 403
    assert ask(lab, "GET", "/987").status_code == 404
    assert ask(lab, "PATCH", "/987", '"v1"', json={}).status_code == 404


def test_a_change_of_a_rule_is_audited_with_before_and_after(lab):
    path = f"/{make(lab).json()['id']}"
    ask(lab, "PATCH", path, '"v1"', json={"name": "Another"})
    told = lab.read(lambda s: list(s.scalars(select(outbox.c.payload).order_by(outbox.c.id))))
    entry = next(e for e in told if e["action"] == "scheduler.rule.update")
    assert (entry["before"]["name"], entry["after"]["name"]) == ("A rule", "Another")


def test_rules_are_found_by_kind_text_and_whether_they_are_enabled(lab):
    make(lab, name="Short ones")
    make(lab, {"kind": "approval"}, name="Ask", enabled=False)
    for params, names in (
        ({"kind": "approval"}, ["Ask"]),
        ({"q": "SHORT"}, ["Short ones"]),
        ({"enabled": True}, ["Short ones"]),
        ({"ordering": "-name"}, ["Short ones", "Ask"]),
    ):
        found = ask(lab, "GET", params=params).json()["results"]
        assert [rule["name"] for rule in found] == names
    assert ask(lab, "GET", params={"colour": "red"}).status_code == 422


WHOLE_WEEK = [{"days": ["mon"], "opens": "08:00", "closes": "18:00"}]


@pytest.mark.parametrize(
    "terms",
    [
        {"kind": "colour"},
        {"longest": "PT2H"},
        {"kind": "duration"},
        {"kind": "duration", "shortest": "PT4H", "longest": "PT2H"},
        {"kind": "duration", "longest": 7200},
        {"kind": "duration", "longest": "PT90S"},
        {"kind": "duration", "longest": "P32D"},
        {"kind": "duration", "longest": "PT2H", "colour": "red"},
        {"kind": "lead_time", "at_least": "-PT2H"},
        {"kind": "lead_time", "at_least": "PT0S"},
        {"kind": "bookable_hours", "weekly": []},
        {"kind": "bookable_hours", "weekly": [WHOLE_WEEK[0] | {"opens": "19:00"}]},
        {"kind": "bookable_hours", "weekly": [WHOLE_WEEK[0] | {"closes": "24:30"}]},
        {"kind": "bookable_hours", "weekly": [WHOLE_WEEK[0] | {"days": ["someday"]}]},
        {"kind": "bookable_hours", "weekly": WHOLE_WEEK, "time_zone": "Mars/Olympus"},
        {"kind": "max_devices", "at_most": 0},
        {"kind": "max_devices", "at_most": "3"},
        {"kind": "required_role", "any_of": []},
        {"kind": "required_role", "any_of": ["Wizard"]},
        {"kind": "required_qualification", "all_of": ["No Such Tag!"]},
        {"kind": "auto_approve", "load_below": 101},
        {"kind": "season", "first_day": "2026-06-30", "last_day": "2026-06-01", "project_ids": [7]},
        {"kind": "season", "first_day": 20600, "last_day": "2026-06-01", "project_ids": [7]},
        {"kind": "season", "first_day": "2026-06-01", "last_day": "2026-06-30", "project_ids": [8]},
        {"kind": "check_in", "grace": "-PT5M"},
    ],
)
def test_terms_that_cannot_hold_are_refused(lab, terms):
    lab.group(7, 1)
    answer = make(lab, terms)
    assert answer.status_code == 422, answer.text
    assert problem_of(answer)["errors"]
    assert ask(lab, "GET").json()["count"] == 0


@pytest.mark.parametrize(
    ("field", "part", "value"),
    [
        ("target", "device_ids", 99),
        ("target", "type_ids", 99),
        ("target", "site_ids", 99),
        ("target", "tags", "c-band"),
        ("target", "user_ids", 99),
        ("target", "roles", "Wizard"),
        ("target", "group_ids", 99),
        ("target", "project_ids", 8),
        ("unless", "roles", "Wizard"),
        ("unless", "user_ids", 99),
    ],
)
def test_a_rule_names_only_what_is_there(lab, field, part, value):
    lab.device(1, site=3, tags=("l-band",))
    lab.group(8, 1, kind="team")
    answer = make(lab, **{field: {part: [value]}})
    assert answer.status_code == 422
    assert problem_of(answer)["errors"][0]["pointer"] == f"/{field}/{part}"


def test_a_rule_may_name_everything_that_is_there(any_lab):
    any_lab.device(1, site=3, tags=("C-Band",))
    any_lab.person(1, "ann", roles=("Guide",))
    any_lab.group(7, 1)
    target = {
        "device_ids": [1],
        "type_ids": [1],
        "site_ids": [3],
        "tags": ["c-band"],
        "user_ids": [1],
        "roles": ["Guide", "Viewer"],
        "group_ids": [7],
        "project_ids": [7],
    }
    assert make(any_lab, target=target).json()["target"] == target


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "\x00"},
        {"enabled": "yes"},
        {"valid_from": "2026-06-01T00:00:00"},
        {"valid_from": "2026-06-02T00:00:00Z", "valid_until": "2026-06-01T00:00:00Z"},
        {"target": {"colour": "red"}},
        {"target": {"device_ids": ["1"]}},
        {"colour": "red"},
        {"terms": {"kind": "check_in"}, "target": {"roles": ["User"]}},
    ],
)
def test_a_rule_that_cannot_be_understood_is_refused(lab, fields):
    answer = ask(lab, "POST", json={"name": "A rule", "terms": SHORT, **fields})
    assert answer.status_code == 422


def test_a_change_that_contradicts_the_rest_is_refused(lab):
    path = f"/{make(lab, valid_from=at(0)).json()['id']}"
    answer = ask(lab, "PATCH", path, '"v1"', json={"valid_until": at(-1)})
    assert problem_of(answer)["errors"][0]["code"] == "contradiction"
    assert ask(lab, "GET", path).json()["version"] == 1


def test_a_dry_run_says_what_a_draft_would_have_refused(any_lab):
    any_lab.device(1)
    for day, hours in ((1, 1), (2, 3), (3, 4)):
        any_lab.book((1, at(9, days=day), at(9 + hours, days=day)))
    answer = ask(any_lab, "POST", "/dry-run", json={"rule": {"name": "Draft", "terms": SHORT}})
    assert answer.json()["words"] == "would have refused 2 of 3 bookings"
    assert [b["violations"][0]["actual"] for b in answer.json()["bookings"]] == ["PT4H", "PT3H"]
    assert ask(any_lab, "GET").json()["count"] == 0


@pytest.mark.parametrize(
    ("terms", "refused"),
    [
        ({"kind": "max_devices", "at_most": 1}, 1),
        ({"kind": "weekly_hours", "at_most": "PT3H"}, 1),
        ({"kind": "buffer", "gap": "PT30M"}, 1),
        ({"kind": "required_role", "any_of": ["Admin"]}, 3),
        ({"kind": "approval"}, 0),
    ],
)
def test_a_dry_run_counts_what_was_used_before_each_booking(lab, terms, refused):
    for id in (1, 2):
        lab.device(id)
    lab.book((1, at(9), at(11)))
    lab.book((2, at(10), at(12)))
    lab.book((1, at(11), at(11.5)), user=2)
    found = ask(lab, "POST", "/dry-run", json={"rule": {"name": "D", "terms": terms}}).json()
    assert (found["refused"], found["to_approval"]) == (refused, 0 if refused else 3)


def test_a_dry_run_refuses_a_draft_that_names_what_is_not_there(lab):
    rule = {"name": "Draft", "terms": SHORT, "target": {"device_ids": [99]}}
    assert ask(lab, "POST", "/dry-run", json={"rule": rule}).status_code == 422
    assert ask(lab, "POST", "/dry-run", json={"rule": rule, "days": 0}).status_code == 422


def test_a_dry_run_looks_no_further_back_than_asked(lab):
    lab.device(1)
    lab.book((1, at(9), at(13)))
    then = datetime.now(UTC) - timedelta(days=40)
    lab.database.unit(lambda s: s.execute(update(Booking).values(created_at=then)))
    rule = {"name": "Draft", "terms": SHORT}
    assert ask(lab, "POST", "/dry-run", json={"rule": rule}).json()["judged"] == 0
    assert ask(lab, "POST", "/dry-run", json={"rule": rule, "days": 60}).json()["judged"] == 1
