"""Every failure is an RFC 9457 problem, and every answer carries its request's id."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from labwright_chassis.api.problems import problem
from labwright_chassis.errors import Malformed

from .shop import PATH, Shop

KINDS = {
    "Malformed": (422, "malformed"),
    "Unauthenticated": (401, "unauthenticated"),
    "NotAllowed": (403, "not-allowed"),
    "NotFound": (404, "not-found"),
    "Refused": (409, "refused"),
    "Stale": (412, "stale"),
    "PreconditionMissing": (428, "precondition-required"),
    "TooLarge": (413, "too-large"),
    "TooMany": (429, "too-many-requests"),
    "Unavailable": (503, "unavailable"),
}
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


def assert_problem(answer: Any, status: int, slug: str) -> dict[str, Any]:
    body: dict[str, Any] = answer.json()
    assert answer.status_code == body["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"/problems/{slug}"
    assert body.keys() >= MEMBERS
    assert body["title"]
    assert body["request_id"] == answer.headers["x-request-id"]
    return body


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_error_has_its_status(shop: Shop, kind: str) -> None:
    path = f"/api/v1/shop/errors/{kind}"
    body = assert_problem(shop.client.get(path), *KINDS[kind])
    assert (body["detail"], body["instance"]) == (f"{kind} happened.", path)


def test_an_error_may_say_more_and_when_to_try_again(shop: Shop) -> None:
    answer = shop.client.get("/api/v1/shop/errors/TooMany")
    assert answer.headers["retry-after"] == "7"
    assert answer.json()["limit"] == 3
    assert "retry_after" not in answer.json()


def test_what_does_not_exist_is_told_with_its_path(shop: Shop) -> None:
    body = assert_problem(shop.client.get("/api/v1/nowhere"), 404, "not-found")
    assert body["detail"] == "There is nothing at /api/v1/nowhere."


def test_a_method_that_is_not_offered_names_those_that_are(shop: Shop) -> None:
    answer = shop.client.delete(PATH)
    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


@pytest.mark.parametrize("content", [b"{not json", b"\xff\xfe\x00", b"", b'"text"', b"[]"])
def test_a_body_that_cannot_be_understood_is_422(shop: Shop, content: bytes) -> None:
    headers = shop.headers | {"Content-Type": "application/json"}
    assert_problem(shop.client.post(PATH, content=content, headers=headers), 422, "malformed")


def test_wrong_fields_are_named_by_pointer(shop: Shop) -> None:
    answer = shop.client.post(PATH, json={"name": "", "colour": "red"}, headers=shop.headers)
    body = assert_problem(answer, 422, "malformed")
    found = {(e["pointer"], e["code"]) for e in body["errors"]}
    assert found == {("/name", "string_too_short"), ("/colour", "extra_forbidden")}


def test_a_wrong_item_of_a_list_is_named_by_its_index(shop: Shop) -> None:
    items = [{"name": "bench"}, {"name": ""}]
    body = shop.client.post(f"{PATH}/bulk", json=items, headers=shop.headers).json()
    assert [e["pointer"] for e in body["errors"]] == ["/1/name"]


@pytest.mark.parametrize(("path", "pointer"), [("?limit=501", "?limit"), ("/first", "path id")])
def test_wrong_parameters_are_named(shop: Shop, path: str, pointer: str) -> None:
    body = assert_problem(shop.get(PATH + path), 422, "malformed")
    assert body["errors"][0]["pointer"] == pointer
    assert body["detail"].startswith(pointer)


def test_one_wrong_place_can_be_named_by_a_rule() -> None:
    error = Malformed.at("/slots/0/end", "It ends before it starts.", "order")
    assert error.errors[0].model_dump() == {
        "pointer": "/slots/0/end",
        "code": "order",
        "message": "It ends before it starts.",
    }


def test_a_crash_tells_nothing_but_its_request_id(shop: Shop) -> None:
    with capture_logs() as logs:
        answer = shop.client.get("/api/v1/shop/crash", headers={"X-Request-ID": "r-1"})
    body = assert_problem(answer, 500, "internal-error")
    assert "vault" not in answer.text
    assert "Traceback" not in answer.text
    assert body["request_id"] == "r-1"
    (told,) = [log for log in logs if log["event"] == "unexpected"]
    assert (told["request_id"], str(told["exc_info"])) == ("r-1", "SELECT secret FROM vault")


def test_a_body_that_says_it_is_too_large_is_413(shop: Shop) -> None:
    answer = shop.create("x" * 10_001)
    body = assert_problem(answer, 413, "too-large")
    assert "10,000 bytes" in body["detail"]
    assert shop.play.calls == 0


def test_a_body_that_turns_out_too_large_is_413(shop: Shop) -> None:
    def pour() -> Iterator[bytes]:
        yield b'{"name": "'
        for _ in range(20):
            yield b"x" * 1000

    headers = shop.headers | {"Content-Type": "application/json"}
    assert_problem(shop.client.post(PATH, content=pour(), headers=headers), 413, "too-large")


@pytest.mark.parametrize(("size", "status"), [(15_000, 201), (21_000, 413)])
def test_a_path_may_have_a_limit_of_its_own(shop: Shop, size: int, status: int) -> None:
    files = {"file": b"x" * 50 + b" " * (size - 50)}
    answer = shop.client.post(f"{PATH}/uploads", files=files, headers=shop.headers)
    assert answer.status_code == status


def test_a_limit_may_be_for_any_segment(shop: Shop) -> None:
    """Nobody answers there; the limit is asked first."""
    for path, status in (("7/notes", 404), ("7/8/notes", 413), ("notes", 413)):
        answer = shop.client.post(f"{PATH}/{path}", content=b"x" * 14_000, headers=shop.headers)
        assert answer.status_code == status


def test_a_request_id_is_made(shop: Shop) -> None:
    first, second = (shop.client.get("/livez").headers["x-request-id"] for _ in range(2))
    assert first != second
    assert len(first) == 32


@pytest.mark.parametrize("given", ["a-1.B_2", "x" * 64])
def test_a_good_request_id_is_taken_and_echoed(shop: Shop, given: str) -> None:
    assert shop.get(PATH, **{"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["", "x" * 65, "a b", 'a"b', "ü".encode("latin-1").decode("latin-1")]
)
def test_a_bad_request_id_is_replaced(shop: Shop, given: str) -> None:
    echoed = shop.client.get("/livez", headers={"X-Request-ID": given.encode("latin-1")})  # type: ignore[dict-item]
    assert echoed.headers["x-request-id"] != given


def test_each_request_is_logged_once_with_its_caller(shop: Shop) -> None:
    with capture_logs() as logs:
        shop.get(f"{PATH}/999", **{"X-Request-ID": "r-9"})
        shop.client.get("/livez")
    (line,) = [log for log in logs if log["event"] == "request"]
    assert (line["status"], line["actor"], line["route"]) == (404, "user/1", f"{PATH}/{{id}}")


def test_requests_are_counted_by_route(shop: Shop) -> None:
    shop.get(f"{PATH}/1")
    shop.get(f"{PATH}/2")
    line = f'labwright_http_requests_total{{method="GET",route="{PATH}/{{id}}",status="404"}} 2.0'
    assert line in shop.metrics.expose().decode()


def test_a_problem_leaves_out_what_is_not_known() -> None:
    body = json.loads(problem(502, "The service is away.").body)
    assert body == {
        "type": "/problems/bad-gateway",
        "title": "Bad Gateway",
        "status": 502,
        "detail": "The service is away.",
        "instance": "",
        "request_id": "",
    }


def test_a_body_of_another_media_type_is_415(shop: Shop) -> None:
    headers = shop.headers | {"content-type": "text/plain"}
    answer = shop.client.post(PATH, content=b"name=desk", headers=headers)
    assert_problem(answer, 415, "unsupported-media-type")
