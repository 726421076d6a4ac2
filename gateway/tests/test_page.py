"""The page for people."""

import re

import pytest


def test_the_root_leads_to_the_page(door):
    for path in ("/", "/app"):
        answer = door.get(path)
        assert (answer.status_code, answer.headers["location"]) == (307, "/app/")


def test_there_is_an_icon(door):
    answer = door.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


@pytest.mark.parametrize("path", ["/app/", "/docs"])
def test_the_page_tells_of_services_steps_and_operations(lab, door, path):
    operation = {"get": {"summary": "All devices", "x-permission": "a:b:c", "responses": {}}}
    paths = {"/api/v1/inventory/devices": operation}
    lab.inventory.answer("/openapi.json", json={"openapi": "3.1.0", "paths": paths})
    lab.servers.pop("scheduler").stop()
    answer = door.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "inventory <strong" in answer.text
    assert "URL=http://lab.example\n" in answer.text
    assert "<td>All devices</td><td><code>a:b:c</code></td>" in answer.text
    assert "Without scheduler, which is away now." in answer.text


def test_whatever_services_say_is_text(lab, door):
    evil = "<script>alert(1)</script>"
    operation = {"get": {"summary": evil, "responses": {}, "security": []}}
    lab.auth.answer(
        "/openapi.json", json={"openapi": "3.1.0", "paths": {f"/api/v1/auth/{evil}": operation}}
    )
    text = door.get("/app/").text
    assert "<script" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_the_page_needs_nothing_from_outside_and_can_load_nothing(door):
    answer = door.get("/app/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
