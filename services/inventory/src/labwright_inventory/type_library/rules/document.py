"""Reads one YAML document without aliases, tags or surprises, scalars with their spelling."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import yaml

from labwright_inventory.type_library.errors import UnreadableType

MAX_BYTES = 262_144
_MAX_DEPTH = 12
_MAX_EVENTS = 50_000
_LONGEST_NUMBER = 18
_TAG = "tag:yaml.org,2002:"
_YES = frozenset({"true", "yes", "on"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value with its spelling: a model `8180` is a text, a height `1` a number."""

    text: str
    value: str | int | float | bool | None


Node = dict[str, Any] | list[Any] | Scalar


def read(content: bytes) -> dict[str, Any]:
    """The mapping that the file is: of texts to `Scalar`, list or mapping.

    Raises:
        UnreadableType: too large, other bytes, no YAML, aliases, tags, too deep, not one mapping.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableType("too_large", f"The file has more than {MAX_BYTES // 1024} KiB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8 text (byte {error.start})."
        raise UnreadableType("not_utf8", message) from error
    loader = yaml.CSafeLoader(text)
    try:
        found = _document(loader)
    except yaml.YAMLError as error:
        raise UnreadableType("not_yaml", f"The file is not YAML: {_told(error)}.") from error
    finally:
        loader.dispose()
    if not isinstance(found, dict):
        raise UnreadableType("no_mapping", "The file is not a mapping of keys to values.")
    return found


def plain(node: Any) -> Any:
    """A node as JSON values."""
    if isinstance(node, dict):
        return {key: plain(inner) for key, inner in node.items()}
    if isinstance(node, list):
        return [plain(inner) for inner in node]
    return node.value


def _document(loader: yaml.CSafeLoader) -> Any:
    # An explicit stack of open collections: depth costs no recursion.
    top: list[Any] = []
    stack: list[Any] = [top]
    keys: list[str | None] = [None]
    for event in _events(loader):
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            keys.pop()
            continue
        node = _node(loader, event)
        holder = stack[-1]
        if isinstance(holder, list):
            holder.append(node)
        elif keys[-1] is None:
            keys[-1] = _key(node, holder)
            continue
        else:
            holder[keys[-1]] = node
            keys[-1] = None
        if not isinstance(node, Scalar):
            stack.append(node)
            keys.append(None)
        if len(stack) > _MAX_DEPTH:
            raise UnreadableType("too_deep", "The file is nested too deeply.")
    if len(top) > 1:
        raise UnreadableType("many_documents", "The file has several documents; send one each.")
    return top[0] if top else None


def _events(loader: yaml.CSafeLoader) -> Iterator[Any]:
    """Those that make up nodes."""
    for _ in range(_MAX_EVENTS):
        if not loader.check_event():
            return
        event = loader.get_event()
        if isinstance(event, yaml.AliasEvent):
            raise UnreadableType("alias", "The file has aliases (*name), which are not taken.")
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event
    raise UnreadableType("too_large", f"The file has more than {_MAX_EVENTS} values.")


def _node(loader: yaml.CSafeLoader, event: Any) -> Node:
    if isinstance(event, yaml.MappingStartEvent):
        _refuse_tag(event.tag, f"{_TAG}map")
        return {}
    if isinstance(event, yaml.SequenceStartEvent):
        _refuse_tag(event.tag, f"{_TAG}seq")
        return []
    tag = event.tag
    if tag in (None, "!"):
        tag = loader.resolve(  # type: ignore[no-untyped-call]
            yaml.ScalarNode, event.value, event.implicit
        )
    return Scalar(event.value, _value(tag, event.value))


def _key(node: Node, holder: dict[str, Any]) -> str:
    if not isinstance(node, Scalar) or not node.text:
        raise UnreadableType("bad_key", "A key of the file is no text.")
    if node.text in holder:
        raise UnreadableType("repeated_key", f"The key “{node.text[:60]}” is there twice.")
    return node.text


def _value(tag: str, text: str) -> str | int | float | bool | None:
    kind = tag.removeprefix(_TAG)
    try:
        if kind == "int":
            return int(text.replace("_", ""), 10) if len(text) <= _LONGEST_NUMBER else text
        if kind == "float":
            number = float(text.replace("_", ""))
            return number if isfinite(number) else text
    except ValueError:  # 0o17, 1:30, .inf
        return text
    if kind == "bool":
        return text.lower() in _YES
    if kind == "null":
        return None
    if kind not in ("str", "timestamp", "merge", "value"):
        _refuse_tag(tag, None)
    return text


def _refuse_tag(tag: str | None, usual: str | None) -> None:
    if tag not in (None, "!", usual):
        raise UnreadableType("tag", f"The file has the tag {str(tag)[:60]}, which is not taken.")


def _told(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)
