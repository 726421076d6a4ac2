"""JSON Schema (draft 2020-12) for the attributes of a type's devices, and what obeys it.

A schema is a lab admin's, yet it runs in every write: it may not reach out, recurse, or grow.
Patterns are matched in linear time.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from labwright_contracts.problems import FieldError

MAX_LENGTH = 20_000
"""Characters of JSON, of a schema and of one device's attributes."""

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_DEEPEST = 32
_MOST_NODES = 5_000
_MOST_ERRORS = 20
_LARGEST = 2**53
_INSIDE = re.compile(r"#/\$defs/([^/~%]+)")
_REACHING = ("$id", "$anchor", "$dynamicRef", "$dynamicAnchor")


def plain_json(value: dict[str, Any]) -> dict[str, Any]:
    """The value, if every database and every reader of JSON takes it.

    Raises:
        ValueError: too long, too deep, or with what is no JSON.
    """
    _check_depth(value, 0)
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError:
        raise ValueError("must be JSON: no NaN, no infinity, no half characters") from None
    if len(text) > MAX_LENGTH:
        raise ValueError(f"must have at most {MAX_LENGTH:,} characters as JSON")
    return value


def checked_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, if it is one and stays within itself.

    Raises:
        ValueError: it says what is wrong.
    """
    plain_json(schema)
    if schema.get("$schema", _DRAFT) != _DRAFT:
        raise ValueError(f"must be of draft 2020-12 ({_DRAFT})")
    _Scale(schema.get("$defs")).weigh(schema)
    try:
        _validator(schema)
    except jsonschema_rs.ValidationError as error:
        path = "/".join(map(str, error.instance_path))
        raise ValueError(f"is no JSON Schema: {_first_line(error)} (at /{path})") from None
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        raise ValueError(f"is no JSON Schema: {str(error)[:200]}") from None
    return schema


def violations(schema: Mapping[str, Any] | None, attributes: Mapping[str, Any]) -> list[FieldError]:
    """What in the attributes breaks the schema, at most 20, by pointer into `/attributes`."""
    if schema is None:
        return []
    return list(_first(_validator(schema), attributes))


def _first(validator: Any, attributes: Mapping[str, Any]) -> Iterator[FieldError]:
    for number, error in enumerate(validator.iter_errors(dict(attributes))):
        if number == _MOST_ERRORS:
            return
        path = "".join(f"/{_escaped(part)}" for part in error.instance_path)
        yield FieldError(pointer=f"/attributes{path}", code="schema", message=_first_line(error))


def _validator(schema: Mapping[str, Any]) -> Any:
    return jsonschema_rs.Draft202012Validator(
        dict(schema),
        pattern_options=jsonschema_rs.RegexOptions(),
        validate_formats=True,
        offline=True,
    )


def _escaped(part: Any) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")


def _first_line(error: Any) -> str:
    return str(error.message).splitlines()[0][:300]


def _check_depth(value: Any, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"must be nested at most {_DEEPEST} deep")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError("must have whole numbers of at most 53 bits")
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        _check_depth(part, depth + 1)


@dataclass(slots=True)
class _Scale:
    """Weighs a schema: how many nodes it has once every `$ref` is written out."""

    definitions: Any
    weights: dict[str, int] = field(default_factory=dict)

    def weigh(self, node: Any, inside: tuple[str, ...] = ()) -> int:
        """The weight of a part; ValueError where it is too much, or reaches out."""
        if isinstance(node, list):
            return 1 + sum(self.weigh(part, inside) for part in node)
        if not isinstance(node, dict):
            return 1
        if reaching := [name for name in _REACHING if isinstance(node.get(name), str)]:
            raise ValueError(f"must not use {reaching[0]}")
        # Definitions count where they are used.
        parts = (part for name, part in node.items() if not inside or name != "$defs")
        weight = 1 + sum(self.weigh(part, inside) for part in parts)
        if isinstance(reference := node.get("$ref"), str):
            weight += self._weigh_reference(reference, inside)
        if weight > _MOST_NODES:
            raise ValueError(f"must have at most {_MOST_NODES:,} parts with references written out")
        return weight

    def _weigh_reference(self, reference: str, inside: tuple[str, ...]) -> int:
        found = _INSIDE.fullmatch(reference)
        if found is None:
            raise ValueError(f"may refer to #/$defs/<name> only, not to {reference[:100]}")
        name = found[1]
        if not isinstance(self.definitions, dict) or name not in self.definitions:
            raise ValueError(f"refers to #/$defs/{name[:100]}, which is not there")
        if name in inside or len(inside) == _DEEPEST:
            raise ValueError(f"must not refer to itself (#/$defs/{name[:100]})")
        if name not in self.weights:
            self.weights[name] = self.weigh(self.definitions[name], (*inside, name))
        return self.weights[name]
