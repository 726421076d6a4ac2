"""Searching: as literal as a comparison of every text, on every way of writing a device."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import or_, select

from labwright_chassis.lists import contains
from labwright_inventory.devices.models import Device
from labwright_inventory.search import queries

Lab = Any

NAMES = [
    "ROADM-7",
    "roadm-77",
    "100% _a",
    "Çava É",
    "ßtraße",
    "İstanbul",
    "日本 7",
    "a'b\"c",
    "A!b",
]
ALPHABET = st.sampled_from(list("roadm-7 %_!ÉéçßsİiK日本aAbB'\"\\0\n"))


def found(lab: Lab, text: str) -> list[int]:
    answer = lab.get("/devices", params={"q": text, "limit": 500})
    assert answer.status_code == 200, answer.text
    assert answer.json()["count"] == len(answer.json()["results"])
    return sorted(device["id"] for device in answer.json()["results"])


def compared(lab: Lab, text: str) -> list[int]:
    """What comparing every text finds."""
    texts = (Device.name, Device.oi_id, Device.serial_number, Device.hostname, Device.model)
    wanted = or_(*(contains(column, text) for column in texts))
    statement = select(Device.id).where(Device.removed_at.is_(None), wanted)
    return sorted(lab.database.read(lambda session: session.scalars(statement).all()))


@pytest.mark.parametrize("few", [1000, 1])
def test_a_search_finds_what_a_comparison_of_every_text_finds(
    each_lab: Lab, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queries, "FEW", few)
    for number, name in enumerate(NAMES):
        each_lab.make_device(name=name, model=NAMES[-number - 1], oi_id=f"OI-{number}")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(ALPHABET, min_size=1, max_size=4) | st.sampled_from(NAMES))
    def check(text: str) -> None:
        assert found(each_lab, text) == compared(each_lab, text)

    check()


def test_every_way_of_writing_keeps_what_is_searched(each_lab: Lab) -> None:
    lab = each_lab
    device = lab.make_device(name="before", oi_id="OI-1")
    lab.patch(f"/devices/{device['id']}", {"name": "patched"})
    assert (found(lab, "before"), found(lab, "patched")) == ([], [device["id"]])
    made = lab.upload("oi_id,name\nOI-1,imported\n", dry_run=False).json()
    assert (found(lab, "patched"), found(lab, "imported")) == ([], [device["id"]])
    lab.post(f"/imports/{made['id']}/undo")
    assert found(lab, "imported") == []
    items = [{"id": device["id"], "changes": {"hostname": "bulk.example"}}]
    lab.patch("/devices/bulk", {"items": items})
    assert found(lab, "BULK.ex") == [device["id"]]
    lab.delete(f"/devices/{device['id']}")
    assert found(lab, "bulk") == []


def test_a_search_with_filters_counts_what_both_find(
    each_lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "FEW", 1)
    for number in range(4):
        each_lab.make_device(name=f"ROADM-{number}", status="spare" if number else "active")
    answer = each_lab.get("/devices?q=roadm&status=spare&limit=1").json()
    assert (answer["count"], len(answer["results"])) == (3, 1)
