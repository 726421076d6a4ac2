"""What an API says of itself at `/openapi.json`."""

import threading
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse

from labwright_chassis.api.caller import bearer
from labwright_contracts.problems import MEDIA_TYPE


class DocumentedApi(FastAPI):
    """Writes its document when somebody first asks: that takes longer than all else at a start."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._writing = threading.Lock()
        self._document: dict[str, Any] | None = None

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document; `TypeError` if two endpoints have one name."""
        with self._writing:
            if self._document is None:
                document = super().openapi()
                _complete(document)
                _check_operation_ids(document)
                self._document = document
            return self._document


router = APIRouter(include_in_schema=False)


# Not `async`, so that a thread writes the document while the process answers others.
@router.get("/openapi.json")
def openapi(request: Request) -> JSONResponse:
    """The document of this API."""
    app: DocumentedApi = request.app
    return JSONResponse(app.openapi())


def _complete(document: dict[str, Any]) -> None:
    """Say how callers identify themselves, and what problems look like."""
    scheme = {**bearer.model.model_dump(mode="json", by_alias=True, exclude_none=True)}
    components = document.setdefault("components", {})
    components["securitySchemes"] = {bearer.scheme_name: scheme}
    for operations in document["paths"].values():
        for operation in operations.values():
            content = operation["responses"].get("default", {}).get("content", {})
            if "application/json" in content:
                content[MEDIA_TYPE] = content.pop("application/json")


def _check_operation_ids(document: dict[str, Any]) -> None:
    seen: set[str] = set()
    for operations in document["paths"].values():
        for operation in operations.values():
            name = operation["operationId"]
            if name in seen:
                raise TypeError(f"Two endpoints are called {name}.")
            seen.add(name)
