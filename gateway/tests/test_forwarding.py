"""What crosses the gateway, and what does not."""

import re

import pytest

DEVICES = "/api/v1/inventory/devices"


def test_a_request_reaches_the_service_of_its_prefix(lab, door):
    for service in (lab.auth, lab.inventory, lab.scheduler):
        answer = door.get(f"/api/v1/{service.name}/things")
        assert answer.status_code == 200
        assert service.last.path == f"/api/v1/{service.name}/things"


@pytest.mark.parametrize(
    "query", ["a=1&a=2", "q=%20%2f%2F..;x", 'x={y}|`^"<>', "a=b?c=d&&=", "%zz+%"]
)
def test_path_and_query_arrive_byte_for_byte(lab, door, query):
    status, _ = door.get_target(f"{DEVICES}/a%20b~c%C3%A9!$'()*,:@?{query}".encode())
    assert status == 200
    assert lab.inventory.last.path == f"{DEVICES}/a%20b~c%C3%A9!$'()*,:@"
    assert lab.inventory.last.query == query


def test_a_body_arrives_as_it_was_sent(lab, door, ada):
    answer = door.post(DEVICES, headers=ada, json={"name": "ROADM-7"})
    assert answer.status_code == 200
    assert lab.inventory.last.body == b'{"name":"ROADM-7"}'
    assert lab.inventory.last.header("content-type") == "application/json"


def test_hop_by_hop_headers_stay_behind_in_both_directions(lab, door):
    lab.inventory.answer(
        DEVICES, headers=[("connection", "x-private"), ("x-private", "1"), ("keep-alive", "9")]
    )
    answer = door.get(
        DEVICES,
        headers={
            "Connection": "keep-alive, X-Mine",
            "X-Mine": "1",
            "TE": "trailers",
            "X-Else": "2",
        },
    )
    seen = dict(lab.inventory.last.headers)
    assert seen["x-else"] == "2"
    assert not {"x-mine", "te", "keep-alive"} & set(seen)
    assert not {"x-private", "keep-alive"} & set(answer.headers)


def test_only_the_gateway_says_who_calls_and_from_where(lab, door):
    door.get(
        DEVICES,
        headers={
            "X-Labwright-User": "1",
            "x-labwright-session-secret": "x",
            "Forwarded": "for=1.2.3.4",
            "X-Forwarded-For": "1.2.3.4",
            "X-Forwarded-Prefix": "/x",
            "X-Real-IP": "1.2.3.4",
            "Cookie": "theme=dark",
            "Host": "evil.example",
        },
    )
    seen = lab.inventory.last
    assert seen.header("x-forwarded-for") == "127.0.0.1"
    assert seen.header("x-forwarded-proto") == "http"
    assert seen.header("x-forwarded-host") == "lab.example"
    assert seen.header("host") == "inventory"
    names = {name for name, _ in seen.headers}
    assert not {"x-labwright-user", "x-labwright-session-secret", "forwarded"} & names
    assert not {"x-forwarded-prefix", "x-real-ip", "cookie", "authorization"} & names


def test_a_trusted_proxy_may_say_from_where(lab):
    door = lab.open_gateway(trusted_proxies="127.0.0.0/8, 10.1.0.0/16")
    door.get(DEVICES, headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.9, 10.1.2.3"})
    assert lab.inventory.last.header("x-forwarded-for") == "192.0.2.9"


def test_the_client_s_headers_are_not_added_to(lab, door):
    door.raw(b"GET " + DEVICES.encode() + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    names = {name for name, _ in lab.inventory.last.headers}
    assert not {"accept", "accept-encoding", "user-agent", "content-type"} & names


def test_repeated_headers_are_kept_in_both_directions(lab, door):
    lab.inventory.answer(DEVICES, headers=[("link", "<1>"), ("link", "<2>"), ("vary", "Accept")])
    answer = door.get(DEVICES, headers=[("X-Tag", "1"), ("X-Tag", "2")])
    assert answer.headers.get_list("link") == ["<1>", "<2>"]
    assert [value for name, value in lab.inventory.last.headers if name == "x-tag"] == ["1", "2"]


def test_internal_headers_of_an_answer_stay_inside(lab, door):
    lab.inventory.answer(
        DEVICES,
        headers=[
            ("x-labwright-session-secret", "lws_stolen_0123456789"),
            ("access-control-allow-origin", "*"),
            ("set-cookie", "session=fixed"),
            ("set-cookie", "__Host-session=fixed"),
            ("set-cookie", "theme=dark"),
        ],
    )
    answer = door.get(DEVICES)
    assert answer.headers.get_list("set-cookie") == ["theme=dark"]
    assert "x-labwright-session-secret" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert len(answer.headers.get_list("date")) == 1
    assert "server" not in answer.headers


def test_content_codings_pass_untouched(lab, door):
    lab.inventory.answer(DEVICES, headers=[("content-encoding", "br")], body=b"not really brotli")
    _, answer = door.get_target(DEVICES.encode())
    assert b"content-encoding: br" in answer
    assert answer.endswith(b"not really brotli")


def test_answers_are_not_stored_unless_the_service_says_so(lab, door):
    assert door.get(DEVICES).headers["cache-control"] == "no-store"
    lab.inventory.answer(DEVICES, headers=[("cache-control", "max-age=5")])
    assert door.get(DEVICES).headers["cache-control"] == "max-age=5"


def test_a_redirect_is_passed_on_at_the_public_address(lab, door):
    location = "http://inventory/api/v1/inventory/devices?limit=1"
    lab.inventory.answer(DEVICES, status=307, headers=[("location", location)])
    answer = door.get(DEVICES)
    assert (answer.status_code, answer.headers["location"]) == (307, f"{DEVICES}?limit=1")
    assert len(lab.inventory.requests) == 1


def test_head_and_not_modified_have_no_body(lab, door):
    lab.inventory.answer(DEVICES, headers=[("etag", '"1"')], body=b"x" * 1000)
    answer = door.head(DEVICES)
    assert (answer.headers["content-length"], answer.content) == ("1000", b"")
    lab.inventory.answers[DEVICES] = (304, [("etag", '"1"')], b"")
    assert door.get(DEVICES).status_code == 304
    lab.inventory.answers[DEVICES] = (204, [], b"")
    assert door.delete(DEVICES).status_code == 204


def test_a_request_id_is_taken_echoed_and_forwarded(lab, door):
    answer = door.get(DEVICES, headers={"X-Request-ID": "run-7.a_b"})
    assert answer.headers.get_list("x-request-id") == ["run-7.a_b"]
    assert lab.inventory.last.header("x-request-id") == "run-7.a_b"
    assert door.get("/api/v1/no", headers={"X-Request-ID": "r8"}).json()["request_id"] == "r8"


@pytest.mark.parametrize("given", ["two words", "x" * 65, "a/b", ""])
def test_a_bad_request_id_is_replaced(lab, door, given):
    answer = door.get(DEVICES, headers={"X-Request-ID": given})
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])
    assert lab.inventory.last.header("x-request-id") == answer.headers["x-request-id"]


def test_a_trace_is_continued_or_begun(lab, door):
    given = f"00-{'a' * 32}-{'b' * 16}-01"
    door.get(DEVICES, headers={"traceparent": given})
    assert lab.inventory.last.header("traceparent") == given
    door.get(DEVICES, headers={"traceparent": "rubbish"})
    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-01", lab.inventory.last.header("traceparent"))


def test_unusual_methods_are_not_forwarded(lab, door):
    answer = door.request("TRACE", DEVICES)
    assert answer.status_code == 405
    assert answer.json()["type"] == "/problems/method-not-allowed"
    assert "GET" in answer.headers["allow"]
    assert not lab.inventory.requests


def test_services_on_a_port_are_reached_as_well(lab):
    behind = lab.open_gateway()
    door = lab.open_gateway(inventory_url=str(behind.base_url))
    assert door.get(DEVICES).status_code == 200
    assert lab.inventory.last.path == DEVICES
