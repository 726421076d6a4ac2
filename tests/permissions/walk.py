"""Every operation that the platform's document shows, and how it answers one caller."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from tests.journeys.person import Person

METHODS = frozenset({"get", "post", "put", "patch", "delete"})
SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Operation:
    """`permission` is None where anybody may ask, `SIGNED_IN` where an identity is enough."""

    method: str
    template: str
    permission: str | None
    parameters: tuple[tuple[str, bool], ...]
    has_body: bool

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    def path(self) -> str:
        """An address that names nothing that is there."""
        path = self.template
        for name, is_uuid in self.parameters:
            path = path.replace(f"{{{name}}}", str(UUID(int=0)) if is_uuid else "987654321")
        return path

    def ask(self, caller: Person, **headers: str) -> httpx2.Response:
        """Let somebody try it, with a body that asks for nothing."""
        body: Any = {"json": {}} if self.has_body else {}
        return caller.request(self.method, self.path(), headers=headers, **body)


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """All of them; fails where one neither declares a permission nor says that it is public."""
    for template, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield _operation(method, template, operation)


def _operation(method: str, template: str, operation: dict[str, Any]) -> Operation:
    is_public = operation.get("security") == []
    permission = operation.get("x-permission")
    assert is_public != bool(permission), f"{method} {template} declares no permission"
    return Operation(
        method=method.upper(),
        template=template,
        permission=permission,
        parameters=tuple(
            (parameter["name"], parameter["schema"].get("format") == "uuid")
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "path"
        ),
        has_body="requestBody" in operation,
    )
