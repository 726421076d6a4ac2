"""Dead letters as operators meet them: kept once, shown whatever they hold, requeued, dropped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from labwright_chassis import clock, tables
from labwright_chassis.api.operations import dead_letters as routes
from labwright_chassis.db import Database
from labwright_chassis.dead_letters import service
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.service import LIFE, Death, Failure
from labwright_chassis.tables import LetterState
from labwright_chassis.testing.identities import Identities
from labwright_chassis.worker import failures
from labwright_contracts import permissions

from .letters import bury, requeue
from .shop import client_of, create_app
from .things import changed, rows_of, sold

PATH = "/api/v1/mirror/events/dead-letters"
ALL = [permission.name for permission in permissions.of_operators("mirror")]

Ask = Callable[..., Any]


@pytest.fixture
def client(database: Database, identities: Identities) -> TestClient:
    app = create_app(database, identities, [routes.create_router("mirror")])
    app.state.verifier._audience = "mirror"
    return client_of(app)


@pytest.fixture
def ask(client: TestClient, identities: Identities) -> Ask:
    """Asks as somebody with these permissions."""

    def ask_as(method: str, path: str = "", *, who: list[str] = ALL, **options: Any) -> Any:
        headers = identities.headers(who, audience="mirror", user_id=7)
        return client.request(method, f"{PATH}{path}", headers=headers, **options)

    return ask_as


def states(database: Database) -> list[LetterState]:
    return [row.state for row in rows_of(database, tables.dead_letters)]


def grow_old(database: Database, letter_id: int) -> None:
    long_ago = clock.now() - LIFE - timedelta(minutes=1)
    old = sa.update(tables.dead_letters).where(tables.dead_letters.c.id == letter_id)
    database.unit(lambda s: s.execute(old.values(occurred_at=long_ago)))


def test_a_letter_is_shown_with_content_reason_and_history(database: Database, ask: Ask) -> None:
    id = bury(database, sold(4), error="ValueError: four")
    shown = ask("GET", f"/{id}").json()
    assert (shown["queue"], shown["type"], shown["subject"]) == (
        "mirror.things",
        "shop.thing.sold.v1",
        "thing/4",
    )
    assert (shown["state"], shown["reason"], shown["attempts"]) == ("open", "ValueError: four", 1)
    assert (shown["body_encoding"], shown["body"]) == ("utf-8", '{"thing_id":4}')
    assert shown["headers"]["cloudEvents:actor"] == "user/4"
    assert [(step["step"], step["words"]) for step in shown["history"]] == [
        ("failed", "ValueError: four")
    ]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b""),
        ({}, b"\xff\x00\xfe"),
        ({"cloudEvents:id": b"\xff", "cloudEvents:time": "never", "n": {"deep": [1]}}, b"["),
        ({"cloudEvents:type": "t" * 5000, "cloudEvents:subject": "s" * 5000}, b"\x1b[31m"),
        ({"x-history": b"\xff", "x-death": "no list", "x-death-id": 7}, b"[" * 5000),
    ],
    ids=["empty", "not text", "no envelope", "too long", "false history"],
)
def test_whatever_cannot_be_decoded_is_shown_safely(
    database: Database, ask: Ask, headers: dict[str, Any], body: bytes
) -> None:
    death = failures.death_of("mirror.things", headers, body, at=clock.now())
    for _ in range(2):
        database.unit(lambda s: service.keep(s, death))
    [listed] = ask("GET").json()["results"]
    shown = ask("GET", f"/{listed['id']}")
    assert shown.status_code == 200
    assert len(shown.json()["history"]) == 1


def test_headers_come_back_as_they_arrived() -> None:
    headers = {"cloudEvents:id": "1", "bytes": b"\xff", "number": 3, "x-death-id": "gone"}
    content = Content.of(headers, b"")
    assert content.to_headers() == {"cloudEvents:id": "1", "bytes": b"\xff", "number": 3}


def test_one_death_told_twice_is_one_and_a_second_death_opens_again(database: Database) -> None:
    envelope, body = sold(4)
    content = Content.of(envelope.to_headers(), body)
    first = Death("a", "mirror.things", content, [Failure(clock.now(), "one")] * 2)
    second = replace(first, id="b", failures=[Failure(clock.now(), "two")])
    database.unit(lambda s: service.keep(s, first))
    requeue(database, rows_of(database, tables.dead_letters)[0].id)
    database.unit(lambda s: service.keep(s, first))
    assert states(database) == [LetterState.REQUEUED]
    database.unit(lambda s: service.keep(s, second))
    [letter] = rows_of(database, tables.dead_letters)
    assert (letter.state, letter.reason, letter.attempts) == (LetterState.OPEN, "two", 3)
    steps = [str(row.step) for row in rows_of(database, tables.dead_letter_steps)]
    assert steps == ["failed", "failed", "requeued", "failed"]


def test_a_letter_that_died_anew_is_not_marked_as_returned(database: Database) -> None:
    id = bury(database, sold(4))
    requeue(database, id)
    [taken] = rows_of(database, tables.dead_letters)
    bury(database, sold(5))
    database.unit(lambda s: service.keep(s, Death("z", taken.queue, _content(taken), [_failed()])))
    database.unit(lambda s: service.mark_returned(s, taken))
    assert states(database) == [LetterState.OPEN, LetterState.OPEN]


def test_letters_are_filtered_ordered_and_paged(database: Database, ask: Ask) -> None:
    ids = [bury(database, event) for event in (sold(1), changed(2, 1, "bench"), sold(3))]
    requeue(database, ids[2])

    def found(**params: Any) -> list[int]:
        return [row["id"] for row in ask("GET", params=params).json()["results"]]

    assert found() == ids[::-1]
    assert found(state="open") == ids[1::-1]
    assert found(type="shop.thing.sold.v1", ordering="id") == [ids[0], ids[2]]
    assert found(queue="mirror.other") == []
    assert found(died_at__lt=clock.now().isoformat(), ordering="id", limit=1, offset=1) == [ids[1]]
    assert found(died_at__gte=clock.now().isoformat()) == []
    assert ask("GET", params={"ordering": "body"}).status_code == 422


def test_requeue_is_said_once_in_history_and_audit(database: Database, ask: Ask) -> None:
    id = bury(database, sold(4))
    for _ in range(2):
        answer = ask("POST", f"/{id}/requeue")
        assert (answer.status_code, answer.json()["state"]) == (200, "requeued")
    assert [(s["step"], s["actor"]) for s in answer.json()["history"]][1:] == [
        ("requeued", "user/7")
    ]
    [audited] = rows_of(database, tables.outbox)
    assert (audited.payload["action"], audited.payload["target"]) == (
        "mirror.dead_letter.requeue",
        f"dead_letter/{id}",
    )


def test_requeue_all_takes_what_matches_and_is_young_enough(database: Database, ask: Ask) -> None:
    bury(database, sold(1))
    old = bury(database, sold(2))
    bury(database, changed(3, 1, "bench"))
    grow_old(database, old)
    answer = ask("POST", "/requeue", json={"type": ["shop.thing.sold.v1"]})
    assert answer.json() == {"requeued": 1, "too_old": 1, "left": False}
    assert states(database) == [LetterState.REQUEUED, LetterState.OPEN, LetterState.OPEN]
    again = ask("POST", "/requeue", json={"type": ["shop.thing.sold.v1"]}).json()
    assert again == {"requeued": 0, "too_old": 1, "left": False}
    assert len(rows_of(database, tables.outbox)) == 1


def test_a_letter_older_than_the_inbox_remembers_is_not_requeued(
    database: Database, ask: Ask
) -> None:
    id = bury(database, sold(4))
    grow_old(database, id)
    answer = ask("POST", f"/{id}/requeue")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/dead-letter-too-old")
    assert states(database) == [LetterState.OPEN]
    assert ask("POST", f"/{id}/drop", json={"reason": "too old"}).status_code == 200


def test_a_letter_is_dropped_with_a_reason(database: Database, ask: Ask) -> None:
    id = bury(database, sold(4))
    assert ask("POST", f"/{id}/drop", json={}).status_code == 422
    for _ in range(2):
        answer = ask("POST", f"/{id}/drop", json={"reason": "sent by a test"})
        assert (answer.status_code, answer.json()["state"]) == (200, "dropped")
    [audited] = rows_of(database, tables.outbox)
    assert audited.payload["after"] == {"reason": "sent by a test"}
    assert ask("POST", f"/{id}/requeue").status_code == 409


def test_a_letter_on_its_way_back_cannot_be_dropped(database: Database, ask: Ask) -> None:
    id = bury(database, sold(4))
    requeue(database, id)
    answer = ask("POST", f"/{id}/drop", json={"reason": "changed my mind"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/dead-letter-settled")


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "", "read"),
        ("GET", "/1", "read"),
        ("POST", "/requeue", "requeue"),
        ("POST", "/1/requeue", "requeue"),
        ("POST", "/1/drop", "drop"),
    ],
)
def test_each_endpoint_needs_its_permission(
    client: TestClient, ask: Ask, method: str, path: str, needed: str
) -> None:
    body = {"json": {"reason": "because"} if "drop" in path else {}} if method == "POST" else {}
    assert client.request(method, PATH + path, **body).status_code == 401
    others = [name for name in ALL if name != f"mirror:event:{needed}"]
    assert ask(method, path, who=others, **body).status_code == 403
    answer = ask(method, path, who=[f"mirror:event:{needed}"], **body)
    assert answer.status_code == (404 if "1" in path else 200)


@pytest.mark.parametrize("id", ["0", "-1", "9" * 25, "x"])
def test_what_is_no_number_of_a_letter_is_answered(ask: Ask, id: str) -> None:
    assert ask("GET", f"/{id}").status_code == 422


def test_settled_letters_are_forgotten_in_time_and_open_ones_stay(database: Database) -> None:
    dropped, kept = bury(database, sold(1)), bury(database, sold(2))
    database.unit(lambda s: service.drop(s, dropped, area="mirror", reason="no"))
    old = sa.update(tables.dead_letters).values(changed_at=clock.now() - 2 * LIFE)
    database.unit(lambda s: s.execute(old))
    database.unit(service.prune)
    assert [row.id for row in rows_of(database, tables.dead_letters)] == [kept]
    assert len(rows_of(database, tables.dead_letter_steps)) == 1


def _content(row: sa.Row[Any]) -> Content:
    return Content(row.headers, row.body)


def _failed() -> Failure:
    return Failure(clock.now(), "again")
