"""The page about the API: plain HTML that needs nothing from outside."""

from collections.abc import Mapping
from html import escape
from typing import Any

from labwright_gateway.openapi.merge import operations
from labwright_gateway.pages import html

_CONTENT = """<h1>Labwright</h1>
<p class="lead">The platform that shared labs and workshops run on: what the lab owns, who may use
it, and when it is free. This is its programming interface; everything below works with curl.</p>
<h2>Services</h2>
<ul class="services">{services}</ul>
<h2>First steps</h2>
<pre>{steps}</pre>
<h2>Operations</h2>
<p>Machine-readable: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).{missing}</p>
<div class="table"><table>
<thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">What it does</th>
<th scope="col">Permission</th></tr></thead>
<tbody>{rows}</tbody>
</table></div>"""

_STEPS = """URL={url}

# Become a user, then get a token for programs
curl -X POST $URL/api/v1/auth/register -H 'Content-Type: application/json' \\
     -d '{{"username": "ada", "password": "correct horse battery staple"}}'
TOKEN=$(curl -s -X POST $URL/api/v1/auth/session-tokens -H 'Content-Type: application/json' \\
     -d '{{"username": "ada", "password": "correct horse battery staple"}}' \\
     | python3 -c 'import json, sys; print(json.load(sys.stdin)["token"])')

# See what can be booked, take the first, and book it for tomorrow
curl -H "Authorization: Bearer $TOKEN" "$URL/api/v1/scheduler/devices?bookable=true&limit=10"
DEVICE=$(curl -s -H "Authorization: Bearer $TOKEN" \\
     "$URL/api/v1/scheduler/devices?bookable=true&limit=1" \\
     | python3 -c 'import json, sys; print(json.load(sys.stdin)["results"][0]["id"])')
DAY=$(date -u -d tomorrow +%F)
curl -X POST $URL/api/v1/scheduler/bookings -H "Authorization: Bearer $TOKEN" \\
     -H 'Content-Type: application/json' -d '{{"title": "First light", "slots": [
       {{"device_id": '$DEVICE', "start": "'$DAY'T09:00Z", "end": "'$DAY'T11:00Z"}}]}}'"""


def render(*, public_url: str, status: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    """The page as HTML. `status` is that of `/api/v1/status`, `document` the merged OpenAPI."""
    content = _CONTENT.format(
        services="".join(_service(name, of) for name, of in status["services"].items()),
        steps=escape(_STEPS.format(url=public_url)),
        missing=_missing(document),
        rows="".join(
            _row(path, method, operation)
            for path, method, operation in sorted(operations(document), key=lambda row: row[:2])
        ),
    )
    return html.page("Labwright", content)


def _service(name: str, state: Mapping[str, Any]) -> str:
    word = str(state["status"])
    look = "ready" if word == "ready" else "away"
    return f'<li>{escape(name)} <strong class="{look}">{escape(word)}</strong></li>'


def _missing(document: Mapping[str, Any]) -> str:
    names = document.get("x-missing", [])
    return f" Without {escape(', '.join(names))}, which is away now." if names else ""


def _row(path: str, method: str, operation: Mapping[str, Any]) -> str:
    needs = "none" if operation.get("security") == [] else operation.get("x-permission", "")
    cells = (
        f'<td class="method">{escape(method.upper())}</td>',
        f"<td><code>{escape(path)}</code></td>",
        f"<td>{escape(str(operation.get('summary', '')))}</td>",
        f"<td><code>{escape(str(needs))}</code></td>",
    )
    return f"<tr>{''.join(cells)}</tr>\n"
