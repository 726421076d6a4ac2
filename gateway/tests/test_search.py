"""One search over all services."""

import asyncio

import pytest

SEARCH = "/api/v1/search"


@pytest.fixture
def answered(lab):
    """The lab's services with something to find."""
    lab.inventory.answer("/api/v1/inventory/sites", json={"results": [{"id": 3, "name": "Munich"}]})
    people = [{"id": 7, "display_name": "Ada of Munich"}]
    lab.auth.answer("/api/v1/auth/users", json={"results": people})
    for kind in ("devices", "device-types", "manufacturers", "tags"):
        lab.inventory.answer(f"/api/v1/inventory/{kind}", json={"results": []})
    return lab


def test_it_finds_what_any_service_has(answered, door, ada):
    answer = door.get(SEARCH, params={"q": "Mun & ich"}, headers=ada)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "q": "Mun & ich",
        "results": [
            {"kind": "site", "id": 3, "name": "Munich", "address": "/api/v1/inventory/sites/3"},
            {"kind": "person", "id": 7, "name": "Ada of Munich", "address": "/api/v1/auth/users/7"},
        ],
        "missing": [],
    }
    assert {seen.query for seen in answered.inventory.requests} == {"q=Mun+%26+ich&limit=5"}


def test_each_service_is_asked_in_the_caller_s_name(answered, door, ada):
    door.get(SEARCH, params={"q": "x"}, headers={**ada, "X-Request-ID": "r9"})
    assert answered.inventory.last.header("authorization") == "Bearer signed-for-inventory"
    assert answered.auth.last.header("authorization") == "Bearer signed-for-auth"
    assert answered.auth.last.header("x-request-id") == "r9"


def test_what_the_caller_may_not_see_is_not_there(answered, door, ada):
    answered.auth.answer("/api/v1/auth/users", 403, json={})
    body = door.get(SEARCH, params={"q": "x"}, headers=ada).json()
    assert [hit["kind"] for hit in body["results"]] == ["site"]
    assert body["missing"] == []


@pytest.mark.parametrize("broken", [(500, b"{}"), (200, b"{}"), (200, b"[1]"), (200, b"no json")])
def test_a_service_that_cannot_answer_is_missing(answered, door, ada, broken):
    answered.auth.answer("/api/v1/auth/users", broken[0], body=broken[1])
    body = door.get(SEARCH, params={"q": "x"}, headers=ada).json()
    assert [hit["kind"] for hit in body["results"]] == ["site"]
    assert body["missing"] == ["auth"]


def test_a_slow_service_is_missing(answered, ada):
    async def never(scope, receive, send):
        await asyncio.get_running_loop().create_future()

    door = answered.open_gateway(search_timeout=1)
    answered.inventory.handlers["/api/v1/inventory/tags"] = never
    body = door.get(SEARCH, params={"q": "x"}, headers=ada).json()
    assert body["missing"] == ["inventory"]
    assert [hit["kind"] for hit in body["results"]] == ["site", "person"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", f"?q={'x' * 101}", "?q=x&limit=7"])
def test_a_question_that_is_none_is_a_422(door, ada, query):
    answer = door.get(SEARCH + query, headers=ada)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/malformed"


def test_strangers_search_nothing(answered, door):
    assert door.get(SEARCH, params={"q": "x"}).status_code == 401
    assert not answered.inventory.requests


def test_searching_is_limited(answered, ada):
    door = answered.open_gateway(rate_search="1/minute")
    statuses = [door.get(SEARCH, params={"q": "x"}, headers=ada).status_code for _ in range(2)]
    assert statuses == [200, 429]
