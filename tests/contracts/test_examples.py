"""Every golden example is what its model, its schema and its envelope say."""

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from labwright_contracts.base import OpenEnum
from labwright_contracts.envelope import Envelope
from labwright_contracts.inventory import DeviceSnapshot, DeviceStatus
from labwright_contracts.scheduler import SlotState
from tests.contracts.golden import CONTRACTS, EXAMPLES, Example

every_event = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.event.name)


def validator(example: Example) -> Draft202012Validator:
    return Draft202012Validator(example.schema, format_checker=FormatChecker())


def test_every_example_belongs_to_an_event():
    named = {path.stem for path in (CONTRACTS / "examples").glob("*.json")}
    assert named == {example.event.name for example in EXAMPLES}


@every_event
def test_an_example_fits_its_schema(example: Example):
    assert [error.message for error in validator(example).iter_errors(example.body)] == []


@every_event
def test_an_example_survives_its_model(example: Example):
    read = example.event.body.model_validate_json(example.bytes)
    assert json.loads(read.model_dump_json()) == example.body


@every_event
def test_an_example_names_every_field(example: Example):
    assert set(example.body) == set(example.event.body.model_fields)


@every_event
def test_an_example_survives_its_envelope(example: Example):
    envelope = Envelope.from_headers(example.headers)
    assert envelope.to_headers() == example.headers
    assert Envelope.from_headers(envelope.to_headers()) == envelope


@every_event
def test_an_envelope_agrees_with_its_body(example: Example):
    envelope = Envelope.from_headers(example.headers)
    assert envelope.type == example.event.name
    assert envelope.source.removeprefix("/") in example.event.publishers
    assert envelope.dataschema == example.schema["$id"]
    if example.event.kind == "state":
        assert envelope.aggregateversion == example.body["version"]
        assert envelope.subject.partition("/")[2] == str(example.body["id"])


@every_event
def test_a_field_of_a_newer_publisher_is_ignored(example: Example):
    newer = json.dumps(example.body | {"added_next_year": {"any": ["thing"]}})
    assert example.event.body.model_validate_json(newer) == example.event.body.model_validate(
        example.body
    )


@every_event
def test_headers_of_a_newer_publisher_are_ignored(example: Example):
    newer = example.headers | {"cloudEvents:addednextyear": "x", "x-attempt": 3}
    assert Envelope.from_headers(newer) == Envelope.from_headers(example.headers)


@every_event
def test_a_body_without_a_required_field_is_refused(example: Example):
    for name in example.schema["required"]:
        lacking = {key: value for key, value in example.body.items() if key != name}
        assert not validator(example).is_valid(lacking)
        with pytest.raises(ValueError, match=name):
            example.event.body.model_validate(lacking)


def test_a_status_of_a_newer_publisher_reads_as_unknown():
    body = next(e.body for e in EXAMPLES if e.event.body is DeviceSnapshot)
    read = DeviceSnapshot.model_validate_json(json.dumps(body | {"status": "on_loan"}))
    assert read.status is DeviceStatus.UNKNOWN


@pytest.mark.parametrize("kind", OpenEnum.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_open_enumeration_knows_the_unknown(kind: type[OpenEnum]):
    assert SlotState in OpenEnum.__subclasses__()
    assert kind("never heard of") is kind("unknown")
