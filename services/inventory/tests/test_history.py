"""The history of a device: one entry for each changed field."""

from typing import Any

Lab = Any


def told(entries: list[Any]) -> dict[str, tuple[Any, Any]]:
    return {entry["field"]: (entry["old"], entry["new"]) for entry in entries}


def test_a_new_device_has_an_entry_for_each_field(lab: Lab) -> None:
    device = lab.make_device(name="ROADM-7", capacity=2)
    entries = lab.history(device["id"])
    kind = {"id": device["device_type"]["id"], "name": device["device_type"]["name"]}
    assert told(entries) == {
        "name": (None, "ROADM-7"),
        "capacity": (None, 2),
        "status": (None, "active"),
        "device_type": (None, kind),
    }
    assert {entry["action"] for entry in entries} == {"create"}


def test_a_change_says_who_did_what_and_by_which_request(lab: Lab) -> None:
    device = lab.make_device(name="ROADM-7", status="spare")
    headers = {"X-Request-ID": "request-7"}
    body = {"status": "active", "name": "ROADM-8", "schedulable": False}
    lab.patch(f"/devices/{device['id']}", body, headers=headers)
    entries = lab.history(device["id"], action="update")
    assert told(entries) == {
        "status": ("spare", "active"),
        "name": ("ROADM-7", "ROADM-8"),
        "schedulable": (None, False),
    }
    for entry in entries:
        assert (entry["actor"], entry["actor_name"]) == ("user/1", "User 1")
        assert (entry["request_id"], entry["device_id"]) == ("request-7", device["id"])
        assert entry["at"].endswith("Z")


def test_a_move_tells_both_sites_as_they_were_called(lab: Lab) -> None:
    cork, dublin = lab.make("sites", name="Cork"), lab.make("sites", name="Dublin")
    device = lab.make_device(site_id=cork["id"])
    lab.patch(f"/devices/{device['id']}", {"site_id": dublin["id"]})
    lab.patch(f"/sites/{cork['id']}", {"name": "Cork City"})
    entry = lab.history(device["id"])[0]
    assert entry["field"] == "site"
    assert entry["old"] == {"id": cork["id"], "name": "Cork"}
    assert entry["new"] == {"id": dublin["id"], "name": "Dublin"}


def test_each_tag_given_or_taken_is_an_entry(lab: Lab) -> None:
    for name in ("a", "b", "c"):
        lab.make("tags", name=name)
    device = lab.make_device(tags=["a", "b"])
    lab.patch(f"/devices/{device['id']}", {"tags": ["b", "c"]})
    entries = lab.history(device["id"], action="tags")
    assert [(e["old"], e["new"]) for e in entries] == [
        (None, "c"),
        ("a", None),
        (None, "b"),
        (None, "a"),
    ]


def test_the_history_is_filtered_and_paged_newest_first(each_lab: Lab) -> None:
    device = each_lab.make_device(notes="0")
    path = f"/devices/{device['id']}"
    for text in ("1", "2", "3"):
        each_lab.patch(path, {"notes": text})
    page = each_lab.get(f"{path}/history?field=notes&limit=2").json()
    assert page["count"] == 4
    assert [entry["new"] for entry in page["results"]] == ["3", "2"]
    newest = page["results"][0]["at"]
    assert len(each_lab.history(device["id"], at__gte=newest)) == 1
    assert len(each_lab.history(device["id"], at__lt=newest, field=["notes", "name"])) == 4
    assert each_lab.history(device["id"], actor="user/2") == []
    assert each_lab.get(f"{path}/history?action=none").status_code == 422
    assert each_lab.get(f"{path}/history?device_id=1").status_code == 422
