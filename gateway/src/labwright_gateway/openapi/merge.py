"""Merges the OpenAPI documents of several services into one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Document = Mapping[str, Any]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def merge(documents: Mapping[str, Document], info: Mapping[str, Any]) -> dict[str, Any]:
    """One document (OpenAPI 3.1) out of those of several services, named by service.

    Components of the same name and content are shared; of the same name and different content
    each gets its service's name in front (`InventorySettings`), as do clashing operation ids.
    An operation without `security` of its own gets its document's.
    """
    clashes = _clashing_components(documents)
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": dict(info),
        "servers": [{"url": "/"}],
        "tags": [],
        "paths": {},
        "components": {},
    }
    operation_ids = _clashing_operation_ids(documents)
    for service, document in sorted(documents.items()):
        own = _Renaming(service, clashes, operation_ids).document(document)
        _add(merged, own)
    return merged


def operations(document: Document) -> Iterable[tuple[str, str, Mapping[str, Any]]]:
    """Path, method (lower case) and operation of a document, in its order."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def _add(merged: dict[str, Any], own: Document) -> None:
    for path, item in own.get("paths", {}).items():
        merged["paths"].setdefault(path, {}).update(item)
    for kind, members in own.get("components", {}).items():
        merged["components"].setdefault(kind, {}).update(members)
    known = {tag["name"] for tag in merged["tags"]}
    merged["tags"] += [tag for tag in own.get("tags", []) if tag["name"] not in known]


Component = tuple[str, str]
"""Kind (`schemas`) and name."""


def _clashing_components(documents: Mapping[str, Document]) -> frozenset[Component]:
    """Components that mean different things in different documents.

    Two that read alike still differ when they refer to a clashing one.
    """
    holders: dict[Component, list[Any]] = {}
    for document in documents.values():
        for kind, members in document.get("components", {}).items():
            for name, content in members.items():
                holders.setdefault((kind, name), []).append(content)
    shared = {key: contents for key, contents in holders.items() if len(contents) > 1}
    clashing = {key for key, contents in shared.items() if any(c != contents[0] for c in contents)}
    references = {key: _references(contents[0]) for key, contents in shared.items()}
    while True:
        more = {key for key in shared if references[key] & clashing} - clashing
        if not more:
            return frozenset(clashing)
        clashing |= more


def _references(content: Any) -> set[Component]:
    found: set[Component] = set()

    def note(kind: str, name: str) -> str:
        found.add((kind, name))
        return name

    _with_references(content, note)
    return found


def _clashing_operation_ids(documents: Mapping[str, Document]) -> frozenset[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for document in documents.values():
        own = {operation.get("operationId", "") for _, _, operation in operations(document)}
        twice |= seen & own
        seen |= own
    return frozenset(twice - {""})


class _Renaming:
    """Gives what clashes its service's name."""

    def __init__(
        self, service: str, clashes: frozenset[Component], operation_ids: frozenset[str]
    ) -> None:
        self._service = service
        self._clashes = clashes
        self._operation_ids = operation_ids

    def document(self, document: Document) -> dict[str, Any]:
        content: dict[str, Any] = _with_references(document, self._component)
        components = {
            kind: {self._component(kind, name): member for name, member in members.items()}
            for kind, members in content.get("components", {}).items()
        }
        for _, _, operation in operations(content):
            self._operation(operation, content.get("security"))
        return {**content, "components": components}

    def _component(self, kind: str, name: str) -> str:
        return f"{self._service.title()}{name}" if (kind, name) in self._clashes else name

    def _operation(self, operation: Any, default: Any) -> None:
        if operation.get("operationId") in self._operation_ids:
            operation["operationId"] = f"{self._service}_{operation['operationId']}"
        if default is not None:
            operation.setdefault("security", default)
        if "security" in operation:
            operation["security"] = [
                {self._component("securitySchemes", name): need for name, need in option.items()}
                for option in operation["security"]
            ]


def _with_references(content: Any, rename: Callable[[str, str], str]) -> Any:
    """A copy in which every `#/components/<kind>/<name>` went through `rename`."""
    if isinstance(content, Mapping):
        return {key: _with_references(value, rename) for key, value in content.items()}
    if isinstance(content, list):
        return [_with_references(value, rename) for value in content]
    if isinstance(content, str) and content.startswith("#/components/"):
        kind, _, name = content.removeprefix("#/components/").partition("/")
        return f"#/components/{kind}/{rename(kind, name)}"
    return content
