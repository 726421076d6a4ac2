"""Labels: codes that open a device's page, and sheets of them."""

from typing import Any

Lab = Any


def test_a_label_is_drawn_and_painted(lab: Lab) -> None:
    device = lab.make_device()
    svg = lab.get(f"/devices/{device['id']}/label.svg")
    assert (svg.status_code, svg.headers["content-type"]) == (200, "image/svg+xml")
    assert b"<svg" in svg.content
    png = lab.get(f"/devices/{device['id']}/label.png?scale=3")
    assert png.content.startswith(b"\x89PNG")
    assert lab.get(f"/devices/{device['id']}/label.png?scale=0").status_code == 422
    for kind in ("svg", "png"):
        assert lab.get(f"/devices/999/label.{kind}").status_code == 404


def test_a_sheet_has_a_label_for_each_device_and_runs_nothing(lab: Lab) -> None:
    lab.make_device(name="<script>alert(1)</script>", status="spare", oi_id="OI-1")
    lab.make_device(name="other")
    sheet = lab.get("/devices/labels?format=html&status=spare")
    assert sheet.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in sheet.headers["content-security-policy"]
    assert sheet.text.count("<article>") == 1
    assert "&lt;script&gt;" in sheet.text
    assert "<script" not in sheet.text
    assert "OI-1" in sheet.text
    for refused in ("format=pdf", "limit=3", "ordering=notes"):
        assert lab.get(f"/devices/labels?{refused}").status_code == 422


def test_a_code_opens_the_devices_page() -> None:
    from labwright_inventory.labels import rules

    assert rules.page_of("https://lab.example/", 7) == "https://lab.example/app/inventory/devices/7"
