"""Exporting devices: all columns, no formulas, and read back without a change."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labwright_inventory.imports.rules import xml_cells
from labwright_inventory.imports.rules.columns import COLUMNS

Lab = Any

NASTY = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+353 1 234",
    "-",
    "@SUM(A1)",
    "'=x",
    "'",
    "'quoted'",
    "''=",
    "#N/A",
    "1e5",
    "007",
    "TRUE",
    'a "b", c; d',
    "_x0041_",
    "ü😀 ＝1",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NOTES = ["two\nlines", "a\r\nb", "tab\tin", "\x1cseparator", "=1\n=2", "x" * 10_000]


@pytest.fixture
def nasty(each_lab: Lab) -> Lab:
    """Devices of which nothing is as a spreadsheet would like it."""
    site = each_lab.make("sites", name="=Cork;Dublin")["id"]
    maker = each_lab.make("manufacturers", name="-Maker")["id"]
    for tag in ("=tag", "ß", "z"):
        each_lab.make("tags", name=tag)
    rack = each_lab.make("racks", name="=Rack", site_id=site, height=42)["id"]
    kind = each_lab.make_type(name='Type "A", big')["id"]
    for number, text in enumerate([*NASTY, *NOTES]):
        short = text if len(text) < 100 and text.isprintable() else f"plain {number}"
        keys = {"oi_id": f"{short}"} if number % 3 == 0 else {}
        keys |= {"serial_number": f"S{number}"} if number % 3 == 1 else {}
        each_lab.make_device(
            name=short,
            device_type_id=kind,
            manufacturer_id=maker,
            site_id=site if number % 2 else None,
            rack_id=rack if number % 2 else None,
            u_position=number if number % 4 == 1 else None,
            attributes={"=a": [number, 1.5, None, short]} if number % 3 else None,
            model=short,
            polatis_name=short,
            notes=text,
            tags=["z", "=tag", "ß"][: number % 4],
            capacity=number or None,
            schedulable=(None, True, False)[number % 3],
            mgmt_ip="2001:DB8::1",
            status="spare",
            **keys,
        )
    return each_lab


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_imported_without_a_change(nasty: Lab, kind: str) -> None:
    exported = nasty.get(f"/devices/export?format={kind}")
    assert exported.status_code == 200
    assert f".{kind}" in exported.headers["content-disposition"]
    report = nasty.upload(exported.content).json()
    changed = [row for row in report["rows"] if row["action"] != "unchanged"]
    assert changed == []
    assert report["summary"]["unchanged"] == len(NASTY) + len(NOTES)


def test_no_cell_of_an_export_is_a_formula(nasty: Lab) -> None:
    text = nasty.get("/devices/export").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(COLUMNS)
    assert {cell[:1] for row in rows for cell in row} & set("=+-@\t\r") == set()
    content = nasty.get("/devices/export?format=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}
    assert all(
        cell.value is None for row in sheet.iter_rows() for cell in row if cell.data_type == "n"
    )


def test_an_export_has_what_its_filters_find(lab: Lab) -> None:
    for name, status in (("b", "spare"), ("A", "spare"), ("c", "active")):
        lab.make_device(name=name, status=status)
    found = lab.get("/devices/export?status=spare&ordering=-name").text.splitlines()
    assert [line.split(",")[1] for line in found[1:]] == ["b", "A"]
    for refused in ("format=pdf", "limit=5", "colour=red", "ordering=notes", "status=broken"):
        assert lab.get(f"/devices/export?{refused}").status_code == 422


def test_an_export_takes_two_statements_for_five_hundred_devices(each_lab: Lab) -> None:
    for _ in range(30):
        each_lab.make_device()
    with each_lab.statements() as seen:
        each_lab.get("/devices/export")
    assert len([s for s in seen if s.startswith("SELECT")]) == 3, "ids, rows, tags"


@given(TEXTS)
def test_a_workbook_holds_any_text(text: str) -> None:
    assert xml_cells.xml_plain(xml_cells.xml_safe(text)) == text
