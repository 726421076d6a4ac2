"""Attributes that obey the schema of their type."""

from typing import Any

import pytest

Lab = Any

SCHEMA = {
    "type": "object",
    "properties": {
        "slots": {"type": "integer", "minimum": 1},
        "band": {"$ref": "#/$defs/band"},
        "list": {"type": "array", "items": {"type": "string", "pattern": "^a+$"}},
    },
    "required": ["slots"],
    "additionalProperties": False,
    "$defs": {"band": {"enum": ["C", "L"]}},
}


def test_a_device_has_attributes_that_obey_its_type(each_lab: Lab) -> None:
    kind = each_lab.make_type(attributes_schema=SCHEMA)
    assert kind["attributes_schema"] == SCHEMA
    wanted = {"slots": 4, "band": "C", "list": ["aa"]}
    device = each_lab.make_device(device_type_id=kind["id"], attributes=wanted)
    assert device["attributes"] == wanted
    path = f"/devices/{device['id']}"
    changed = each_lab.patch(path, {"attributes": {"slots": 5}}).json()
    assert (changed["attributes"], changed["version"]) == ({"slots": 5}, 2)
    assert each_lab.history(device["id"])[0]["new"] == {"slots": 5}
    assert each_lab.patch(path, {"attributes": None}).json()["attributes"] is None


@pytest.mark.parametrize(
    ("attributes", "pointers"),
    [
        ({"slots": "four"}, ["/attributes/slots"]),
        ({"slots": 0}, ["/attributes/slots"]),
        ({}, ["/attributes"]),
        ({"slots": 1, "band": "X", "list": ["b"]}, ["/attributes/band", "/attributes/list/0"]),
        ({"slots": 1, "other": 1}, ["/attributes"]),
    ],
)
def test_what_breaks_the_schema_is_named(
    lab: Lab, attributes: dict[str, Any], pointers: list[str]
) -> None:
    kind = lab.make_type(attributes_schema=SCHEMA)["id"]
    device = lab.make_device(device_type_id=kind, attributes={"slots": 1})
    body = {"name": "x", "device_type_id": kind, "attributes": attributes}
    for answer in (
        lab.post("/devices", body),
        lab.patch(f"/devices/{device['id']}", {"attributes": attributes}),
    ):
        assert answer.status_code == 422
        assert sorted(error["pointer"] for error in answer.json()["errors"]) == pointers


@pytest.mark.parametrize(
    "content",
    [
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": "\\ud800"}',
        '{"\\ud800": 1}',
        '{"a": 1' + "0" * 400 + "}",
        '{"a": ' + "[" * 40 + "]" * 40 + "}",
        '{"a": ' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"a": "' + "x" * 20_001 + '"}',
        "[]",
        "7",
    ],
)
def test_attributes_that_are_no_plain_json_are_refused(each_lab: Lab, content: str) -> None:
    device = each_lab.make_device()["id"]
    body = f'{{"attributes": {content}}}'
    headers = {"Content-Type": "application/json"}
    answer = each_lab.ask("PATCH", f"/devices/{device}", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_schema_any_plain_json_is_kept(each_lab: Lab) -> None:
    wanted = {"a": [1, 2.5, None, True, {"ü": "\u0000\U0001f600"}]}
    device = each_lab.make_device(attributes=wanted)
    assert each_lab.get(f"/devices/{device['id']}").json()["attributes"] == wanted


def test_one_is_not_true(lab: Lab) -> None:
    device = lab.make_device(attributes={"a": 1})["id"]
    assert lab.patch(f"/devices/{device}", {"attributes": {"a": True}}).json()["version"] == 2


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(30)}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "objekt"},
        {"$ref": "http://127.0.0.1:1/schema"},
        {"$ref": "file:///etc/passwd"},
        {"$ref": "#"},
        {"$ref": "#/$defs/none"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"not": {"$ref": "#/$defs/a"}}}},
        {"$id": "http://127.0.0.1:1/schema"},
        {"$schema": "http://json-schema.org/draft-07/schema#"},
        {"$schema": 7},
        {"$dynamicRef": "#x"},
        {"properties": {"a": {"pattern": "("}}},
        {"properties": {"a": {"pattern": "(?=a)b"}}},
        {"properties": {"a": {"pattern": "(a+)+" + "{1000}" * 3}}},
        {"required": "a"},
        {"minimum": 10**30},
        {"description": "x" * 20_001},
        {"$ref": "#/$defs/a0", "$defs": DOUBLING | {"a30": {}}},
        {"$ref": "#/$defs/a", "$defs": {"a": 7}},
        {"$ref": "#/$defs/a", "$defs": 7},
    ],
)
def test_a_schema_that_is_none_or_reaches_out_is_refused(lab: Lab, schema: Any) -> None:
    body = {"name": "t", "category": "OPTICAL", "schedulable": True, "attributes_schema": schema}
    answer = lab.post("/device-types", body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/attributes_schema"


def test_a_schema_that_devices_would_break_is_refused_with_their_names(each_lab: Lab) -> None:
    kind = each_lab.make_type()["id"]
    fine = each_lab.make_device(device_type_id=kind, attributes={"slots": 1})
    each_lab.make_device(device_type_id=kind)
    for n in range(21):
        device = each_lab.make_device(device_type_id=kind, attributes={"slots": n - 100})
    answer = each_lab.patch(f"/device-types/{kind}", {"attributes_schema": SCHEMA})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "/problems/schema-breaks-devices"
    assert (len(problem["devices"]), problem["more"]) == (20, True)
    assert fine["id"] not in [one["id"] for one in problem["devices"]]
    assert problem["devices"][0]["errors"][0]["pointer"] == "/attributes/slots"
    assert each_lab.get(f"/device-types/{kind}").json()["version"] == 1
    assert device["version"] == 1


def test_a_schema_is_taken_away(lab: Lab) -> None:
    kind = lab.make_type(attributes_schema=SCHEMA)["id"]
    assert lab.patch(f"/device-types/{kind}", {"attributes_schema": None}).status_code == 200
    lab.make_device(device_type_id=kind, attributes={"anything": True})


def test_a_device_takes_another_type_only_if_its_attributes_obey(lab: Lab) -> None:
    strict = lab.make_type(attributes_schema=SCHEMA)["id"]
    path = f"/devices/{lab.make_device(attributes={'slots': 'x'})['id']}"
    assert lab.patch(path, {"device_type_id": strict}).status_code == 422
    both = {"device_type_id": strict, "attributes": {"slots": 2}}
    assert lab.patch(path, both).status_code == 200


def test_an_import_gives_no_type_whose_schema_the_attributes_break(lab: Lab) -> None:
    lab.make_type(name="Strict", attributes_schema=SCHEMA)
    wrong = lab.make_device(oi_id="OI-1", attributes={"slots": "x"})
    lab.make_device(oi_id="OI-2", attributes={"slots": 1})
    file = "oi_id,device_type\nOI-1,Strict\nOI-2,Strict\n"
    rows = lab.upload(file).json()["rows"]
    assert [row["action"] for row in rows] == ["error", "update"]
    assert (rows[0]["device_id"], rows[0]["errors"][0]["column"]) == (wrong["id"], "device_type")
