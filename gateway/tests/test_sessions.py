"""Sessions begin and end at the door."""

import pytest

LOGIN = "/api/v1/auth/login"
LOGOUT = "/api/v1/auth/logout"
ADA = "lws_ada_0123456789abcdef"
NEW = "lws_new_0123456789abcdef"
AS_ADA = {"Cookie": f"session={ADA}"}


def test_a_sign_in_sets_the_cookie_and_hides_the_secret(lab, door):
    lab.auth.answer(LOGIN, headers=[("X-Labwright-Session-Secret", NEW)], json={"id": 7})
    answer = door.post(LOGIN)
    assert answer.headers.get_list("set-cookie") == [
        f"session={NEW}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"
    ]
    assert NEW not in str([v for k, v in answer.headers.multi_items() if k != "set-cookie"])
    assert answer.json() == {"id": 7}


def test_behind_tls_the_cookie_is_bound_to_the_host(lab):
    door = lab.open_gateway(public_url="https://lab.example/")
    lab.auth.answer(LOGIN, headers=[("X-Labwright-Session-Secret", NEW)])
    assert door.post(LOGIN).headers.get_list("set-cookie") == [
        f"__Host-session={NEW}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=2592000"
    ]


def test_only_auth_opens_sessions(lab, door):
    path = "/api/v1/inventory/devices"
    lab.inventory.answer(path, headers=[("X-Labwright-Session-Secret", NEW)])
    assert "set-cookie" not in door.get(path).headers


def test_a_secret_that_no_cookie_can_carry_is_a_failure(lab, door):
    lab.auth.answer(LOGIN, headers=[("X-Labwright-Session-Secret", "lws_a; Domain=evil.example")])
    answer = door.post(LOGIN)
    assert answer.status_code == 502
    assert "set-cookie" not in answer.headers


def test_signing_out_clears_the_cookie_and_forgets_the_session(lab, door):
    assert door.get("/api/v1/auth/me", headers=AS_ADA).status_code == 200
    lab.auth.answer(LOGOUT, 204, headers=[("X-Labwright-Session-Ended", "s7")])
    answer = door.post(LOGOUT, headers=AS_ADA)
    assert answer.status_code == 204
    assert answer.headers["set-cookie"] == "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    assert "x-labwright-session-ended" not in answer.headers
    del lab.people.people[ADA]
    assert door.get("/api/v1/auth/me", headers=AS_ADA).status_code == 401


def test_ending_another_session_keeps_one_s_own_cookie(lab, door):
    path = "/api/v1/auth/sessions/s8"
    lab.auth.answer(path, 204, headers=[("X-Labwright-Session-Ended", "s8, s9")])
    assert "set-cookie" not in door.delete(path, headers=AS_ADA).headers


def test_a_program_that_signs_out_gets_no_cookie(lab, door, ada):
    lab.auth.answer(LOGOUT, 204, headers=[("X-Labwright-Session-Ended", "s7")])
    assert "set-cookie" not in door.post(LOGOUT, headers=ada).headers


def test_a_new_session_outweighs_the_one_it_replaces(lab, door):
    path = "/api/v1/auth/password"
    both = [("X-Labwright-Session-Secret", NEW), ("X-Labwright-Session-Ended", "s7")]
    lab.auth.answer(path, headers=both)
    (cookie,) = door.post(path, headers=AS_ADA).headers.get_list("set-cookie")
    assert cookie.startswith(f"session={NEW};")


@pytest.mark.parametrize(
    "header", [{"Origin": "http://lab.example"}, {"Sec-Fetch-Site": "same-origin"}]
)
def test_pages_get_no_session_tokens(lab, door, ada, header):
    path = "/api/v1/auth/session-tokens"
    assert door.post(path).status_code == 200
    for headers in (header, {**header, **ada}):
        answer = door.post(path, headers=headers)
        assert answer.status_code == 403
    assert len(lab.auth.requests) == 1
