"""Within a version, contracts only grow: compared with the last release's schemas."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.contracts.compatibility import Schema, breaks
from tests.contracts.golden import CONTRACTS, schema

RELEASED = sorted(path.stem for path in (CONTRACTS / "released").glob("*.json"))
DEVICE = "inventory.device.changed.v1"


def released(name: str) -> Schema:
    found: Schema = json.loads((CONTRACTS / f"released/{name}.json").read_text("utf-8"))
    return found


def changed(change: Callable[[Schema], Any]) -> list[str]:
    """What is found when the device's schema is changed so."""
    new = deepcopy(schema(DEVICE))
    change(new)
    return breaks(schema(DEVICE), new)


@pytest.mark.parametrize("name", RELEASED)
def test_a_contract_still_fits_its_last_release(name: str):
    assert breaks(released(name), schema(name)) == []


def test_a_new_optional_field_may_come():
    assert changed(lambda s: s["properties"].update(shelf={"type": "string", "default": ""})) == []


def test_a_new_value_of_an_open_enumeration_may_come():
    assert changed(lambda s: s["$defs"]["DeviceStatus"]["x-known-values"].append("on_loan")) == []


def test_other_words_break_nothing():
    assert changed(lambda s: s.update(description="Said better", title="Another")) == []


def test_a_removed_field_is_seen():
    assert changed(lambda s: s["properties"].pop("name")) == ["/name was removed"]


def test_a_removed_field_of_a_part_is_seen():
    found = changed(lambda s: s["$defs"]["SiteRef"]["properties"].pop("time_zone"))
    assert found == ["/site/time_zone was removed"]


def test_another_type_is_seen():
    (found,) = changed(lambda s: s["properties"]["capacity"].update(type="string"))
    assert found.startswith("/capacity changed from")


def test_another_format_is_seen():
    change = changed(lambda s: s["properties"]["removed_at"]["anyOf"][0].update(format="date"))
    assert len(change) == 1


def test_a_field_that_can_no_longer_be_null_is_seen():
    assert changed(lambda s: s["properties"]["model"]["anyOf"].pop()) == [
        "/model had 2 alternatives and has 1"
    ]


def test_another_type_in_a_list_is_seen():
    assert len(changed(lambda s: s["properties"]["tags"]["items"].update(type="integer"))) == 1


def test_a_new_required_field_is_seen():
    def add(new: Schema) -> None:
        new["properties"]["shelf"] = {"type": "string"}
        new["required"].append("shelf")

    assert changed(add) == ["/shelf became required"]


def test_a_field_that_may_be_missing_from_now_on_is_seen():
    assert changed(lambda s: s["required"].remove("status")) == ["/status became optional"]


def test_a_value_that_is_gone_is_seen():
    found = changed(lambda s: s["$defs"]["DeviceStatus"]["x-known-values"].remove("spare"))
    assert found == ["/status no longer knows the value spare"]


def test_a_contract_that_is_gone_is_seen():
    current = {path.stem for path in (CONTRACTS / "schemas").glob("*.json")}
    assert set(RELEASED) <= current
