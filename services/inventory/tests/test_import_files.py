"""Workbooks and files that are none: what is read, and what is refused with which words."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from labwright_inventory.imports.rules import workbooks

Lab = Any


def workbook(*rows: Any, merge: str = "", **options: Any) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


@pytest.fixture
def stocked(lab: Lab) -> Lab:
    lab.make_type(name="ROADM")
    return lab


def test_a_workbook_is_imported(stocked: Lab) -> None:
    content = workbook(
        ["name", "device_type", "oi_id", "capacity", "schedulable", "model", "notes"],
        ["ROADM-7", "ROADM", 4711, 3, True, 1.5, "two\nlines"],
        [None, None, None],
        ["ROADM-8", "ROADM"],
    )
    answer = stocked.upload(content, dry_run=False)
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["rows"]
    assert (first["row"], second["row"]) == (2, 4)
    made = stocked.get(f"/devices/{first['device_id']}").json()
    shown = [made[name] for name in ("oi_id", "capacity", "schedulable", "model", "notes")]
    assert shown == ["4711", 3, True, "1.5", "two\nlines"]


def test_cells_that_are_no_text_are_named(stocked: Lab) -> None:
    content = workbook(
        ["name", "device_type", "oi_id", "model", "serial_number"],
        ["A", "ROADM", date(2026, 11, 21), "=1+1", 12345678901234567],
        ["B", "ROADM", None, "#N/A", None, "beyond"],
    )
    rows = stocked.upload(content).json()["rows"]
    found = [[(error["column"], error["code"]) for error in row["errors"]] for row in rows]
    assert found == [
        [("oi_id", "date"), ("model", "formula"), ("serial_number", "inexact")],
        [(None, "wrong_length")],
    ]


def test_merged_cells_are_refused(stocked: Lab) -> None:
    content = workbook(["name", "device_type"], ["A", "ROADM"], ["B", "ROADM"], merge="B2:B3")
    answer = stocked.upload(content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "merged_cells"
    assert "B2:B3" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 415),
        (b"%PDF-1.7 ...", 415),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415),
        (b"name\0device_type", 415),
        (b"<html><body>login</body></html>", 415),
        (zipped(word__document_xml=b"<w/>"), 415),
        (b"", 422),
        (b"PK\x03\x04", 422),
    ],
)
def test_another_kind_of_file_is_refused(lab: Lab, content: bytes, status: int) -> None:
    answer = lab.upload(content)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_workbook_cut_off_anywhere_is_refused(stocked: Lab) -> None:
    whole = workbook(["name", "device_type"], *([f"D{n}", "ROADM"] for n in range(50)))
    for end in range(4, len(whole), len(whole) // 20):
        assert stocked.upload(whole[:end]).status_code == 422


def test_a_damaged_workbook_never_breaks_the_service(stocked: Lab) -> None:
    whole = bytearray(workbook(["name", "device_type"], ["A", "ROADM"]))
    for place in range(30, len(whole), len(whole) // 60):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        assert stocked.upload(bytes(damaged)).status_code in (200, 415, 422)


def test_an_archive_that_grows_beyond_measure_is_refused(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_MAX_OTHER_BYTES", 1000)
    content = zipped(xl__workbook_xml=b"<w/>", xl__styles_xml=b"0" * 100_000)
    assert lab.upload(content).json()["errors"][0]["code"] == "too_large_unpacked"


def test_entities_in_a_workbook_are_refused(lab: Lab) -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    answer = lab.upload(zipped(xl__workbook_xml=bomb))
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "damaged")


def test_fifty_columns_too_many_are_named(lab: Lab) -> None:
    header = ",".join(["name", *(f"extra {n}" for n in range(50))])
    problem = lab.upload(f"{header}\nA\n").json()
    assert problem["errors"][0]["code"] == "unknown_column"
    assert "and 40 more" in problem["detail"]


def test_a_row_without_keys_is_about_the_keyless_device_of_its_name(stocked: Lab) -> None:
    keyless = stocked.make_device(name="A")
    stocked.make_device(name="B", oi_id="OI-B")
    report = stocked.upload("name,device_type,notes\na,ROADM,x\nB,ROADM,x\n,,x\n").json()
    assert [row["action"] for row in report["rows"]] == ["update", "error", "error"]
    assert report["rows"][0]["device_id"] == keyless["id"]
    assert [error["code"] for error in report["rows"][1]["errors"]] == ["taken"]


def test_a_file_is_kept_by_its_last_name(stocked: Lab) -> None:
    file = {"file": ("../../etc/C:\\x\\dev\x07ices.csv", b"name,device_type\nA,ROADM\n")}
    made = stocked.ask("POST", "/imports", params={"dry_run": False}, files=file).json()
    assert stocked.get(f"/imports/{made['id']}").json()["filename"].endswith("ices.csv")
    assert "/" not in stocked.get(f"/imports/{made['id']}").json()["filename"]
