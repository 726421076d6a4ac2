"""What other services may know of people."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from labwright_auth.accounts.adapters import PEOPLE, render_people
from labwright_chassis.metrics import Metrics
from labwright_chassis.worker.relay import Outgoing, Relay
from labwright_contracts.auth import UserSnapshot
from labwright_contracts.snapshots import SnapshotPage
from tests.contracts.golden import schema


class Kept:
    """A publisher that keeps what it is handed."""

    def __init__(self) -> None:
        self.messages: list[Outgoing] = []

    async def publish(self, messages: Sequence[Outgoing]) -> Sequence[bool]:
        self.messages += messages
        return [True] * len(messages)


def service_headers(lab: Any) -> dict[str, str]:
    token = lab.service_token("scheduler").json()["token"]
    return {"Authorization": f"Bearer {token}"}


def test_people_are_shown_whole_and_without_private_parts(any_lab):
    any_lab.register("grace", email="g@example.org", display_name="Grace H.")
    answer = any_lab.internal.get("/internal/snapshots/users", headers=service_headers(any_lab))
    page = SnapshotPage.model_validate(answer.json())
    assert [(row.id, row.version) for row in page.rows] == [(1, 1), (2, 1)]
    grace = UserSnapshot(**page.rows[1].data)
    assert (grace.username, grace.display_name, grace.status) == ("grace", "Grace H.", "active")
    assert "example.org" not in answer.text


def test_what_others_are_told_of_a_person_fits_the_published_schema(any_lab):
    any_lab.register("grace", display_name="Grace H.")
    any_lab.patch("grace", status="disabled")
    people = any_lab.database.read(lambda session: list(render_people(session, [1, 2])))
    assert {person.event_type for person in people} == {"auth.user.changed.v1"}
    fits = Draft202012Validator(schema("auth.user.changed.v1"), format_checker=FormatChecker())
    for person in people:
        fits.validate(json.loads(person.body.model_dump_json()))


def test_snapshots_are_for_services(lab):
    assert lab.internal.get("/internal/snapshots/users").status_code == 401
    headers = lab.as_person("ada")
    assert lab.internal.get("/internal/snapshots/users", headers=headers).status_code == 401


def test_the_relay_sends_what_the_snapshots_show(any_lab):
    any_lab.register("grace")
    any_lab.patch("grace", display_name="Grace H.")
    kept = Kept()
    sources = {PEOPLE.aggregate: PEOPLE}
    relay = Relay("auth", any_lab.database, kept, sources, Metrics())
    while asyncio.run(relay.send_batch()):
        pass
    people = [one for one in kept.messages if one.envelope.type == "auth.user.changed.v1"]
    newest = people[-1]
    assert (newest.envelope.subject, newest.envelope.aggregateversion) == ("user/2", 2)
    assert UserSnapshot.model_validate_json(newest.body).display_name == "Grace H."


def test_the_api_describes_itself_and_says_what_is_public(lab):
    paths = lab.api.get("/openapi.json").json()["paths"]
    public = {
        path
        for path, operations in paths.items()
        for operation in operations.values()
        if operation.get("security") == [] and path.startswith("/api")
    }
    assert public == {
        f"/api/v1/auth/{name}"
        for name in (
            "register",
            "login",
            "session-tokens",
            "login/second-factor",
            "session-tokens/second-factor",
            "jwks",
            "password-resets",
            "password-resets/redeem",
            "email-confirmations/redeem",
            "invitations/look",
            "invitations/accept",
            "settings/public",
        )
    }
