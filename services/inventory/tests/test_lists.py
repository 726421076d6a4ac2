"""Lists: filters, order, pages, and how many statements they take."""

from typing import Any

import pytest

Lab = Any


def names(lab: Lab, **params: Any) -> list[str]:
    answer = lab.get("/devices", params=params)
    assert answer.status_code == 200, answer.text
    return [device["name"] for device in answer.json()["results"]]


@pytest.fixture
def stocked(each_lab: Lab) -> Lab:
    """Three devices that differ in all that can be asked for."""
    lab = each_lab
    for name in ("c-band", "otdr"):
        lab.make("tags", name=name)
    compute = lab.make_type(name="Server", category="compute")["id"]
    optical = lab.make_type(name="ROADM")["id"]
    site, maker = lab.make("sites")["id"], lab.make("manufacturers")["id"]
    lab.make_device(name="a_1", device_type_id=optical, oi_id="OI-1", tags=["c-band", "otdr"])
    lab.make_device(
        name="B2", device_type_id=compute, site_id=site, hostname="b.example", tags=["c-band"]
    )
    lab.make_device(
        name="c3", device_type_id=optical, manufacturer_id=maker, status="spare", model="100% M"
    )
    lab.ids = {"compute": compute, "optical": optical, "site": site, "maker": maker}
    return lab


def test_devices_are_filtered(stocked: Lab) -> None:
    ids = stocked.ids
    assert names(stocked) == ["a_1", "B2", "c3"]
    assert names(stocked, status="spare") == ["c3"]
    assert names(stocked, status=["spare", "active"]) == ["a_1", "B2", "c3"]
    assert names(stocked, device_type_id=ids["optical"]) == ["a_1", "c3"]
    assert names(stocked, category="Compute") == ["B2"]
    assert names(stocked, site_id=ids["site"]) == ["B2"]
    assert names(stocked, site_id=0) == ["a_1", "c3"]
    assert names(stocked, site_id=[0, ids["site"]]) == ["a_1", "B2", "c3"]
    assert names(stocked, manufacturer_id=ids["maker"]) == ["c3"]
    assert names(stocked, manufacturer_id=999) == []


def test_repeated_tags_mean_all_of_them(stocked: Lab) -> None:
    assert names(stocked, tag="C-BAND") == ["a_1", "B2"]
    assert names(stocked, tag=["c-band", "otdr"]) == ["a_1"]
    assert names(stocked, tag=["c-band", "no such"]) == []


def test_free_text_is_literal(stocked: Lab) -> None:
    assert names(stocked, q="oi-1") == ["a_1"]
    assert names(stocked, q="B.EXAMPLE") == ["B2"]
    assert names(stocked, q="_") == ["a_1"]
    assert names(stocked, q="0%") == ["c3"]
    assert names(stocked, name__ic="b") == ["B2"]
    assert names(stocked, q="b", status="spare") == []


def test_times_are_compared(stocked: Lab) -> None:
    first = stocked.get("/devices").json()["results"][0]["created_at"]
    assert names(stocked, created_at__lt=first) == []
    assert names(stocked, created_at__gte=first) == ["a_1", "B2", "c3"]
    assert stocked.get("/devices", params={"created_at__lt": "2026-01-01T00:00"}).status_code == 422


def test_devices_are_ordered(stocked: Lab) -> None:
    assert names(stocked, ordering="-name") == ["c3", "B2", "a_1"]
    assert names(stocked, ordering="status,-id") == ["B2", "a_1", "c3"]
    assert stocked.get("/devices?ordering=notes").status_code == 422


def test_a_list_is_paged(stocked: Lab) -> None:
    page = stocked.get("/devices?limit=2&status=active&status=spare").json()
    assert (page["count"], len(page["results"]), page["previous"]) == (3, 2, None)
    last = stocked.get(page["next"]).json()
    assert [device["name"] for device in last["results"]] == ["c3"]
    assert last["next"] is None
    assert stocked.get(last["previous"]).json()["results"] == page["results"]
    assert stocked.get("/devices?offset=100").json()["results"] == []


def test_a_brief_list_names_and_links(stocked: Lab) -> None:
    first = stocked.get("/devices?brief=true").json()["results"][0]
    path = f"/api/v1/inventory/devices/{first['id']}"
    assert first == {"id": first["id"], "url": path, "display": "a_1"}
    assert stocked.get(path).json()["name"] == "a_1"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "offset=-1",
        "status=broken",
        "site_id=x",
        "colour=red",
        "q=" + "x" * 201,
        "device_type_id=99999999999999999999",
        "created_at__gte=yesterday",
        "ordering=,",
    ],
)
def test_a_parameter_that_cannot_be_understood_is_refused(lab: Lab, query: str) -> None:
    answer = lab.get(f"/devices?{query}")
    assert answer.status_code == 422
    name, _, _ = answer.json()["errors"][0]["pointer"].partition(".")
    assert name == f"?{query.split('=', maxsplit=1)[0]}"


@pytest.mark.parametrize("brief", [False, True])
def test_a_list_takes_the_same_few_statements_however_long(each_lab: Lab, brief: bool) -> None:
    lab = each_lab
    for name in ("c-band", "otdr"):
        lab.make("tags", name=name)
    site, maker = lab.make("sites")["id"], lab.make("manufacturers")["id"]
    counts = []
    for wanted in (1, 30):
        for _ in range(lab.get("/devices").json()["count"], wanted):
            lab.make_device(site_id=site, manufacturer_id=maker, tags=["c-band", "otdr"])
        with lab.statements() as seen:
            lab.get(f"/devices?limit=500&tag=otdr&q=dev&brief={brief}")
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert counts[0] <= 7, "search, page, rows, tags, count, and SQLite's BEGIN and ROLLBACK"


@pytest.mark.parametrize("kind", ["device-types", "manufacturers", "sites", "tags"])
def test_entries_are_listed_like_devices(lab: Lab, kind: str) -> None:
    fields = {"category": "OPTICAL", "schedulable": True} if kind == "device-types" else {}
    for name in ("b", "A", "c%"):
        lab.make(kind, name=name, **fields)
    with lab.statements() as seen:
        assert [e["name"] for e in lab.get(f"/{kind}").json()["results"]] == ["A", "b", "c%"]
    assert len(seen) <= 4
    found = lab.get(f"/{kind}", params={"q": "%", "brief": True}).json()["results"]
    assert [entry["display"] for entry in found] == ["c%"]
    assert lab.get(f"/{kind}?ordering=-name&limit=1").json()["results"][0]["name"] == "c%"
    assert lab.get(f"/{kind}?colour=red").status_code == 422


def test_types_are_filtered(lab: Lab) -> None:
    maker = lab.make("manufacturers")["id"]
    lab.make_type(name="a", category="compute", schedulable=False)
    lab.make_type(name="b", manufacturer_id=maker)
    for query in ("category=OPTICAL", f"manufacturer_id={maker}", "schedulable=true"):
        found = lab.get(f"/device-types?{query}").json()["results"]
        assert [entry["name"] for entry in found] == ["b"]
