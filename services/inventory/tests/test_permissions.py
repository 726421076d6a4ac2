"""Who may do what, and where."""

from typing import Any

import pytest

from labwright_inventory import permissions

Lab = Any

ROUTES = [
    ("GET", "/devices", "device:read"),
    ("POST", "/devices", "device:write"),
    ("GET", "/devices/1", "device:read"),
    ("PATCH", "/devices/1", "device:write"),
    ("DELETE", "/devices/1", "device:delete"),
    ("GET", "/devices/1/history", "history:read"),
    ("POST", "/devices/bulk", "device:write"),
    ("PATCH", "/devices/bulk", "device:write"),
    ("POST", "/devices/bulk-delete", "device:delete"),
    ("GET", "/devices/export", "device:read"),
    ("GET", "/devices/labels", "device:read"),
    ("GET", "/devices/1/label.svg", "device:read"),
    ("GET", "/devices/1/label.png", "device:read"),
    ("GET", "/devices/ansible-inventory", "device:read"),
    ("GET", "/devices/http-sd", "device:read"),
    ("GET", "/statistics", "device:read"),
    ("POST", "/imports", "import:run"),
    ("GET", "/devices/1/attachments", "device:read"),
    ("POST", "/devices/1/attachments", "device:write"),
    ("GET", "/devices/1/attachments/1", "device:read"),
    ("DELETE", "/devices/1/attachments/1", "device:write"),
    ("GET", "/devices/1/health", "device:read"),
    ("POST", "/devices/1/health", "health:write"),
    ("GET", "/devices/1/health/history", "device:read"),
    ("GET", "/maintenance", "maintenance:read"),
    ("POST", "/maintenance", "maintenance:write"),
    ("GET", "/maintenance/1", "maintenance:read"),
    ("PATCH", "/maintenance/1", "maintenance:write"),
    *(
        ("POST", f"/maintenance/1/{step}", "maintenance:write")
        for step in ("start", "finish", "cancel")
    ),
    ("GET", "/imports", "import:run"),
    ("GET", "/imports/1", "import:run"),
    ("GET", "/imports/1/rows", "import:run"),
    ("GET", "/imports/1/progress", "import:run"),
    ("POST", "/imports/1/undo", "import:run"),
    ("POST", "/saved-views", "view:write"),
    ("PATCH", "/saved-views/1", "view:write"),
    ("DELETE", "/saved-views/1", "view:write"),
    ("GET", "/saved-views", "device:read"),
    ("GET", "/saved-views/1", "device:read"),
    ("GET", "/status", "event:read"),
    ("GET", "/events/relay", "event:read"),
    ("GET", "/events/unsent", "event:read"),
    ("POST", "/events/unsent/retry", "event:requeue"),
    ("POST", "/events/unsent/1/drop", "event:drop"),
    ("GET", "/events/dead-letters", "event:read"),
    ("POST", "/events/dead-letters/requeue", "event:requeue"),
    ("POST", "/events/dead-letters/1/drop", "event:drop"),
    ("GET", "/devices/1/ports", "device:read"),
    ("POST", "/devices/1/ports", "device:write"),
    ("POST", "/devices/1/ports/from-type", "device:write"),
    ("GET", "/devices/1/connections", "device:read"),
    *(
        route
        for path in ("/ports/1", "/links/1")
        for route in (
            ("GET", path, "device:read"),
            ("PATCH", path, "device:write"),
            ("DELETE", path, "device:write"),
        )
    ),
    ("GET", "/pdus", "catalog:read"),
    ("POST", "/pdus", "catalog:write"),
    ("GET", "/pdus/1", "catalog:read"),
    ("PATCH", "/pdus/1", "catalog:write"),
    ("DELETE", "/pdus/1", "catalog:write"),
    ("GET", "/pdus/1/outlets", "catalog:read"),
    ("PATCH", "/pdus/1/outlets/1", "catalog:write"),
    ("GET", "/devices/1/outlets", "catalog:read"),
    ("GET", "/links", "device:read"),
    ("POST", "/links", "device:write"),
    ("GET", "/device-types/1/templates", "catalog:read"),
    ("PUT", "/device-types/1/templates", "catalog:write"),
    ("POST", "/device-types/import", "catalog:write"),
    ("GET", "/racks/1/elevation", "device:read"),
    ("GET", "/racks/1/elevation.svg", "device:read"),
    *(
        route
        for kind in ("device-types", "manufacturers", "sites", "locations", "racks", "tags")
        for route in (
            ("GET", f"/{kind}", "catalog:read"),
            ("POST", f"/{kind}", "catalog:write"),
            ("GET", f"/{kind}/1", "catalog:read"),
            ("PATCH", f"/{kind}/1", "catalog:write"),
            ("DELETE", f"/{kind}/1", "catalog:write"),
        )
    ),
]


@pytest.mark.parametrize(("method", "path", "permission"), ROUTES)
def test_each_endpoint_needs_its_permission(
    lab: Lab, method: str, path: str, permission: str
) -> None:
    needed = f"inventory:{permission}"
    others = tuple(p.name for p in permissions.PERMISSIONS if p.name != needed)
    assert lab.api.request(method, f"/api/v1/inventory{path}").status_code == 401
    assert lab.ask(method, path, permissions=others).status_code == 403
    assert lab.ask(method, path, permissions=(needed,)).status_code not in (401, 403)


def test_every_endpoint_is_in_the_table_above(lab: Lab) -> None:
    declared = set()
    for path, operations in lab.api.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/api/"):
                declared.add((method.upper(), operation["x-permission"]))
    assert declared == {(method, f"inventory:{permission}") for method, _, permission in ROUTES}


@pytest.mark.parametrize(
    "path",
    [
        "/devices",
        "/device-types",
        "/manufacturers",
        "/sites",
        "/locations",
        "/racks",
        "/ports",
        "/links",
        "/pdus",
        "/tags",
    ],
)
def test_what_is_not_there_is_not_found(lab: Lab, path: str) -> None:
    for method, body in (("GET", None), ("PATCH", {}), ("DELETE", None)):
        answer = lab.ask(method, f"{path}/999", json=body)
        assert answer.status_code == 404
        assert answer.json()["type"] == "/problems/not-found"


def test_what_never_was_has_no_history(lab: Lab) -> None:
    assert lab.get("/devices/999/history").status_code == 404


def test_whoever_is_bound_to_sites_writes_there_only(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    here, there = lab.make_device(site_id=mine), lab.make_device(site_id=other)
    bound = {"sites": (mine,)}
    assert lab.get(f"/devices/{there['id']}", **bound).status_code == 200
    assert lab.patch(f"/devices/{here['id']}", {"notes": "n"}, **bound).status_code == 200
    assert lab.patch(f"/devices/{there['id']}", {"notes": "n"}, **bound).status_code == 403
    assert lab.delete(f"/devices/{there['id']}", **bound).status_code == 403
    assert lab.delete(f"/devices/{here['id']}", **bound).status_code == 204


def test_a_move_needs_the_permission_at_both_sites(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    path = f"/devices/{lab.make_device(site_id=mine)['id']}"
    assert lab.patch(path, {"site_id": other}, sites=(mine,)).status_code == 403
    assert lab.patch(path, {"site_id": None}, sites=(mine,)).status_code == 403
    assert lab.patch(path, {"site_id": other}, sites=(mine, other)).status_code == 200


def test_a_device_without_a_site_is_at_nobodys_sites(lab: Lab) -> None:
    mine = lab.make("sites")["id"]
    body = {"name": "x", "device_type_id": lab.make_type()["id"]}
    assert lab.post("/devices", body, sites=(mine,)).status_code == 403
    assert lab.post("/devices", body | {"site_id": mine}, sites=(mine,)).status_code == 201


def test_an_import_ends_at_the_callers_sites(lab: Lab) -> None:
    mine = lab.make("sites", name="Mine")["id"]
    lab.make("sites", name="Other")
    lab.make_type(name="ROADM")
    rows = "name,device_type,site\nA,ROADM,Mine\nB,ROADM,Other\nC,ROADM,\n"
    report = lab.upload(rows, sites=(mine,)).json()
    assert [row["action"] for row in report["rows"]] == ["create", "error", "error"]
    assert report["rows"][1]["errors"][0]["code"] == "not_allowed"


def test_a_site_is_changed_by_those_who_may_there(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    assert lab.patch(f"/sites/{mine}", {"notes": "n"}, sites=(mine,)).status_code == 200
    assert lab.patch(f"/sites/{other}", {"notes": "n"}, sites=(mine,)).status_code == 403
