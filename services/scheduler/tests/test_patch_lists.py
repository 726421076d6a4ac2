"""Pasted names: exact, corrected, one of some, or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labwright_scheduler.patch_lists.rules import Directory, Outcome, by_device, resolved

from .lab import BOOKER, problem_of

NAMES = [(7, "ROADM-7"), (17, "ROADM-17"), (8, "ROADM 8"), (70, "EDFA-70"), (71, "EDFA-70")]
PORTS = {7: [(1, "LINE-1"), (2, "LINE-2")], 17: [(3, "LINE-1")]}
DIRECTORY = Directory(NAMES)
RESOLVE = "/api/v1/scheduler/patch-lists/resolve"


def meaning(text):
    line = resolved(text, by_device(text, DIRECTORY), PORTS)
    return line.outcome, [(found.device_id, found.port_id) for found in line.candidates]


@pytest.mark.parametrize(
    ("text", "outcome", "found"),
    [
        ("ROADM-7", "exact", [(7, None)]),
        ("roadm-7", "exact", [(7, None)]),
        ("ROADM-7:LINE-2", "exact", [(7, 2)]),
        ("ROADM 8", "exact", [(8, None)]),
        ("ROADM-7 / line-1", "exact", [(7, 1)]),
        ("ROADM7", "corrected", [(7, None)]),
        ("RODM-7", "corrected", [(7, None)]),
        ("ROADM-7:LINE1", "corrected", [(7, 1)]),
        ("EDFA-70", "ambiguous", [(70, None), (71, None)]),
        ("ROADM-7 LINE-9", "ambiguous", [(7, 1), (7, 2)]),
        ("OSCILLOSCOPE", "unknown", []),
    ],
)
def test_a_line_means_a_device_or_a_port(text, outcome, found):
    assert meaning(text) == (outcome, found)


def test_a_number_is_never_corrected():
    outcome, candidates = meaning("ROADM-71")
    assert outcome == Outcome.AMBIGUOUS
    assert (7, None) in candidates


@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_out_somehow(text):
    outcome, candidates = meaning(text)
    assert (outcome in (Outcome.EXACT, Outcome.CORRECTED)) == (len(candidates) == 1) or (
        outcome == Outcome.AMBIGUOUS
    )


@given(st.sampled_from(NAMES[:3]), st.sampled_from(["{}", "  {}", "{}\t", "{} "]))
def test_a_name_as_it_is_is_exact(device, form):
    assert meaning(" ".join(form.format(device[1]).split()))[0] == Outcome.EXACT


def test_pasted_text_is_resolved_line_by_line(any_lab):
    ports = [{"id": 5, "name": "LINE-1", "kind": "line"}, {"id": 6, "name": "ADD", "kind": "line"}]
    any_lab.device(1, name="ROADM-1", ports=ports)
    any_lab.device(2, name="ROADM-2", ports=[{"id": 9, "name": "LINE-1", "kind": "line"}])
    text = "ROADM-1\n\nrodm-2\nROADM-2:LINE-1\nADD\nLINE-1\nnothing of ours\n"
    answer = any_lab.client.post(RESOLVE, headers=any_lab.headers(), json={"text": text})
    assert answer.status_code == 200, answer.text
    found = {line["line"]: line for line in answer.json()["lines"]}
    assert {n: line["outcome"] for n, line in found.items()} == {
        1: "exact", 3: "corrected", 4: "exact", 5: "exact", 6: "ambiguous", 7: "unknown",
    }  # fmt: skip
    assert [c["port_id"] for c in found[5]["candidates"]] == [6]
    assert [c["device_id"] for c in found[6]["candidates"]] == [1, 2]
    assert [answer.json()[each] for each in ("exact", "corrected", "ambiguous", "unknown")] == [
        3, 1, 1, 1,
    ]  # fmt: skip


def test_too_much_at_once_is_refused(lab):
    for text in ("x\n" * 501, "x" * 301, "", "x" * 100_001):
        refused = lab.client.post(RESOLVE, headers=lab.headers(), json={"text": text})
        assert problem_of(refused)["errors"][0]["pointer"] == "/text"
    assert lab.client.post(RESOLVE, json={"text": "x"}).status_code == 401
    rights = tuple(each for each in BOOKER if not each.endswith("device:read"))
    denied = lab.client.post(RESOLVE, headers=lab.headers(1, *rights), json={"text": "x"})
    assert denied.status_code == 403
