"""Groups and qualifications as auth tells of them, and bookings for projects."""

from labwright_scheduler.people.models import Group, Person, Qualification
from labwright_scheduler.people.subscribers import copies

from .lab import at, problem_of


def test_a_member_books_for_the_project_and_finds_it_by_that(any_lab):
    any_lab.device(1)
    any_lab.group(7, 1, 2)
    assert any_lab.book((1, at(9), at(10)), project_id=7).json()["project_id"] == 7
    any_lab.book((1, at(11), at(12)))
    assert any_lab.get("/bookings", project_id=7).json()["count"] == 1
    assert any_lab.get("/bookings", project_id=8).json()["count"] == 0


def test_who_is_no_member_books_nothing_for_a_project(lab):
    lab.device(1)
    lab.group(7, 11, 21)
    lab.group(8, 1, kind="team")
    lab.group(9, 1)
    lab.group(9, 1, version=2, removed_at=at(0))
    for project in (7, 8, 9, 10):
        answer = lab.book((1, at(9), at(10)), project_id=project)
        assert answer.status_code == 422
        assert problem_of(answer)["errors"][0]["pointer"] == "/project_id"
    assert lab.get("/bookings").json()["count"] == 0


def test_a_check_refuses_a_strange_project_too(lab):
    lab.device(1)
    slot = {"device_id": 1, "start": at(9), "end": at(10)}
    asked = {"title": "Experiment", "slots": [slot], "project_id": 7}
    assert lab.post("/check", json=asked).status_code == 422


def test_who_left_a_project_books_anew_without_it(lab):
    lab.device(1)
    lab.group(7, 1)
    uid = lab.book((1, at(9), at(10)), project_id=7).json()["id"]
    assert lab.post(f"/{uid}/rebook", json={"by": "PT2H"}).json()["project_id"] == 7
    lab.group(7, version=2)
    assert lab.post(f"/{uid}/rebook", json={"by": "PT4H"}).json()["project_id"] is None


def test_groups_and_qualifications_are_followed_by_version(any_lab):
    any_lab.group(7, 1, version=3)
    any_lab.group(7, 2, version=2)
    any_lab.group(7, 2, version=3)
    assert any_lab.read(lambda session: session.get(Group, 7)).has(1)
    any_lab.qualification(4, 1, "laser", version=2)
    any_lab.qualification(4, 1, "late", version=1)
    assert any_lab.read(lambda session: session.get(Qualification, 4)).tag == "laser"


def test_what_auth_lost_is_ended(any_lab):
    any_lab.group(7, 1)
    any_lab.qualification(7, 1, "laser")
    for copy in copies:
        any_lab.database.unit(lambda session, copy=copy: copy.end(session, [7], 2))
    for kind in (Group, Qualification):
        assert any_lab.read(lambda session, kind=kind: session.get(kind, 7)).removed_at


def test_roles_are_copied_and_come_first_by_the_token(any_lab):
    any_lab.device(1)
    any_lab.book((1, at(9), at(10)), headers=any_lab.headers(1, roles=["User"]))
    assert any_lab.read(lambda session: session.get(Person, 1)).roles == ["User"]
    any_lab.person(1, "ann", roles=("Approver", "User"))
    assert any_lab.read(lambda session: session.get(Person, 1)).roles == ["Approver", "User"]
