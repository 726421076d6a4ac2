"""Loads the sample lab through the public API, as an admin would."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from labwright_chassis.clients import create_client

_INVENTORY = "/api/v1/inventory"


def load(address: str, *, username: str, password: str) -> int:
    """Sign in, make what is missing of catalogue and devices; how many devices were made.

    It may have been interrupted before: what is there already is left as it is.

    Raises:
        httpx2.HTTPStatusError: a step was refused.
    """
    with create_client(address, timeout=60) as client:
        answer = client.post(
            "/api/v1/auth/session-tokens", json={"username": username, "password": password}
        )
        answer.raise_for_status()
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return fill(client)


def fill(client: Any) -> int:
    """Make what is missing, as the one whom the client stands for; how many devices were made.

    Raises:
        httpx2.HTTPStatusError: a step was refused.
    """
    _make_catalogue(client)
    created = _import_devices(client)
    _make_links(client)
    return created


def _make_catalogue(client: Any) -> None:
    catalogue: Mapping[str, list[dict[str, Any]]] = json.loads(_text("catalog.json"))
    makers = _make(client, "manufacturers", catalogue["manufacturers"])
    for plural in ("sites", "tags"):
        _make(client, plural, catalogue[plural])
    types = [
        {**row, "manufacturer_id": makers.get(maker)}
        for row in catalogue["device_types"]
        for maker in [row.pop("manufacturer")]
    ]
    _make(client, "device-types", types)


def _make(client: Any, plural: str, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Ids by name, after making those that are missing."""
    page = client.get(f"{_INVENTORY}/{plural}", params={"limit": 500}).raise_for_status().json()
    ids = {row["name"]: row["id"] for row in page["results"]}
    for row in rows:
        if row["name"] not in ids:
            answer = client.post(f"{_INVENTORY}/{plural}", json=row).raise_for_status()
            ids[row["name"]] = answer.json()["id"]
    return ids


def _import_devices(client: Any) -> int:
    file = {"file": ("devices.csv", _text("devices.csv"), "text/csv")}
    answer = client.post(f"{_INVENTORY}/imports?dry_run=false", files=file).raise_for_status()
    created: int = answer.json()["summary"]["create"]
    return created


def _make_links(client: Any) -> None:
    """Lay the fibres that are missing, with the ports at their ends."""
    page = client.get(f"{_INVENTORY}/devices", params={"limit": 500}).raise_for_status().json()
    ids = {device["name"]: device["id"] for device in page["results"]}
    for row in csv.DictReader(io.StringIO(_text("links.csv"))):
        ends = [_port(client, ids[row[f"device_{end}"]], row[f"port_{end}"]) for end in "ab"]
        if any(port["link_id"] for port in ends):
            continue
        link = {"port_a_id": ends[0]["id"], "port_b_id": ends[1]["id"], "kind": "fibre"}
        client.post(f"{_INVENTORY}/links", json=link).raise_for_status()


def _port(client: Any, device_id: int, name: str) -> Mapping[str, Any]:
    """A device's port of that name, made if it is missing."""
    address = f"{_INVENTORY}/devices/{device_id}/ports"
    page = client.get(address).raise_for_status().json()
    for port in page["results"]:
        if port["name"] == name:
            found: Mapping[str, Any] = port
            return found
    made: Mapping[str, Any] = (
        client.post(address, json={"name": name, "kind": "lc"}).raise_for_status().json()
    )
    return made


def _text(name: str) -> str:
    return resources.files("labwright_standalone.sample").joinpath(name).read_text("utf-8")
