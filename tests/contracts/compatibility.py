"""Whether a schema may follow another within one version: only additions of what is optional."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_WORDS = ("title", "description", "default", "examples", "$comment", "$id", "$schema")


def breaks(old: Schema, new: Schema) -> list[str]:
    """What in `new` would break a reader or a sender that knows `old`; empty when nothing does."""
    return sorted(_compared("", old, new, old, new))


def _compared(
    path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema
) -> Iterator[str]:
    old, new = _resolved(old, old_root), _resolved(new, new_root)
    yield from _fields(path, old, new, old_root, new_root)
    yield from _values(path, old, new)
    for key in ("items", "additionalProperties"):
        if isinstance(old.get(key), dict) and isinstance(new.get(key), dict):
            yield from _compared(f"{path}/{key}", old[key], new[key], old_root, new_root)
    yield from _options(path, old, new, old_root, new_root)
    if _rest(old) != _rest(new):
        yield f"{path or '/'} changed from {_rest(old)} to {_rest(new)}"


def _fields(
    path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema
) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in before:
        if name in after:
            yield from _compared(f"{path}/{name}", before[name], after[name], old_root, new_root)
        else:
            yield f"{path}/{name} was removed"
    needed_before, needed_after = set(old.get("required", ())), set(new.get("required", ()))
    yield from (f"{path}/{name} became required" for name in needed_after - needed_before)
    yield from (f"{path}/{name} became optional" for name in needed_before - needed_after)


def _values(path: str, old: Schema, new: Schema) -> Iterator[str]:
    for value in set(old.get("x-known-values", ())) - set(new.get("x-known-values", ())):
        yield f"{path} no longer knows the value {value}"


def _options(
    path: str, old: Schema, new: Schema, old_root: Schema, new_root: Schema
) -> Iterator[str]:
    before, after = old.get("anyOf", ()), new.get("anyOf", ())
    if len(before) != len(after):
        yield f"{path} had {len(before)} alternatives and has {len(after)}"
    for one, other in zip(before, after, strict=False):
        yield from _compared(path, one, other, old_root, new_root)


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", maxsplit=1)[-1]]
    return schema


def _rest(schema: Schema) -> Schema:
    """What must stay equal: type, format, closed values, limits."""
    looked_at = {"properties", "required", "x-known-values", "items", "anyOf", "$defs", *_WORDS}
    return {
        key: value
        for key, value in schema.items()
        if key not in looked_at and not (key == "additionalProperties" and isinstance(value, dict))
    }
