"""Nobody asks so often that others have to wait."""

import pytest
from pydantic import ValidationError

from labwright_gateway.rates.limiter import Rate, subject_of
from labwright_gateway.settings import GatewaySettings

DEVICES = "/api/v1/inventory/devices"
BOOKINGS = "/api/v1/scheduler/bookings"
LOGIN = "/api/v1/auth/login"
BOB = {"Authorization": "Bearer lws_bob_0123456789abcdef"}

stores = pytest.mark.parametrize("store", ["", "async+memory://"], ids=["own", "shared"])


@pytest.fixture(autouse=True)
def a_window_begins(clock):
    clock.moment = clock.moment.replace(second=10, microsecond=0)


def _statuses(door, method, path, times, **headers):
    return [door.request(method, path, headers=headers).status_code for _ in range(times)]


@stores
def test_too_many_requests_are_a_429_that_says_when_again(lab, ada, store):
    door = lab.open_gateway(rate_read="2/minute", rate_store=store)
    for remaining in (1, 0):
        answer = door.get(DEVICES, headers=ada)
        assert answer.headers["ratelimit-policy"] == '"read";q=2;w=60'
        assert answer.headers["ratelimit"] == f'"read";r={remaining};t=50'
    refused = door.get(DEVICES, headers=ada)
    assert refused.status_code == 429
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert refused.headers["retry-after"] == "50"
    assert refused.headers["ratelimit"] == '"read";r=0;t=50'
    assert len(lab.inventory.requests) == 2


@stores
def test_the_next_window_is_a_new_one(lab, ada, clock, store):
    door = lab.open_gateway(rate_read="1/minute", rate_store=store)
    assert _statuses(door, "GET", DEVICES, 2, **ada) == [200, 429]
    clock.advance(50)
    assert _statuses(door, "GET", DEVICES, 1, **ada) == [200]


def test_everybody_has_his_own_count_and_one_for_all_services(lab, ada):
    lab.people.add("lws_bob_0123456789abcdef", user_id=8, session_id="s8")
    door = lab.open_gateway(rate_read="2/minute")
    assert _statuses(door, "GET", DEVICES, 1, **ada) == [200]
    assert _statuses(door, "GET", BOOKINGS, 2, **ada) == [200, 429]
    assert _statuses(door, "GET", DEVICES, 1, **BOB) == [200]
    assert _statuses(door, "GET", DEVICES, 1) == [200]


def test_reading_and_writing_are_counted_apart(lab, ada):
    door = lab.open_gateway(rate_read="1/minute", rate_write="1/minute")
    assert _statuses(door, "GET", DEVICES, 2, **ada) == [200, 429]
    assert _statuses(door, "POST", DEVICES, 2, **ada) == [200, 429]


def test_attempts_to_sign_in_are_counted_by_address(lab, ada):
    door = lab.open_gateway(rate_sign_in="3/minute", trusted_proxies="127.0.0.0/8")
    there = {"X-Forwarded-For": "192.0.2.7"}
    assert _statuses(door, "POST", LOGIN, 1, **there) == [200]
    assert _statuses(door, "POST", LOGIN, 1, **there, **ada) == [200]
    assert _statuses(door, "POST", "/api/v1/auth/register", 2, **there) == [200, 429]
    assert _statuses(door, "POST", LOGIN, 1, **{"X-Forwarded-For": "192.0.2.8"}) == [200]


def test_an_address_that_only_guesses_secrets_is_not_asked_about(lab, ada, clock):
    door = lab.open_gateway(rate_refused="3/minute")
    guess = {"Authorization": "Bearer lws_guess_0123456789abcdef"}
    assert _statuses(door, "GET", DEVICES, 1, **ada) == [200]
    assert _statuses(door, "GET", DEVICES, 6, **guess) == [401, 401, 401, 401, 429, 429]
    assert len(lab.people.asked) == 5
    assert _statuses(door, "GET", DEVICES, 1, **ada) == [200], "who is known need not be asked for"
    clock.advance(51)
    assert _statuses(door, "GET", DEVICES, 1, **guess) == [401]


def test_an_empty_rate_is_no_limit(lab, ada):
    door = lab.open_gateway(rate_read="")
    assert "ratelimit" not in door.get(DEVICES, headers=ada).headers


def test_without_the_shared_store_the_lab_goes_on(lab, ada):
    door = lab.open_gateway(rate_read="1/minute", rate_store="async+valkey://127.0.0.1:1")
    assert _statuses(door, "GET", DEVICES, 3, **ada) == [200, 200, 200]


@pytest.mark.parametrize(
    ("address", "subject"),
    [
        ("192.0.2.7", "address/192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "address/2001:db8:1:2::/64"),
        ("", "address/none"),
    ],
)
def test_a_customer_is_one_subject(address, subject):
    assert subject_of(address) == subject


def test_a_rate_is_written_in_words():
    assert Rate.parsed("10 per 2 seconds") == Rate(10, 2)
    with pytest.raises(ValueError, match="often"):
        Rate.parsed("often")


def test_a_rate_that_is_none_stops_the_start():
    urls = ("auth_url", "inventory_url", "scheduler_url", "auth_internal_url")
    with pytest.raises(ValidationError):
        GatewaySettings(**dict.fromkeys(urls, "http://x"), rate_read="often")
