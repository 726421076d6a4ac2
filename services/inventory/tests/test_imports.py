"""Importing devices from a CSV file: tried first, applied as a whole or not at all."""

import csv
import io
import json
from importlib import resources
from typing import Any

import pytest

from labwright_chassis import tables
from labwright_contracts.audit import AuditRecorded

Lab = Any


@pytest.fixture
def stocked(each_lab: Lab) -> Lab:
    """A catalog of one type, one manufacturer, two sites and two tags."""
    each_lab.make_type(name="ROADM")
    each_lab.make("manufacturers", name="Ciena")
    for site in ("Cork", "Dublin"):
        each_lab.make("sites", name=site)
    for tag in ("c-band", "otdr"):
        each_lab.make("tags", name=tag)
    each_lab.forget_events()
    return each_lab


def apply(lab: Lab, text: str | bytes) -> Any:
    answer = lab.upload(text, dry_run=False)
    assert answer.status_code == 200, answer.text
    return answer.json()


def actions(report: Any) -> list[str]:
    return [row["action"] for row in report["rows"]]


def errors(report: Any) -> list[list[tuple[str | None, str]]]:
    return [[(e["column"], e["code"]) for e in row["errors"]] for row in report["rows"]]


def device(lab: Lab, id: int) -> Any:
    return lab.get(f"/devices/{id}").json()


def table_of(rows: int) -> str:
    """A file of so many new devices."""
    lines = [
        f"OI-{n},ROADM-{n},ROADM,Ciena,S-{n},Cork,10.0.{n // 250}.{n % 250},c-band;otdr,note {n}"
        for n in range(rows)
    ]
    header = "oi_id,name,device_type,manufacturer,serial_number,site,mgmt_ip,tags,notes"
    return "\n".join([header, *lines])


def test_a_dry_run_is_the_default_and_writes_nothing(stocked: Lab) -> None:
    before = {table.name: stocked.rows(table) for table in (tables.outbox,)}
    answer = stocked.upload("name,device_type,oi_id,tags\nROADM-7,roadm,OI-7,c-band")
    report = answer.json()
    assert answer.status_code == 200
    assert report["dry_run"] is True
    assert report["summary"] == {"create": 1, "update": 0, "unchanged": 0, "error": 0}
    (row,) = report["rows"]
    assert (row["row"], row["action"], row["device_id"], row["key"]) == (2, "create", None, "OI-7")
    assert row["changes"] == {
        "name": [None, "ROADM-7"],
        "device_type": [None, "ROADM"],
        "oi_id": [None, "OI-7"],
        "tags": [None, ["c-band"]],
        "status": [None, "active"],
    }
    assert stocked.get("/devices").json()["count"] == 0
    assert {table.name: stocked.rows(table) for table in (tables.outbox,)} == before


def test_new_devices_are_written_with_history_audit_and_events(stocked: Lab) -> None:
    report = apply(
        stocked,
        "oi_id,name,device_type,manufacturer,model,serial_number,status,site,hostname,mgmt_ip,"
        "polatis_name,capacity,schedulable,tags,notes\n"
        "OI-7,ROADM-7,ROADM,ciena,6500,S-7,spare,Cork,r7.lab.example,10.0.0.7,p7,3,no,"
        'otdr; c-band,"two\nlines"\n',
    )
    made = device(stocked, report["rows"][0]["device_id"])
    expected = {
        "oi_id": "OI-7",
        "name": "ROADM-7",
        "model": "6500",
        "serial_number": "S-7",
        "status": "spare",
        "hostname": "r7.lab.example",
        "mgmt_ip": "10.0.0.7",
        "polatis_name": "p7",
        "capacity": 3,
        "schedulable": False,
        "tags": ["c-band", "otdr"],
        "notes": "two\nlines",
        "version": 1,
    }
    assert {name: made[name] for name in expected} == expected
    assert (made["site"]["name"], made["manufacturer"]["name"]) == ("Cork", "Ciena")
    history = stocked.history(made["id"])
    assert len(history) == 15 + 1, "each column, and each of two tags"
    assert {(e["action"], e["note"]) for e in history} == {("import", "import of devices.csv")}
    (event,) = stocked.events()
    assert (event.aggregate_id, event.version) == (str(made["id"]), 1)
    (audit,) = stocked.events("audit.recorded")
    entry = AuditRecorded.model_validate(audit.payload)
    assert (entry.action, entry.target) == ("inventory.device.create", f"device/{made['id']}")


def test_the_same_file_again_changes_nothing(stocked: Lab) -> None:
    apply(stocked, table_of(3))
    stocked.forget_events()
    report = apply(stocked, table_of(3))
    assert actions(report) == ["unchanged"] * 3
    assert stocked.events("") == []


def test_a_device_is_found_by_oi_id_or_else_by_serial_number(stocked: Lab) -> None:
    one, two = stocked.make_device(oi_id="OI-1"), stocked.make_device(serial_number="S-2")
    report = apply(stocked, "oi_id,serial_number,notes\noi-1,,a\n,s-2,b\n")
    assert [row["device_id"] for row in report["rows"]] == [one["id"], two["id"]]
    assert actions(report) == ["update", "update"]
    assert device(stocked, one["id"])["notes"] == "a"
    assert device(stocked, two["id"])["version"] == 2


def test_a_device_known_by_its_serial_number_is_given_its_oi_id(stocked: Lab) -> None:
    known = stocked.make_device(serial_number="S-1")
    report = apply(stocked, "oi_id,serial_number\nOI-1,S-1\n")
    assert report["rows"][0]["changes"] == {"oi_id": [None, "OI-1"]}
    assert device(stocked, known["id"])["oi_id"] == "OI-1"
    other = stocked.upload("oi_id,serial_number\nOI-2,S-1\n").json()
    assert errors(other) == [[("serial_number", "taken")]]


def test_an_absent_column_is_untouched_and_an_empty_cell_clears(stocked: Lab) -> None:
    known = stocked.make_device(
        name="A",
        oi_id="OI-1",
        serial_number="S-1",
        status="spare",
        model="M",
        notes="n",
        capacity=2,
    )
    text = "oi_id,serial_number,status,model,capacity,tags\nOI-1,,,,,\n"
    report = apply(stocked, text)
    assert report["rows"][0]["changes"] == {"model": ["M", None], "capacity": [2, None]}
    now = device(stocked, known["id"])
    assert (now["name"], now["notes"], now["model"], now["capacity"]) == ("A", "n", None, None)
    assert (now["serial_number"], now["status"]) == ("S-1", "spare")


def test_an_update_tells_old_and_new(stocked: Lab) -> None:
    site = stocked.get("/sites?q=Cork").json()["results"][0]["id"]
    known = stocked.make_device(oi_id="OI-1", site_id=site, tags=["otdr"])
    apply(stocked, "oi_id,site,tags,status\nOI-1,Dublin,c-band,retired\n")
    told = {(e["field"], str(e["old"]), str(e["new"])) for e in stocked.history(known["id"])}
    assert ("tags", "otdr", "None") in told
    assert ("tags", "None", "c-band") in told
    assert ("status", "active", "retired") in told
    moved = next(e for e in stocked.history(known["id"], action="import") if e["field"] == "site")
    assert (moved["old"]["name"], moved["new"]["name"]) == ("Cork", "Dublin")
    assert device(stocked, known["id"])["tags"] == ["c-band"]
    assert len(stocked.events()) == 2


def test_devices_of_the_file_may_swap_names(stocked: Lab) -> None:
    one = stocked.make_device(name="A", oi_id="OI-1", serial_number="S-1")
    two = stocked.make_device(name="B", oi_id="OI-2", serial_number="S-2")
    apply(stocked, "oi_id,name\nOI-1,B\nOI-2,A\n")
    assert [device(stocked, d["id"])["name"] for d in (one, two)] == ["B", "A"]


def test_each_error_names_its_column_and_reason(stocked: Lab) -> None:
    stocked.make_device(name="Taken", oi_id="OI-T", serial_number="S-T")
    report = stocked.upload(
        "oi_id,name,device_type,manufacturer,serial_number,status,site,mgmt_ip,capacity,"
        "schedulable,tags\n"
        "OI-1,,ROADM,Nobody,,broken,Mars,10.0.0.300,0,perhaps,no such;otdr\n"
        "OI-2,B,,,,,,,ten,,\n"
        "OI-3,C,Toaster,,,,,,,,\n"
        "OI-4,taken,ROADM,,,,,,,,\n"
        "OI-5,D,ROADM,,s-t,,,,,,\n"
        "OI-6,E,ROADM\n"
        ",,,,S-9,,,,,,\n"
    ).json()
    assert errors(report) == [
        [
            ("name", "required"),
            ("status", "invalid"),
            ("mgmt_ip", "value_error"),
            ("capacity", "greater_than_equal"),
            ("schedulable", "invalid"),
            ("manufacturer", "unknown"),
            ("site", "unknown"),
            ("tags", "unknown"),
        ],
        [("device_type", "required"), ("capacity", "invalid")],
        [("device_type", "unknown")],
        [("name", "taken")],
        [("serial_number", "taken")],
        [(None, "wrong_length")],
        [("name", "required"), ("device_type", "required")],
    ]
    assert "Toaster" in report["rows"][2]["errors"][0]["message"]
    assert report["summary"]["error"] == 7


def test_duplicates_in_the_file_are_errors(stocked: Lab) -> None:
    stocked.make_device(oi_id="OI-9", serial_number="S-9")
    report = stocked.upload(
        "oi_id,name,device_type,serial_number,site\n"
        "OI-1,A,ROADM,S-1,\n"
        "oi-1,B,ROADM,,\n"
        "OI-3,C,ROADM,s-1,\n"
        "OI-4,a,ROADM,,\n"
        "OI-5,a,ROADM,,Cork\n"
        "OI-9,D,ROADM,,\n"
        ",E,ROADM,S-9,\n"
    ).json()
    assert errors(report) == [
        [],
        [("oi_id", "duplicate")],
        [("serial_number", "duplicate")],
        [("name", "duplicate")],
        [],
        [],
        [(None, "duplicate")],
    ]


def test_a_file_with_half_its_rows_wrong_changes_nothing(stocked: Lab) -> None:
    known = stocked.make_device(oi_id="OI-0", notes="as it was")
    before = stocked.rows(tables.outbox)
    rows = [f"OI-{n},D{n},{'ROADM' if n % 2 else 'Toaster'},new" for n in range(1, 101)]
    text = "\n".join(["oi_id,name,device_type,notes", "OI-0,D0,ROADM,new", *rows])
    answer = stocked.upload(text, dry_run=False)
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "/problems/import-refused"
    assert problem["report"] == stocked.upload(text).json() | {"dry_run": False}
    assert problem["report"]["summary"] == {"create": 50, "update": 1, "unchanged": 0, "error": 50}
    assert stocked.rows(tables.outbox) == before
    assert device(stocked, known["id"]) == known
    assert stocked.get("/devices").json()["count"] == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_header"),
        (b"\n\n", "no_header"),
        (b"name,device_type\n", "no_rows"),
        (b"name,device_type\n,\n", "no_rows"),
        (b"name,colour\nA,red\n", "unknown_column"),
        (b"name,Name\nA,B\n", "repeated_column"),
        (b"name,,device_type\nA,,B\n", "unknown_column"),
        (b"\xff\xfe\x00n", "not_utf8"),
        (b"name,notes\nA,caf\xe9\n", "not_utf8"),
        (b'name,notes\nA,"open\n', "not_csv"),
        (b'name,notes\nA,"x"y\n', "not_csv"),
        (b"name\n" + b"x" * 200_000, "not_csv"),
        (b"PK\x03\x04 a workbook", "damaged"),
    ],
)
def test_a_file_that_is_no_table_is_refused(lab: Lab, content: bytes, code: str) -> None:
    answer = lab.upload(content, dry_run=False)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code
    assert answer.json()["errors"][0]["pointer"] == "/file"


@pytest.mark.parametrize(
    "options",
    [
        {"files": {"other": ("a.csv", b"name\n")}},
        {"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"files": {"file": ("a.csv", b"name\n")}, "params": {"dry_run": "perhaps"}},
        {"files": {"file": ("a.csv", b"name\n")}, "params": {"dryrun": "false"}},
    ],
)
def test_a_request_without_a_file_is_refused(lab: Lab, options: Any) -> None:
    answer = lab.ask("POST", "/imports", **options)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("options", [{"json": {"file": "name"}}, {"data": {"file": "name"}}])
def test_another_media_type_than_a_form_with_files_is_refused(lab: Lab, options: Any) -> None:
    assert lab.ask("POST", "/imports", **options).status_code == 415


def test_too_large_a_file_is_refused(lab: Lab) -> None:
    assert lab.upload(b"x" * 16 * 1_048_576).status_code == 413
    answer = lab.upload("name\n" + "x\n" * 20_001)
    assert answer.status_code == 413
    assert "20000" in answer.json()["detail"]


def test_only_an_import_may_be_large(lab: Lab) -> None:
    rows = "".join(f"device {n},unknown,{'x' * 1000}\n" for n in range(2000))
    assert lab.upload(f"name,device_type,notes\n{rows}").status_code == 200
    assert lab.post("/devices", {"name": "A", "notes": rows}).status_code == 413


def test_spreadsheets_of_other_countries_are_read(stocked: Lab) -> None:
    text = 'Name;Device_Type;Tags;Notes\r\nROADM-7;ROADM;"c-band;otdr";a, b\r\n;;;\r\n'
    report = apply(stocked, b"\xef\xbb\xbf" + text.encode())
    made = device(stocked, report["rows"][0]["device_id"])
    assert (made["tags"], made["notes"]) == (["c-band", "otdr"], "a, b")


def test_two_hundred_rows_take_a_bounded_number_of_statements(stocked: Lab) -> None:
    counts = []
    for rows in (20, 200):
        text = table_of(rows).replace("OI-", f"{rows}-").replace("S-", f"{rows}-")
        text = text.replace(",ROADM-", f",R{rows}-")
        with stocked.statements() as seen:
            apply(stocked, text)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 32


def test_an_import_of_updates_takes_a_bounded_number_of_statements(stocked: Lab) -> None:
    apply(stocked, table_of(200))
    changed = table_of(200).replace("c-band;otdr", "otdr").replace(",note ", ",new ")
    with stocked.statements() as seen:
        assert actions(apply(stocked, changed)) == ["update"] * 200
    assert len(seen) <= 32


def test_the_sample_lab_is_imported(each_lab: Lab) -> None:
    sample = resources.files("labwright_standalone.sample")
    catalog = json.loads(sample.joinpath("catalog.json").read_text("utf-8"))
    makers = {
        m["name"]: each_lab.make("manufacturers", **m)["id"] for m in catalog["manufacturers"]
    }
    for kind in ("sites", "tags"):
        for entry in catalog[kind]:
            each_lab.make(kind, **entry)
    for entry in catalog["device_types"]:
        each_lab.make_type(**{"manufacturer_id": makers.get(entry.pop("manufacturer"))} | entry)
    content = sample.joinpath("devices.csv").read_bytes()
    report = apply(each_lab, content)
    assert report["summary"] == {"create": 200, "update": 0, "unchanged": 0, "error": 0}
    again = each_lab.upload(content).json()
    assert again["summary"]["unchanged"] == 200
    first = next(csv.DictReader(io.StringIO(content.decode())))
    made = device(each_lab, report["rows"][0]["device_id"])
    assert (made["oi_id"], made["site"]["name"]) == (first["oi_id"], first["site"])


def test_a_file_puts_devices_into_racks_with_keepers_and_attributes(each_lab: Lab) -> None:
    site = each_lab.make("sites", name="Cork")["id"]
    each_lab.make("racks", name="R1", site_id=site, height=10)
    each_lab.make_type(name="Shelf", u_height=2)
    head = "name,device_type,rack,u_position,attributes,steward\n"
    good = 'A,Shelf,r1,1,"{""nm"": 1550}",\n'
    assert each_lab.upload(head + good, dry_run=False).status_code == 200
    [device] = each_lab.get("/devices").json()["results"]
    assert (device["rack"]["name"], device["site_id"], device["u_position"]) == ("R1", site, 1)
    assert device["attributes"] == {"nm": 1550}
    wrong = each_lab.upload(head + "B,Shelf,R9,x,[1],nobody\n").json()["rows"][0]["errors"]
    assert {e["column"] for e in wrong} == {"rack", "u_position", "attributes", "steward"}
    over = each_lab.upload(head + "C,Shelf,R1,2,,\n").json()["rows"][0]["errors"]
    assert [(e["column"], e["code"]) for e in over] == [("u_position", "does_not_fit")]
