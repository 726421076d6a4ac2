"""The router: who may enter, one transaction a request, commit before the answer."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.types import Message, Receive, Scope, Send

from labwright_chassis import tables
from labwright_chassis.api import DbSession, ServiceRouter
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities

from .shop import PATH, WRITE, Shop, Someone, client_of, create_app
from .things import names_of, rows_of, things

DEADLOCK = sa.exc.OperationalError("UPDATE", {}, Exception(1213, "Deadlock found"))


def test_an_endpoint_without_permission_does_not_start() -> None:
    router = ServiceRouter(prefix="/x")
    with pytest.raises(TypeError, match="declares no permission"):
        router.get("/y")(lambda: None)


def test_an_endpoint_that_takes_a_session_must_not_be_a_coroutine() -> None:
    router = ServiceRouter(prefix="/x")

    async def wait(by: Someone, session: DbSession) -> None: ...

    with pytest.raises(TypeError, match="must be a `def`"):
        router.get("/y")(wait)


def test_two_endpoints_of_one_name_make_no_api(sqlite: Database, identities: Identities) -> None:
    first, second = ServiceRouter(prefix="/a"), ServiceRouter(prefix="/b")
    for router in (first, second):

        @router.get("/x")
        def same_name(by: Someone) -> None: ...

    with pytest.warns(UserWarning, match="Duplicate"), pytest.raises(TypeError, match="same_name"):
        create_app(sqlite, identities, [first, second]).openapi()


def test_a_start_does_not_wait_for_the_document(sqlite: Database, identities: Identities) -> None:
    assert create_app(sqlite, identities, []).openapi_schema is None


def test_the_document_says_who_may_call_what(shop: Shop) -> None:
    paths = shop.client.get("/openapi.json").json()["paths"]
    assert paths["/api/v1/shop/hello"]["get"]["security"] == []
    assert paths["/livez"]["get"]["security"] == []
    create, look = paths[PATH]["post"], paths[PATH]["get"]
    assert create["security"] == look["security"] == [{"session": []}]
    assert (create["x-permission"], look["x-permission"]) == (WRITE, "signed in")
    assert (create["operationId"], look["operationId"]) == ("create_thing", "list_things")


def test_the_document_shows_neither_session_nor_caller(shop: Shop) -> None:
    document = shop.client.get("/openapi.json").json()
    listing = document["paths"][PATH]["get"]
    names = [parameter["name"] for parameter in listing["parameters"]]
    assert names == ["limit", "offset", "ordering", "name__ic"]
    assert "application/problem+json" in listing["responses"]["default"]["content"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer nonsense"}, 401),
        ({"Authorization": "Basic dXNlcjpwYXNz"}, 401),
    ],
)
def test_a_stranger_learns_nothing_of_what_else_is_wrong(
    shop: Shop, headers: dict[str, str], status: int
) -> None:
    answer = shop.client.post(f"{PATH}?unknown=1", json={"nonsense": 1}, headers=headers)
    assert answer.status_code == status
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_permission_is_needed_and_being_signed_in_is_not_enough(shop: Shop) -> None:
    someone = shop.identities.headers(audience="shop")
    refused = shop.client.post(PATH, json={"nonsense": 1}, headers=someone)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-allowed")
    assert shop.client.get(PATH, headers=someone).status_code == 200


def test_a_service_is_no_person(shop: Shop) -> None:
    service = shop.identities.service_headers("mirror", audience="shop")
    assert shop.client.get(PATH, headers=service).status_code == 401


def test_anybody_may_call_what_is_public(shop: Shop) -> None:
    assert shop.client.get("/api/v1/shop/hello").json() == {"hello": "you"}


@pytest.mark.parametrize("path", [PATH, f"{PATH}/1", "/api/v1/shop/hello"])
def test_an_unknown_parameter_is_refused(shop: Shop, path: str) -> None:
    answer = shop.get(f"{path}?colour=red&size=1")
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["?colour", "?size"]


def test_a_request_that_works_commits_once(any_shop: Shop) -> None:
    answer = any_shop.create("bench")
    assert (answer.status_code, answer.headers["location"]) == (
        201,
        f"{PATH}/{answer.json()['id']}",
    )
    assert names_of(any_shop.database, things) == {answer.json()["id"]: "bench"}


def test_the_commit_comes_before_the_answer(any_shop: Shop) -> None:
    seen: list[list[str]] = []

    async def look(scope: Scope, receive: Receive, send: Send) -> None:
        async def spy(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = await asyncio.to_thread(names_of, any_shop.database, things)
                seen.append(list(found.values()))
            await send(message)

        await any_shop.app(scope, receive, spy)

    client_of(look).post(PATH, json={"name": "bench"}, headers=any_shop.headers)
    assert seen == [["bench"]]


def test_a_deadlock_reruns_the_whole_endpoint_on_a_fresh_session(any_shop: Shop) -> None:
    any_shop.play.fail = [DEADLOCK, DEADLOCK]
    assert any_shop.create("bench").status_code == 201
    assert len({id(session) for session in any_shop.play.sessions}) >= 2
    assert any_shop.play.calls == 3
    assert list(names_of(any_shop.database, things).values()) == ["bench"]
    assert len(rows_of(any_shop.database, tables.outbox)) == 1


def test_a_database_that_stays_busy_says_when_to_try_again(shop: Shop) -> None:
    shop.play.fail = [DEADLOCK] * 3
    answer = shop.create("bench")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "1213" not in answer.text
    assert names_of(shop.database, things) == {}


def test_an_upload_is_not_run_a_second_time(shop: Shop) -> None:
    shop.play.fail = [DEADLOCK]
    answer = shop.client.post(f"{PATH}/uploads", files={"file": b"bench"}, headers=shop.headers)
    assert (answer.status_code, shop.play.calls) == (503, 1)
    assert names_of(shop.database, things) == {}


def test_a_refusal_rolls_back_and_its_trace_is_written_after(any_shop: Shop) -> None:
    answer = any_shop.create("forbidden")
    assert (answer.status_code, answer.json()["detail"]) == (409, "No such thing may be here.")
    assert names_of(any_shop.database, things) == {}
    (trace,) = rows_of(any_shop.database, tables.outbox)
    assert trace.type == "audit.recorded.v1"
    assert (trace.payload["outcome"], trace.payload["reason"]) == ("refused", "forbidden")
    assert (trace.actor, trace.payload["actor_name"]) == ("user/1", "User 1")
    assert trace.request_id == answer.headers["x-request-id"]


def test_an_endpoint_can_be_called_many_times_at_once(shop: Shop) -> None:
    with ThreadPoolExecutor(6) as pool:
        answers: list[Any] = list(pool.map(lambda n: shop.create(f"thing {n}"), range(24)))
    assert {answer.status_code for answer in answers} == {201}
    assert len(names_of(shop.database, things)) == 24
