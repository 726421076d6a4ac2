"""`Idempotency-Key`: the same request twice has one effect and one answer."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_chassis import db as chassis_db
from labwright_chassis import tables
from labwright_chassis.db import Database
from labwright_chassis.testing.identities import Identities

from .shop import CRATES, PATH, WRITE, Shop, open_shop
from .things import names_of, rows_of, things, under_way, wait_until


def effects(shop: Shop) -> int:
    return len(names_of(shop.database, things))


def test_the_same_request_is_answered_again(any_shop: Shop) -> None:
    first, again = (any_shop.create("bench", key="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (
        None,
        "true",
    )
    assert (effects(any_shop), any_shop.play.calls) == (1, 1)


def test_another_body_under_the_same_key_is_refused(any_shop: Shop) -> None:
    any_shop.create("bench", key="k1")
    other = any_shop.create("desk", key="k1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/malformed")
    assert effects(any_shop) == 1


def test_other_keys_routes_and_callers_are_other_requests(shop: Shop) -> None:
    shop.create("bench", key="k1")
    shop.create("bench", key="k2")
    shop.create("bench", key="k1", path=f"{PATH}/free")
    someone = shop.identities.headers([WRITE], audience="shop", user_id=2)
    headers = someone | {"Idempotency-Key": "k1"}
    assert shop.client.post(PATH, json={"name": "bench"}, headers=headers).status_code == 201
    assert effects(shop) == 4


def test_routes_of_other_routers_are_other_routes(shop: Shop) -> None:
    thing, crate = (shop.create("bench", key="k1", path=path) for path in (PATH, CRATES))
    assert (thing.status_code, crate.status_code) == (201, 201)
    assert effects(shop) == 2


def test_another_password_is_another_body(shop: Shop) -> None:
    headers = shop.headers | {"Idempotency-Key": "k1"}
    answers = [
        shop.client.post(
            f"{PATH}/safes", json={"name": "safe", "password": password}, headers=headers
        )
        for password in ("first", "first", "second")
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[1].headers["idempotency-replayed"] == "true"


def test_a_refusal_is_not_stored(any_shop: Shop) -> None:
    assert any_shop.create("forbidden", key="k1").status_code == 409
    assert rows_of(any_shop.database, tables.idempotency_keys) == []
    assert any_shop.create("bench", key="k1").status_code == 201


def test_a_crash_is_not_stored(shop: Shop) -> None:
    shop.play.fail = [ValueError("broken")]
    assert shop.create("bench", key="k1").status_code == 500
    assert shop.create("bench", key="k1").status_code == 201
    assert effects(shop) == 1


def test_without_a_key_each_request_counts(shop: Shop) -> None:
    shop.create("bench")
    shop.create("bench")
    assert effects(shop) == 2


@pytest.mark.parametrize("key", ["", "x" * 129, "two words", "tab\tbed"])
def test_a_key_is_short_and_visible(shop: Shop, key: str) -> None:
    assert shop.create("bench", key=key).status_code == 422
    assert effects(shop) == 0


def test_the_longest_key_is_kept_whole(any_shop: Shop) -> None:
    any_shop.create("bench", key="x" * 127 + "a")
    any_shop.create("bench", key="x" * 127 + "b")
    assert effects(any_shop) == 2


def test_a_path_that_differs_is_another_body(shop: Shop) -> None:
    boxes = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"]
    first, second = (shop.create("x", key="k1", path=f"{PATH}/boxes/{box}") for box in boxes)
    assert (first.status_code, second.status_code) == (201, 422)


def test_bodies_of_any_shape_are_compared(shop: Shop) -> None:
    free = f"{PATH}/free"
    answers = [shop.create(name, key="k1", path=free) for name in ("bench", "bench", "desk")]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    headers = shop.headers | {"Idempotency-Key": "k2"}
    bulk = [
        shop.client.post(f"{PATH}/bulk", json=[{"name": name}], headers=headers)
        for name in ("bench", "bench", "desk")
    ]
    assert [answer.status_code for answer in bulk] == [201, 201, 422]
    assert bulk[0].json() == bulk[1].json()


def test_an_upload_is_compared_by_its_content(shop: Shop) -> None:
    headers = shop.headers | {"Idempotency-Key": "k1"}
    answers = [
        shop.client.post(f"{PATH}/uploads", files={"file": content}, headers=headers)
        for content in (b"bench", b"bench", b"desk")
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert answers[0].json() == answers[1].json()
    assert list(names_of(shop.database, things).values()) == ["bench"]


def test_an_answer_with_a_secret_is_never_stored(shop: Shop) -> None:
    shop.create("bench", key="k1", path=f"{PATH}/secrets")
    shop.create("bench", key="k1", path=f"{PATH}/secrets")
    assert effects(shop) == 2
    assert rows_of(shop.database, tables.idempotency_keys) == []


def test_a_deadlock_in_a_keyed_request_leaves_one_key(any_shop: Shop) -> None:
    any_shop.play.fail = [sa.exc.OperationalError("", {}, Exception(1213, "Deadlock found"))]
    assert any_shop.create("bench", key="k1").status_code == 201
    assert any_shop.create("bench", key="k1").headers["idempotency-replayed"] == "true"
    assert effects(any_shop) == 1


def second_while_first_is_under_way(shop: Shop, first_may_end: Any) -> list[Any]:
    """The answers of two equal requests, of which the second comes during the first."""
    answers: list[Any] = [None, None]
    shop.play.go_on = threading.Event()

    def call(number: int) -> None:
        answers[number] = shop.create("bench", key="k1")

    first, second = (threading.Thread(target=call, args=(n,)) for n in (0, 1))
    first.start()
    assert shop.play.entered.wait(60)
    second.start()
    wait_until(lambda: first_may_end(answers))
    shop.play.go_on.set()
    first.join(60)
    second.join(60)
    return answers


def test_a_second_caller_waits_for_the_first(mariadb: Database, identities: Identities) -> None:
    shop = open_shop(mariadb, identities)
    insert = "INSERT IGNORE INTO idempotency%"
    first, second = second_while_first_is_under_way(shop, lambda _: under_way(mariadb, insert))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert effects(shop) == 1


def test_on_sqlite_too_a_second_caller_waits_for_the_first(shop: Shop) -> None:
    first, second = second_while_first_is_under_way(shop, lambda _: True)
    assert second.json() == first.json()
    assert effects(shop) == 1


def test_a_second_caller_does_not_wait_for_ever(
    mariadb: Database, identities: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chassis_db, "_LOCK_WAIT_SECONDS", 1)
    impatient = Database(mariadb.engine.url.render_as_string(hide_password=False))
    shop = open_shop(impatient, identities)
    first, second = second_while_first_is_under_way(shop, lambda answers: answers[1] is not None)
    assert (first.status_code, second.status_code) == (201, 409)
    assert "still under way" in second.json()["detail"]
    impatient.dispose()
