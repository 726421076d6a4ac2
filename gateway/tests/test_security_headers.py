"""What browsers are told with every answer."""

import pytest

DEVICES = "/api/v1/inventory/devices"
EVERYWHERE = [DEVICES, "/api/v1/nowhere", "/livez", "/openapi.json", "/docs", "/problems/", "/"]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_them(door, path):
    headers = door.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_behind_tls_browsers_shall_stay_there(lab, path):
    door = lab.open_gateway(public_url="https://lab.example")
    assert door.get(path).headers["strict-transport-security"] == "max-age=31536000"


def test_a_service_may_choose_its_own(lab, door):
    lab.inventory.answer(DEVICES, headers=[("content-security-policy", "sandbox")])
    assert door.get(DEVICES).headers.get_list("content-security-policy") == ["sandbox"]


@pytest.mark.parametrize("path", [DEVICES, "/api/v1/nowhere", "/api/v1/status", "/openapi.json"])
def test_what_is_private_is_not_kept(door, ada, path):
    assert door.get(path, headers=ada).headers["cache-control"] == "no-store"
