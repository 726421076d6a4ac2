"""Every problem's type leads to a page that says what it means."""

from labwright_chassis.api.problems import SLUGS
from labwright_contracts import problem_types


def test_a_problem_s_type_can_be_opened(door):
    problem = door.get("/api/v1/nowhere").json()
    answer = door.get(problem["type"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f"<h1>{problem['title']}</h1>" in answer.text


def test_the_list_leads_to_all_of_them(door):
    listed = door.get("/problems/").text
    for kind in problem_types.exported():
        assert f'href="/problems/{kind.slug}"' in listed
        page = door.get(f"/problems/{kind.slug}")
        assert page.status_code == 200
        assert f"Answered with status {kind.status}" in page.text


def test_what_http_itself_may_answer_is_among_them():
    assert set(SLUGS.values()) <= {kind.slug for kind in problem_types.exported()}


def test_the_pages_can_do_nothing(door):
    policy = door.get("/problems/not-found").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
