"""Pages of other sites do nothing in a person's name."""

import pytest

BOOKINGS = "/api/v1/scheduler/bookings"
APP = "https://app.example"

REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://lab.example"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://lab.example"},
    {"Origin": "http://lab.example:8080"},
    {"Origin": "http://lab.example.evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{APP}/"},
]
PASSED = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://lab.example"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://lab.example"},
    {"Origin": APP},
]


@pytest.fixture
def door(lab):
    return lab.open_gateway(cors_origins=APP)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("headers", REFUSED)
def test_another_site_changes_nothing(lab, door, method, headers):
    answer = door.request(method, BOOKINGS, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/cross-site-request"
    assert not lab.scheduler.requests


@pytest.mark.parametrize("headers", PASSED)
def test_our_own_pages_and_programs_do(door, headers):
    assert door.post(BOOKINGS, headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["login", "register"])
def test_signing_in_is_no_exception(door, path):
    answer = door.post(f"/api/v1/auth/{path}", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_doubled_header_does_not_help(door):
    doubled = [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "cross-site")]
    assert door.post(BOOKINGS, headers=doubled).status_code == 403


@pytest.mark.parametrize("headers", REFUSED)
def test_reading_and_bearer_tokens_are_free(door, ada, headers):
    assert door.get(BOOKINGS, headers=headers).status_code == 200
    assert door.post(BOOKINGS, headers={**ada, **headers}).status_code == 200


def test_a_configured_origin_may_read_the_answers(door):
    answer = door.get(BOOKINGS, headers={"Origin": APP})
    assert answer.headers["access-control-allow-origin"] == APP
    assert answer.headers["access-control-allow-credentials"] == "true"
    assert "Origin" in answer.headers["vary"]


def test_a_configured_origin_may_read_refusals_as_well(door):
    answer = door.get("/api/v1/none", headers={"Origin": APP})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (404, APP)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{APP}.evil", ""])
def test_another_origin_may_not(lab, door, origin):
    answer = door.get(BOOKINGS, headers={"Origin": origin})
    assert "access-control-allow-origin" not in answer.headers
    preflight = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = door.options(BOOKINGS, headers=preflight)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_configured_origin_may_ask_what_it_may_send(lab, door):
    answer = door.options(
        BOOKINGS,
        headers={
            "Origin": APP,
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "if-match, content-type",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == APP
    assert "if-match" in answer.headers["access-control-allow-headers"]
    assert not lab.scheduler.requests


def test_without_configured_origins_there_is_no_cors(lab):
    door = lab.open_gateway()
    answer = door.get(BOOKINGS, headers={"Origin": APP})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = {"Origin": APP, "Access-Control-Request-Method": "POST"}
    assert door.options(BOOKINGS, headers=preflight).status_code == 403
