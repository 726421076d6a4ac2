"""Templates, device groups and patch lists: own or shared, with their devices as they are now."""

import pytest

from labwright_scheduler import permissions

from .lab import BOOKER, at, problem_of

USER = (*BOOKER, permissions.PRESET_READ, permissions.PRESET_WRITE)
KEEPER = (*USER, permissions.PRESET_WRITE_ANY)
READER = (permissions.DEVICE_READ, permissions.PRESET_READ)
PORTS = [{"id": 5, "name": "LINE-1", "kind": "line"}]

TEMPLATE = {
    "name": "Two amplifiers",
    "title": "Noise figure",
    "items": [
        {"device_id": 1, "lasts": "PT2H"},
        {"device_id": 2, "after": "PT1H", "lasts": "PT1H"},
    ],
}
GROUP = {"name": "Testbed 1", "items": [{"device_id": 1}, {"device_id": 2}]}
PATCH_LIST = {"name": "Ring", "items": [{"device_id": 1, "port_id": 5}, {"device_id": 2}]}
KINDS = [("templates", TEMPLATE), ("device-groups", GROUP), ("patch-lists", PATCH_LIST)]


@pytest.fixture
def kept(lab):
    """Two devices, and a client for what is kept."""
    lab.device(1, ports=PORTS)
    lab.device(2)

    def send(method, path, user=1, rights=USER, headers=None, **options):
        sent = lab.headers(user, *rights) | (headers or {})
        return lab.client.request(method, f"/api/v1/scheduler/{path}", headers=sent, **options)

    return send


@pytest.mark.parametrize(("path", "body"), KINDS)
def test_it_is_kept_changed_and_kept_no_longer(kept, path, body):
    made = kept("POST", path, json=body)
    assert (made.status_code, made.json()["version"]) == (201, 1), made.text
    at_ = f"{path}/{made.json()['id']}"
    assert made.headers["Location"].endswith(at_)
    assert kept("GET", at_).json() == made.json()
    old = {"If-Match": made.headers["ETag"]}
    changed = kept("PATCH", at_, headers=old, json={"name": "Another", "description": "Why"})
    assert (changed.json()["name"], changed.json()["version"]) == ("Another", 2)
    assert changed.json()["items"] == made.json()["items"]
    assert kept("PATCH", at_, headers=old, json={"name": "Third"}).status_code == 412
    assert kept("DELETE", at_, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert kept("GET", at_).status_code == 404


@pytest.mark.parametrize(("path", "body"), KINDS)
def test_what_is_not_shared_is_for_nobody_else_to_know_of(kept, path, body):
    own = kept("POST", path, json=body).json()["id"]
    shared = kept("POST", path, rights=KEEPER, json={**body, "name": "For all", "shared": True})
    for_all = f"{path}/{shared.json()['id']}"
    assert kept("GET", f"{path}/{own}", 2).status_code == 404
    assert kept("PATCH", f"{path}/{own}", 2, KEEPER, json={}).status_code == 404
    assert kept("GET", for_all, 2).status_code == 200
    assert [each["name"] for each in kept("GET", path, 2).json()["results"]] == ["For all"]
    assert kept("GET", path, 2, params={"mine": True}).json()["count"] == 0
    assert kept("GET", path, params={"q": "for"}).json()["count"] == 1
    assert kept("PATCH", for_all, 2, json={"name": "Mine"}).status_code == 403
    assert kept("DELETE", for_all, 2).status_code == 403
    assert kept("PATCH", for_all, 2, KEEPER, json={"description": "Ours"}).status_code == 200


def test_a_group_for_all_is_kept_by_who_looks_after_the_lab(kept):
    assert kept("POST", "device-groups", json={**GROUP, "shared": True}).status_code == 403
    own = kept("POST", "device-groups", json=GROUP).json()["id"]
    assert kept("PATCH", f"device-groups/{own}", json={"shared": True}).status_code == 403


@pytest.mark.parametrize(("path", "body"), KINDS)
def test_a_removed_device_is_flagged(kept, lab, path, body):
    made = kept("POST", path, json=body).json()
    lab.device(2, version=2, removed_at=at(0, days=-1))
    shown = kept("GET", f"{path}/{made['id']}").json()["items"]
    assert [(item["device_name"], item["removed"]) for item in shown] == [
        ("DEVICE-1", False),
        ("DEVICE-2", True),
    ]


def test_a_port_that_is_gone_is_flagged(kept, lab):
    made = kept("POST", "patch-lists", json=PATCH_LIST).json()
    assert made["items"][0]["port_name"] == "LINE-1"
    lab.device(1, version=2, ports=[])
    shown = kept("GET", f"patch-lists/{made['id']}").json()["items"]
    assert [(item["port_name"], item["removed"]) for item in shown] == [(None, True), (None, False)]


@pytest.mark.parametrize(
    ("kind", "change", "pointer"),
    [
        (0, {"items": []}, "/items"),
        (0, {"items": [{"device_id": 77, "lasts": "PT1H"}]}, "/items/0/device_id"),
        (0, {"items": [{"device_id": 1, "lasts": "PT0S"}]}, "/items/0/lasts"),
        (0, {"items": [{"device_id": 1, "lasts": "P99D"}]}, "/items/0/lasts"),
        (0, {"items": [{"device_id": "1", "lasts": "PT1H"}]}, "/items/0/device_id"),
        (1, {"items": [{"device_id": 1, "port_id": 5}]}, "/items/0/port_id"),
        (1, {"name": " "}, "/name"),
        (1, {"name": "\ufdfa" * 30}, "/name"),
        (1, {"items": [{"device_id": 1}] * 1001}, "/items"),
        (2, {"items": [{"device_id": 1, "port_id": 6}]}, "/items/0/port_id"),
        (2, {"mine": True}, "/mine"),
    ],
)
def test_what_cannot_be_kept_is_refused_where_it_stands(kept, kind, change, pointer):
    path, body = KINDS[kind]
    refused = problem_of(kept("POST", path, json={**body, **change}))
    assert (refused["status"], refused["errors"][0]["pointer"]) == (422, pointer)


def test_a_name_is_kept_once_by_each_owner(any_lab):
    any_lab.device(1)
    any_lab.device(2)

    def keep(name, user=1):
        return any_lab.client.post(
            "/api/v1/scheduler/device-groups",
            headers=any_lab.headers(user, *USER),
            json={**GROUP, "name": name},
        )

    assert keep("Testbed").status_code == 201
    assert problem_of(keep("  TESTBED "))["type"].endswith("preset-name-taken")
    assert keep("Testbed", 2).status_code == 201


def test_a_template_is_booked_at_a_time(kept):
    id = kept("POST", "templates", json=TEMPLATE).json()["id"]
    booked = kept("POST", f"templates/{id}/book", json={"start": at(9)})
    assert booked.status_code == 201, booked.text
    assert booked.json()["title"] == "Noise figure"
    assert [
        (s["device_id"], s["start"][11:16], s["end"][11:16]) for s in booked.json()["slots"]
    ] == [
        (1, "09:00", "11:00"),
        (2, "10:00", "11:00"),
    ]
    assert kept("POST", f"templates/{id}/book", json={"start": at(10)}).status_code == 409
    assert kept("POST", f"templates/{id}/book", json={}).status_code == 422


@pytest.mark.parametrize(("path", "body"), KINDS[1:])
def test_its_devices_are_booked_together_or_not_at_all(kept, lab, path, body):
    id = kept("POST", path, json=body).json()["id"]
    wish = {"title": "Ring", "start": at(9), "end": at(10), "hold": True}
    booked = kept("POST", f"{path}/{id}/book", json=wish).json()
    assert [(s["device_id"], s["status"]) for s in booked["slots"]] == [(1, "HELD"), (2, "HELD")]
    lab.device(2, version=2, removed_at=at(0, days=-1))
    later = {"title": "Ring", "start": at(11), "end": at(12)}
    assert kept("POST", f"{path}/{id}/book", json=later).status_code == 422
    backwards = {"title": "Ring", "start": at(11), "end": at(10)}
    assert kept("POST", f"{path}/{id}/book", json=backwards).status_code == 422


@pytest.mark.parametrize(("path", "body"), KINDS)
def test_each_way_in_asks_who_comes(kept, lab, path, body):
    id = kept("POST", path, json=body).json()["id"]
    for method, at_ in (("GET", path), ("POST", path), ("PATCH", f"{path}/{id}"),
                        ("DELETE", f"{path}/{id}"), ("POST", f"{path}/{id}/book")):  # fmt: skip
        whole = f"/api/v1/scheduler/{at_}"
        assert lab.client.request(method, whole, json={}).status_code == 401
        if method != "GET":
            assert kept(method, at_, rights=READER, json=body).status_code == 403
    assert kept("POST", f"{path}/999/book", json={"start": at(9), "end": at(10), "title": "x"}
                if path != "templates" else {"start": at(9)}).status_code == 404  # fmt: skip


def test_no_more_are_kept_than_somebody_may(kept, monkeypatch):
    monkeypatch.setattr("labwright_scheduler.presets.service.MOST_PRESETS", 1)
    assert kept("POST", "device-groups", json=GROUP).status_code == 201
    assert kept("POST", "device-groups", json={**GROUP, "name": "More"}).status_code == 409
