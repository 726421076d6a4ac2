"""Making an account."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

HARD = "/problems/weak-password"


def test_a_newcomer_registers_and_has_the_role_user(any_lab):
    answer = any_lab.register("grace", email="Grace@Example.org", display_name="Grace H.")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["username"], body["email"], body["roles"]) == (
        "grace",
        "Grace@Example.org",
        ["User"],
    )
    assert body["display_name"] == "Grace H."
    assert "password" not in answer.text


def test_registering_does_not_sign_in(lab):
    answer = lab.register("grace")
    assert "x-labwright-session-secret" not in answer.headers


def test_the_display_name_is_the_username_unless_given(lab):
    assert lab.register("grace").json()["display_name"] == "grace"


def test_a_new_person_is_announced_and_audited_without_the_password(lab):
    id = lab.register("grace").json()["id"]
    assert lab.sent("auth.user.changed.v1")[-1].aggregate_id == str(id)
    entry = lab.audited("auth.user.register")[-1]
    assert (entry.target, entry.actor, entry.outcome) == (f"user/{id}", "anonymous", "done")
    assert "argon2" not in entry.model_dump_json()


@pytest.mark.parametrize("taken", ["grace", "GRACE", "Grace"])
def test_a_username_is_taken_in_any_case(any_lab, taken):
    any_lab.register("grace")
    answer = any_lab.register(taken)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/taken"
    assert answer.json()["errors"][0]["pointer"] == "/username"


def test_an_email_is_taken_in_any_case(any_lab):
    any_lab.register("grace", email="g@example.org")
    answer = any_lab.register("hopper", email="G@EXAMPLE.org")
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["pointer"] == "/email"


def test_many_may_have_no_email(any_lab):
    assert any_lab.register("grace", email="").json()["email"] is None
    assert any_lab.register("hopper", email=None).status_code == 201


@pytest.mark.parametrize("name", ["ab", "x" * 51, "-dash", "with space", "a@b.c", "ümlaut", ""])
def test_a_username_of_another_form_is_refused(lab, name):
    answer = lab.register(name)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/username"


@pytest.mark.parametrize(
    "password",
    ["short", "x" * 1025, "password123", "PASSWORD123", "grace.hopper", "\ud800 half a pair"],
)
def test_a_weak_password_is_refused_with_its_place(lab, password):
    # Written as JSON by hand, since half of a surrogate pair can be sent in no other way.
    body = f'{{"username": "grace.hopper", "password": {ascii_json(password)}}}'
    answer = lab.api.post(
        "/api/v1/auth/register", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/password"
    assert len(answer.json()["errors"]) == 1


def test_a_password_is_taken_as_it_is_with_its_spaces(lab):
    lab.register("grace", password="  spaces around  ")
    assert lab.login("grace", "spaces around").status_code == 401
    assert lab.login("grace", "  spaces around  ").status_code == 200


def test_a_registration_that_says_more_is_refused(lab):
    answer = lab.register("grace", roles=["Super Admin"])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/roles"


@pytest.mark.parametrize(("mode", "word"), [("invitation", "invitation"), ("closed", "Nobody")])
def test_a_lab_that_is_not_open_refuses_registration_and_says_why(make_lab, mode, word):
    answer = make_lab(registration=mode).register("grace")
    assert answer.status_code == 403
    assert answer.json()["type"] == "/problems/registration-closed"
    assert word in answer.json()["detail"]


def test_one_name_registered_at_once_goes_to_one_of_them(any_lab):
    answers = at_once(8, lambda n: any_lab.register("grace", email=f"{n}@example.org"))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {answer.json().get("type") for answer in answers} == {None, "/problems/taken"}


def test_the_same_registration_sent_twice_with_a_key_is_answered_alike(lab):
    first, second = (
        lab.api.post(
            "/api/v1/auth/register",
            json={"username": "grace", "password": "a horse on the moon"},
            headers={"Idempotency-Key": "once"},
        )
        for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"


def ascii_json(text: str) -> str:
    return '"' + "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in text) + '"'


def at_once(count: int, deed: Callable[[int], Any]) -> list[Any]:
    answers: list[Any] = [None] * count

    def run(n: int) -> None:
        answers[n] = deed(n)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
