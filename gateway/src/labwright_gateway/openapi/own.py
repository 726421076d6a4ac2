"""The gateway's own operations."""

from typing import Any

_PROBLEM = {
    "description": "Problem (RFC 9457)",
    "content": {"application/problem+json": {"schema": {"type": "object"}}},
}


def _operation(name: str, summary: str, answers: dict[str, str]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["gateway"],
        "security": [],
        "responses": {
            status: {
                "description": description,
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
            for status, description in answers.items()
        }
        | {"default": _PROBLEM},
    }


def _search() -> dict[str, Any]:
    found = _operation("search", "Search all services at once", {"200": "`missing` names who is"})
    question = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": r"\S"}
    return found | {
        "security": [{"session": []}],
        "x-permission": "signed in",
        "parameters": [{"name": "q", "in": "query", "required": True, "schema": question}],
    }


OWN: dict[str, Any] = {
    "openapi": "3.1.0",
    "tags": [{"name": "gateway", "description": "The only public door."}],
    "paths": {
        "/livez": {"get": _operation("livez", "The gateway answers", {"200": "Alive"})},
        "/readyz": {
            "get": _operation(
                "readyz",
                "Every service has been ready once",
                {"200": "Ready", "503": "Some service has never been ready yet"},
            )
        },
        "/api/v1/status": {
            "get": _operation("status", "How each service is", {"200": "Also when some are away"})
        },
        "/api/v1/search": {"get": _search()},
        "/openapi.json": {"get": _operation("openapi", "This document", {"200": "OpenAPI 3.1"})},
    },
}
"""As an OpenAPI document, to be merged with the services'."""

SESSION: dict[str, Any] = {
    "type": "http",
    "scheme": "bearer",
    "description": "A session token (`lws_...`) or personal token (`lwp_...`); "
    "browsers send the session cookie instead.",
}
"""The security scheme that the services' operations name."""
