"""Views of the device list: own or shared, kept under a name."""

import pytest

from labwright_inventory.permissions import DEVICE_READ, VIEW_WRITE, VIEW_WRITE_ANY
from labwright_inventory.saved_views import service

PATH = "/saved-views"
USER = (DEVICE_READ, VIEW_WRITE)
KEEPER = (*USER, VIEW_WRITE_ANY)
VIEW = {
    "name": "Ready amplifiers",
    "filters": {"status": ["active"], "tag": ["edfa"], "ordering": "-name"},
    "columns": ["name", "status"],
}


@pytest.fixture
def kept(lab):
    """Asks for views as somebody, person 1 unless another is named."""

    def send(method, path=PATH, body=None, user=1, rights=USER, headers=None, **options):
        who = lab.identities.headers(rights, audience="inventory", user_id=user)
        url = f"/api/v1/inventory{path}"
        options |= {"json": body} if body is not None else {}
        return lab.api.request(method, url, headers=who | (headers or {}), **options)

    return send


def test_a_view_is_kept_changed_and_kept_no_longer(kept):
    made = kept("POST", body=VIEW)
    assert (made.status_code, made.json()["version"]) == (201, 1), made.text
    assert {name: made.json()[name] for name in VIEW} == VIEW
    at = f"{PATH}/{made.json()['id']}"
    assert made.headers["Location"].endswith(at)
    assert kept("GET", at).json() == made.json()
    old = {"If-Match": made.headers["ETag"]}
    changed = kept("PATCH", at, {"filters": {"q": "fibre"}}, headers=old)
    assert (changed.json()["filters"], changed.json()["version"]) == ({"q": "fibre"}, 2)
    assert changed.json()["columns"] == VIEW["columns"]
    assert kept("PATCH", at, {"name": "Third"}, headers=old).status_code == 412
    assert kept("DELETE", at, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert kept("GET", at).status_code == 404


def test_its_filters_find_what_the_list_finds(kept, lab):
    lab.make_device(name="A", status="active")
    lab.make_device(name="B", status="spare")
    view = kept("POST", body={"name": "Spares", "filters": {"status": ["spare"]}}).json()
    found = lab.get("/devices", params=view["filters"]).json()
    assert [device["name"] for device in found["results"]] == ["B"]


def test_what_is_not_shared_is_for_nobody_else_to_know_of(kept):
    own = kept("POST", body=VIEW).json()["id"]
    for_all = kept("POST", body=VIEW | {"name": "For all", "shared": True}).json()["id"]
    assert kept("GET", f"{PATH}/{own}", user=2).status_code == 404
    assert kept("PATCH", f"{PATH}/{own}", {}, user=2, rights=KEEPER).status_code == 404
    assert [view["name"] for view in kept("GET", user=2).json()["results"]] == ["For all"]
    assert kept("GET", user=2, params={"mine": True}).json()["count"] == 0
    assert kept("GET", params={"q": "ready"}).json()["count"] == 1
    assert kept("PATCH", f"{PATH}/{for_all}", {"name": "Mine"}, user=2).status_code == 403
    assert kept("DELETE", f"{PATH}/{for_all}", user=2).status_code == 403
    assert kept("DELETE", f"{PATH}/{for_all}", user=2, rights=KEEPER).status_code == 204


def test_a_list_takes_the_same_few_statements_however_long(kept, lab):
    counts = []
    for name in ("one", "two", "three"):
        kept("POST", body=VIEW | {"name": name})
        with lab.statements() as seen:
            kept("GET")
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert counts[0] <= 5, "page, count, owners, and SQLite's BEGIN and ROLLBACK"


def test_a_name_is_kept_once_by_each_owner(kept):
    assert kept("POST", body=VIEW).status_code == 201
    taken = kept("POST", body=VIEW | {"name": "ready  AMPLIFIERS"})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/name")
    assert kept("POST", body=VIEW, user=2).status_code == 201
    other = kept("POST", body=VIEW | {"name": "Other"}).json()["id"]
    assert kept("PATCH", f"{PATH}/{other}", {"name": VIEW["name"]}).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({"filters": {"colour": "red"}}, "/filters/colour"),
        ({"filters": {"status": ["broken"]}}, "/filters/status/0"),
        ({"columns": ["name", "name"]}, "/columns"),
        ({"columns": ["<b>"]}, "/columns/0"),
        ({"columns": [f"c{n}" for n in range(51)]}, "/columns"),
        ({"shared": "yes"}, "/shared"),
        ({"owner": 2}, "/owner"),
    ],
)
def test_what_cannot_be_kept_is_refused_where_it_stands(kept, change, pointer):
    refused = kept("POST", body=VIEW | change)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert kept("GET").json()["count"] == 0


def test_only_so_many_are_kept(kept, monkeypatch):
    monkeypatch.setattr(service, "MOST_VIEWS", 1)
    assert kept("POST", body=VIEW).status_code == 201
    refused = kept("POST", body=VIEW | {"name": "Second"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/too-many-views")


def test_a_change_is_audited_and_one_that_changes_nothing_is_not(kept, lab):
    view = kept("POST", body=VIEW).json()
    kept("PATCH", f"{PATH}/{view['id']}", {"name": VIEW["name"]})
    kept("PATCH", f"{PATH}/{view['id']}", {"shared": True})
    actions = [row.payload["action"] for row in lab.events("audit")]
    assert actions == ["inventory.saved_view.create", "inventory.saved_view.update"]
