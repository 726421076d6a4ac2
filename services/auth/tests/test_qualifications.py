"""What people are qualified for."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from labwright_auth.qualifications.adapters import render_qualifications
from tests.contracts.golden import schema

LIST = "/api/v1/auth/qualifications"
LATER = "2099-01-01T00:00:00Z"


def path(lab: Any, whom: str, tag: str) -> str:
    return f"/api/v1/auth/users/{lab.person_id(whom)}/qualifications/{tag}"


def grant(lab: Any, whom: str, tag: str = "laser-4", by: str = "ada", **fields: Any) -> Any:
    return lab.api.put(path(lab, whom, tag), json=fields, headers=lab.as_person(by))


def withdraw(lab: Any, whom: str, tag: str = "laser-4", by: str = "ada") -> Any:
    return lab.api.delete(path(lab, whom, tag), headers=lab.as_person(by))


def found(lab: Any, by: str = "ada", **params: Any) -> list[tuple[str, str | None]]:
    answer = lab.api.get(LIST, params=params, headers=lab.as_person(by)).json()
    return [(one["tag"], one["valid_until"]) for one in answer["results"]]


@pytest.fixture(autouse=True)
def people(request: pytest.FixtureRequest) -> None:
    name = "any_lab" if "any_lab" in request.fixturenames else "lab"
    for person in ("grace", "linus"):
        request.getfixturevalue(name).register(person)


def test_a_qualification_is_granted_and_seen_by_its_holder(any_lab):
    assert grant(any_lab, "grace", valid_until=LATER).json()["valid_until"] == LATER
    assert found(any_lab, by="grace") == [("laser-4", LATER)]
    assert found(any_lab, by="linus") == []
    assert found(any_lab, user=any_lab.person_id("grace"), tag="laser-4") == [("laser-4", LATER)]


def test_what_ends_soon_is_found(any_lab):
    grant(any_lab, "grace", valid_until=LATER)
    grant(any_lab, "grace", "forklift")
    assert found(any_lab, valid_until__lt="2099-06-01T00:00:00Z") == [("laser-4", LATER)]


def test_a_withdrawn_one_is_gone_until_it_is_granted_again(any_lab):
    grant(any_lab, "grace")
    assert withdraw(any_lab, "grace").status_code == 204
    assert found(any_lab, by="grace") == []
    assert withdraw(any_lab, "grace").status_code == 404
    grant(any_lab, "grace")
    changed = [
        (row.aggregate_id, row.version) for row in any_lab.sent("auth.qualification.changed.v1")
    ]
    removed = [
        (row.aggregate_id, row.version) for row in any_lab.sent("auth.qualification.removed.v1")
    ]
    assert (changed, removed) == ([("1", 1), ("1", 3)], [("1", 2)])


def test_granting_the_same_again_tells_nobody(lab):
    grant(lab, "grace", valid_until=LATER)
    grant(lab, "grace", valid_until=LATER)
    assert len(lab.sent("auth.qualification.changed.v1")) == 1
    assert len(lab.audited("auth.qualification.grant")) == 1


def test_what_others_are_told_fits_the_published_schema(any_lab):
    grant(any_lab, "grace", valid_until=LATER)
    (seen,) = any_lab.database.read(lambda s: list(render_qualifications(s, [1])))
    fits = Draft202012Validator(schema(seen.event_type), format_checker=FormatChecker())
    fits.validate(json.loads(seen.body.model_dump_json()))


def test_only_who_may_grants_and_withdraws(lab):
    assert grant(lab, "linus", by="grace").status_code == 403
    assert withdraw(lab, "linus", by="grace").status_code == 403
    assert lab.api.get(LIST).status_code == 401
    assert lab.api.put(path(lab, "grace", "laser-4"), json={}).status_code == 401


@pytest.mark.parametrize("tag", ["Laser 4", "-x", "x" * 61])
def test_a_tag_is_plain(lab, tag):
    assert grant(lab, "grace", tag).status_code == 422


@pytest.mark.parametrize("until", ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00", "soon"])
def test_an_end_that_has_passed_or_has_no_offset_is_refused(lab, until):
    assert grant(lab, "grace", valid_until=until).status_code == 422


def test_a_person_who_does_not_exist_is_not_found(lab):
    answer = lab.api.put(
        "/api/v1/auth/users/99/qualifications/laser-4", json={}, headers=lab.as_person("ada")
    )
    assert answer.status_code == 404
