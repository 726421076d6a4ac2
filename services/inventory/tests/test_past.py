"""A device as it was at a past instant."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labwright_chassis import clock
from labwright_inventory.history.rules import replay

Lab = Any


def at(lab: Lab, device: int, moment: datetime) -> Any:
    return lab.get(f"/devices/{device}", params={"at": moment.isoformat()})


def test_a_device_is_shown_as_it_was(each_lab: Lab) -> None:
    lab = each_lab
    cork = lab.make("sites", name="Cork")
    lab.make("tags", name="otdr")
    device = lab.make_device(name="A", site_id=cork["id"], tags=["otdr"])["id"]
    then = clock.now()
    lab.patch(f"/sites/{cork['id']}", {"name": "Cork City"})
    lab.patch(f"/devices/{device}", {"name": "B", "site_id": None, "tags": [], "notes": "n"})
    past = at(lab, device, then).json()
    assert past["fields"]["name"] == "A"
    assert past["fields"]["site"] == {"id": cork["id"], "name": "Cork"}
    assert (past["fields"]["tags"], past["fields"]["notes"]) == (["otdr"], None)
    assert (past["id"], past["removed_at"]) == (device, None)
    assert datetime.fromisoformat(past["as_of"]) == then
    now = at(lab, device, clock.now()).json()
    assert (now["fields"]["name"], now["fields"]["tags"]) == ("B", [])


def test_before_its_registration_there_was_no_device(lab: Lab) -> None:
    before = clock.now()
    device = lab.make_device()["id"]
    assert at(lab, device, before).status_code == 404
    assert at(lab, 999, clock.now()).status_code == 404
    assert at(lab, device, clock.now()).status_code == 200


def test_a_removed_device_is_shown_as_removed(lab: Lab) -> None:
    device = lab.make_device(name="A")["id"]
    then = clock.now()
    lab.delete(f"/devices/{device}")
    assert at(lab, device, then).json()["removed_at"] is None
    gone = at(lab, device, clock.now()).json()
    assert gone["removed_at"] is not None
    assert gone["fields"]["name"] == "A"


def test_a_tag_that_was_renamed_and_taken_is_gone(each_lab: Lab) -> None:
    tag = each_lab.make("tags", name="old")["id"]
    device = each_lab.make_device(tags=["old"])["id"]
    moments = [clock.now()]
    for change in ({"name": "new"}, None):
        if change:
            each_lab.patch(f"/tags/{tag}", change)
        else:
            each_lab.delete(f"/tags/{tag}")
        moments.append(clock.now())
    shown = [at(each_lab, device, moment).json()["fields"]["tags"] for moment in moments]
    assert shown == [["old"], ["new"], []]


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_an_instant_must_be_one(lab: Lab, moment: str) -> None:
    device = lab.make_device()["id"]
    assert lab.get(f"/devices/{device}", params={"at": moment}).status_code == 422


def test_the_past_is_for_those_who_may_see_the_history(lab: Lab) -> None:
    device = lab.make_device()["id"]
    params = {"at": clock.now().isoformat()}
    mine = ("inventory:device:read",)
    assert lab.get(f"/devices/{device}", params=params, permissions=mine).status_code == 403


def test_the_far_future_is_as_now(lab: Lab) -> None:
    device = lab.make_device()["id"]
    assert at(lab, device, datetime(9000, 1, 1, tzinfo=UTC)).status_code == 200
    assert at(lab, device, clock.now() - timedelta(days=9000)).status_code == 404


FIELDS = ("name", "status", "notes")
TAGS = st.frozensets(st.sampled_from("abcd"), max_size=4)
STATES = st.lists(
    st.tuples(st.fixed_dictionaries({f: st.none() | st.text(max_size=3) for f in FIELDS}), TAGS),
    min_size=1,
    max_size=8,
)


@given(STATES)
def test_replaying_changes_gives_what_was_there(states: list[tuple[dict[str, Any], Any]]) -> None:
    entries: list[tuple[str, Any, Any]] = []
    fields: dict[str, Any] = dict.fromkeys(FIELDS)
    tags: frozenset[str] = frozenset()
    for wanted, wanted_tags in states:
        entries += [(f, fields[f], wanted[f]) for f in FIELDS if fields[f] != wanted[f]]
        entries += [("tags", tag, None) for tag in tags - wanted_tags]
        entries += [("tags", None, tag) for tag in wanted_tags - tags]
        fields, tags = wanted, wanted_tags
        told = replay(entries)
        assert {f: told.get(f) for f in FIELDS} == fields
        assert set(told.get("tags", [])) == tags


PATCHES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["A", "B", "C"]),
            "status": st.sampled_from(["active", "spare", "retired"]),
            "notes": st.none() | st.sampled_from(["n", "m"]),
            "capacity": st.none() | st.integers(1, 3),
            "tags": st.lists(st.sampled_from(["a", "b", "c"]), unique=True),
        },
    ),
    max_size=5,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(PATCHES)
def test_random_changes_are_recalled(lab: Lab, patches: list[dict[str, Any]]) -> None:
    for tag in ("a", "b", "c"):
        lab.post("/tags", {"name": tag})
    device = lab.make_device(name="A")["id"]
    path = f"/devices/{device}"
    seen = [(clock.now(), lab.get(path).json())]
    for patch in patches:
        assert lab.patch(path, patch).status_code == 200
        seen.append((clock.now(), lab.get(path).json()))
    for moment, shown in seen:
        fields = at(lab, device, moment).json()["fields"]
        for name in ("name", "status", "notes", "capacity", "tags", "schedulable"):
            assert fields[name] == shown[name]
    lab.delete(path)
