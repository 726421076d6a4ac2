"""Who calls, and for how long that is believed."""

from concurrent.futures import ThreadPoolExecutor

import jwt
import pytest

DEVICES = "/api/v1/inventory/devices"
BOOKINGS = "/api/v1/scheduler/bookings"
ADA = "lws_ada_0123456789abcdef"
LOOKUPS = "labwright_gateway_identity_lookups_total"


def test_a_secret_becomes_a_signed_token_for_the_service(lab, door, ada):
    door.get(DEVICES, headers=ada)
    assert lab.inventory.last.header("authorization") == "Bearer signed-for-inventory"
    door.get(BOOKINGS, headers=ada)
    assert lab.scheduler.last.header("authorization") == "Bearer signed-for-scheduler"


def test_a_cookie_is_as_good_and_goes_no_further(lab, door):
    door.get(DEVICES, headers={"Cookie": f"a=b; session={ADA}; c=d"})
    assert lab.inventory.last.header("authorization") == "Bearer signed-for-inventory"
    assert lab.inventory.last.header("cookie") is None


def test_behind_tls_only_the_host_cookie_counts(lab):
    door = lab.open_gateway(public_url="https://lab.example")
    door.get(DEVICES, headers={"Cookie": f"session={ADA}"})
    assert lab.inventory.last.header("authorization") is None
    door.get(DEVICES, headers={"Cookie": f"__Host-session={ADA}"})
    assert lab.inventory.last.header("authorization") == "Bearer signed-for-inventory"


def test_who_shows_nothing_goes_on_anonymously(lab, door):
    assert door.get(DEVICES).status_code == 200
    assert lab.inventory.last.header("authorization") is None
    assert not lab.people.asked


def test_the_question_to_auth_has_the_request_s_id(lab, door, ada):
    door.get(DEVICES, headers={**ada, "X-Request-ID": "r7"})
    assert lab.people.request_ids == ["r7"]


def test_an_unknown_secret_is_refused(lab, door):
    answer = door.get(DEVICES, headers={"Authorization": "Bearer lwp_nobody_0123456789"})
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/unauthenticated"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert not lab.inventory.requests


@pytest.mark.parametrize(
    "shown",
    [
        f"Bearer {jwt.encode({'sub': '1'}, 'x' * 32)}",
        "Bearer signed-for-inventory",
        "Basic YWRhOnNlY3JldA==",
        "Bearer",
        "",
        f"Bearer {ADA} x",
        f"Bearer {ADA}, Bearer {ADA}",
        "Bearer lwx_ada_0123456789abcdef",
        ADA,
    ],
)
def test_what_is_no_secret_of_ours_is_refused_without_asking(lab, door, shown):
    answer = door.get(DEVICES, headers={"Authorization": shown})
    assert answer.status_code == 401
    assert not lab.people.asked
    assert not lab.inventory.requests


def test_two_authorizations_are_refused(lab, door):
    answer = door.get(DEVICES, headers=[("Authorization", f"Bearer {ADA}")] * 2)
    assert answer.status_code == 401


def test_a_bad_authorization_does_not_fall_back_to_the_cookie(lab, door):
    headers = {"Authorization": "Bearer lws_nobody_0123456789", "Cookie": f"session={ADA}"}
    assert door.get(DEVICES, headers=headers).status_code == 401


@pytest.mark.parametrize("path", ["login", "register", "session-tokens"])
@pytest.mark.parametrize("cookie", ["lws_gone_0123456789abcdef", "rubbish!", ""])
def test_a_stale_cookie_keeps_nobody_from_signing_in(lab, door, path, cookie):
    stale = {"Cookie": f"session={cookie}"}
    assert door.post(f"/api/v1/auth/{path}", headers=stale).status_code == 200
    assert lab.auth.last.header("authorization") is None
    assert door.get("/api/v1/auth/me", headers=stale).status_code == 401


def test_an_identity_is_believed_for_five_seconds(lab, door, ada, clock):
    door.get(DEVICES, headers=ada)
    clock.advance(4.9)
    door.get(DEVICES, headers=ada)
    assert len(lab.people.asked) == 1
    clock.advance(0.1)
    door.get(DEVICES, headers=ada)
    assert len(lab.people.asked) == 2


def test_each_audience_is_asked_for_on_its_own(lab, door, ada, counts):
    for path in (DEVICES, BOOKINGS, DEVICES, BOOKINGS):
        door.get(path, headers=ada)
    assert [asked.audience for asked in lab.people.asked] == ["inventory", "scheduler"]
    assert counts(LOOKUPS) == {'{outcome="hit"}': 2, '{outcome="miss"}': 2}


def test_an_identity_is_not_kept_into_the_last_half_minute_of_its_token(lab, door, ada, clock):
    lab.people.token_life = 33
    door.get(DEVICES, headers=ada)
    clock.advance(2.9)
    door.get(DEVICES, headers=ada)
    assert len(lab.people.asked) == 1
    clock.advance(0.1)
    door.get(DEVICES, headers=ada)
    assert len(lab.people.asked) == 2


def test_concurrent_callers_share_one_question(lab, door, ada, counts, eventually):
    release = lab.hold_identities()
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(door.get, DEVICES, headers=ada) for _ in range(8)]
        eventually(lambda: counts(LOOKUPS)['{outcome="miss"}'] == 8)
        release()
        assert {answer.result().status_code for answer in answers} == {200}
    assert len(lab.people.asked) == 1


def test_the_cache_is_bounded(lab, ada):
    door = lab.open_gateway(identity_cache_size=2)
    for name in "abc":
        lab.people.add(f"lws_{name}_0123456789abcdef", session_id=name)
        door.get(DEVICES, headers={"Authorization": f"Bearer lws_{name}_0123456789abcdef"})
    door.get(DEVICES, headers={"Authorization": "Bearer lws_c_0123456789abcdef"})
    assert len(lab.people.asked) == 3
    door.get(DEVICES, headers={"Authorization": "Bearer lws_a_0123456789abcdef"})
    assert len(lab.people.asked) == 4


def test_the_gateway_s_own_token_is_renewed_before_it_ends(lab, door, ada, clock):
    door.get(DEVICES, headers=ada)
    clock.advance(100)
    door.get(DEVICES, headers=ada)
    assert lab.people.tokens_made == 1
    clock.advance(171)
    door.get(DEVICES, headers=ada)
    assert lab.people.tokens_made == 2


def test_a_token_that_auth_forgot_is_renewed_at_once(lab, door, ada, clock):
    door.get(DEVICES, headers=ada)
    lab.people.valid_tokens.clear()
    clock.advance(11)
    assert door.get(DEVICES, headers=ada).status_code == 200


def test_a_gateway_that_auth_does_not_know_answers_503(lab, ada):
    door = lab.open_gateway(service_secret="wrong")
    answer = door.get(DEVICES, headers=ada)
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/unavailable"


def _auth_goes_away(lab):
    lab.servers["people"].stop()


def _auth_breaks(lab):
    lab.people.broken = True


@pytest.fixture(params=[_auth_goes_away, _auth_breaks])
def without_auth(request, lab):
    return lambda: request.param(lab)


def test_without_auth_the_known_may_read_until_their_token_ends(
    lab, door, ada, clock, without_auth, counts
):
    door.get(DEVICES, headers=ada)
    without_auth()
    clock.advance(200)
    assert door.get(DEVICES, headers=ada).status_code == 200
    assert door.head(DEVICES, headers=ada).status_code == 200
    assert counts(LOOKUPS)['{outcome="stale"}'] == 2
    clock.advance(101)
    assert door.get(DEVICES, headers=ada).status_code == 503


def test_without_auth_nobody_writes_and_the_unknown_do_not_read(
    lab, door, ada, clock, without_auth
):
    door.get(DEVICES, headers=ada)
    without_auth()
    clock.advance(6)
    for answer in (door.post(DEVICES, headers=ada), door.get(BOOKINGS, headers=ada)):
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
    assert door.get(DEVICES).status_code == 200


def test_a_refusal_of_auth_is_no_absence(lab, door, ada, clock):
    door.get(DEVICES, headers=ada)
    del lab.people.people[ADA]
    clock.advance(6)
    assert door.get(DEVICES, headers=ada).status_code == 401
    lab.people.broken = True
    assert door.get(DEVICES, headers=ada).status_code == 503


def test_an_address_list_is_checked_on_every_request(lab):
    door = lab.open_gateway(trusted_proxies="127.0.0.1/32")
    lab.people.add("lwp_bot_0123456789abcdef", addresses=("10.0.0.0/24", "2001:db8::/32"))
    shown = {"Authorization": "Bearer lwp_bot_0123456789abcdef"}

    def status(address: str) -> int:
        return door.get(DEVICES, headers={**shown, "X-Forwarded-For": address}).status_code

    assert status("10.0.0.9") == 200
    assert status("10.0.1.9") == 401
    assert status("::ffff:10.0.0.9") == 200
    assert status("2001:db8::1") == 200
    assert door.get(DEVICES, headers=shown).status_code == 401
    assert len(lab.people.asked) == 1
