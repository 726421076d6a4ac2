"""Discord: a channel of the lab, and people's own."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from labwright_contracts.auth import UserStatus
from labwright_scheduler import permissions
from labwright_scheduler.webhooks import jobs
from labwright_scheduler.webhooks.rules import discord

from .fake_target import Target, target
from .hooks import ask, deliver, deliveries, hook, keep_safe, later
from .lab import KEEPER, Lab, at, problem_of

PATH = "/api/webhooks/123456789012345678/abcdefghij-KLMNOPQRST_uvwxyz"
OWN = (permissions.NOTIFICATION_READ, permissions.NOTIFICATION_WRITE)


@pytest.fixture
def lab(lab: Lab) -> Lab:
    return keep_safe(lab)


@pytest.fixture
def any_lab(any_lab: Lab) -> Lab:
    return keep_safe(any_lab)


@pytest.fixture
def server() -> Iterator[Target]:
    with target() as found:
        yield found


def channel(lab: Lab, server: Target, **fields: Any) -> int:
    id: int = hook(lab, server.url + PATH, kind="discord", **fields)["id"]
    return id


def book(lab: Lab, title: str = "Experiment", **fields: Any) -> str:
    lab.device(1, name="ROADM-7")
    lab.person(1, "ann")
    lab.person(2, "bob")
    uid: str = lab.book((1, at(9), at(11)), title=title, **fields).json()["id"]
    return uid


def own(lab: Lab, method: str, path: str = "", *, user: int = 2, **options: Any) -> Any:
    headers = lab.headers(user, *OWN) | options.pop("headers", {})
    url = f"/api/v1/scheduler/notifications/discord{path}"
    return lab.client.request(method, url, headers=headers, **options)


def choose(lab: Lab, *kinds: str) -> None:
    answer = lab.client.patch(
        "/api/v1/scheduler/notifications/preferences",
        headers=lab.headers(2, *OWN) | {"If-Match": "*"},
        json={"kinds": {kind: {"discord": True} for kind in kinds}},
    )
    assert answer.status_code == 200, answer.text


def told(server: Target) -> list[dict[str, Any]]:
    return [json.loads(one.body) for one in server.heard]


def test_a_channel_is_told_with_a_link_and_mentions_nobody(any_lab, server):
    made = ask(
        any_lab,
        "POST",
        json={"name": "Lab", "kind": "discord", "url": server.url + PATH, "shows_titles": True},
    ).json()
    uid = book(any_lab)
    deliver(any_lab)
    (body,) = told(server)
    assert made["secret"] is None
    assert body["allowed_mentions"] == {"parse": []}
    lines = body["content"].split("\n")
    assert lines[0] == "**Booked: Experiment (Ann)**"
    assert lines[2].startswith("• ROADM\\-7: <t:")
    assert lines[-1] == f"<https://lab.example/app/scheduler/bookings/{uid}>"
    assert "webhook-signature" not in server.heard[0].headers


def test_a_title_is_no_markup_no_mention_and_no_link(lab, server):
    channel(lab, server, shows_titles=True)
    book(lab, title="@everyone **hey** <@1> [here](https://evil.example) `x`")
    deliver(lab)
    content = told(server)[0]["content"]
    assert "@everyone" not in content
    assert "https://evil" not in content
    assert "<@1>" not in content
    for sign in ("\\*\\*hey\\*\\*", "\\[here\\]", "\\`x\\`", "\\<@"):
        assert sign in content


def test_a_message_is_cut_at_lines_and_keeps_its_link():
    lines = [f"• {discord.escaped('*' * 100)}" for _ in range(30)]
    body = json.loads(discord.message("Booked", lines, url="https://lab.example/x"))
    content = body["content"]
    assert len(content.encode("utf-16-le")) // 2 <= discord.LONGEST
    assert content.endswith("more\n<https://lab.example/x>")


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/",
        "https://discord.com/api/webhooks/1/x",
        f"https://discord.com.evil.example{PATH}",
        f"https://evil.example{PATH}",
        f"https://discord.com{PATH}/../../users",
        f"https://discord.com{PATH}?thread_id=1",
    ],
)
def test_what_is_no_address_of_discord_is_refused(url):
    assert not discord.is_webhook(url, ["discord.com"])
    assert discord.is_webhook(f"https://discord.com{PATH}", ["discord.com"])
    assert discord.is_webhook(
        f"https://discord.com{PATH.replace('/api', '/api/v10')}", ["discord.com"]
    )


def test_a_channel_elsewhere_is_refused(lab, server):
    body = {"name": "Lab", "kind": "discord", "url": f"{server.url}/anything"}
    refused = ask(lab, "POST", json=body)
    assert problem_of(refused)["detail"] == "This is not the address of a Discord webhook."


def test_discord_has_no_secret_to_exchange(lab, server):
    refused = ask(lab, "POST", f"/{channel(lab, server)}/secret")
    assert problem_of(refused)["type"].endswith("/webhook-unsigned")


def test_too_many_requests_are_waited_out_as_discord_asks(lab, server):
    id = channel(lab, server)
    book(lab)
    server.code, server.answer = 429, b'{"message": "slow", "retry_after": 64.5, "global": false}'
    deliver(lab)
    server.code = 204
    later(lab, timedelta(seconds=60))
    deliver(lab)
    assert len(server.heard) == 1
    later(lab, timedelta(seconds=5))
    deliver(lab)
    assert deliveries(lab, id)[0]["state"] == "delivered"


def test_a_channel_whose_webhook_was_deleted_is_switched_off(lab, server):
    id = channel(lab, server)
    book(lab)
    server.code = 404
    deliver(lab)
    assert ask(lab, "GET", f"/{id}").json()["active"] is False


def test_somebody_is_told_on_his_discord_what_he_chose(any_lab, server):
    set_ = own(any_lab, "PUT", json={"url": server.url + PATH})
    assert set_.status_code == 200, set_.text
    any_lab.person(2, "bob")
    choose(any_lab, "joined", "cancelled")
    uid = book(any_lab, collaborators=["bob"])
    any_lab.post(f"/{uid}/extend", json={"by": "PT1H"})
    any_lab.post(f"/{uid}/cancel", json={})
    any_lab.hear()
    for _ in range(2):
        jobs.hand_to_discord(any_lab.database)
    deliver(any_lab)
    first, second = [body["content"].split("\n")[0] for body in told(server)]
    assert (first, second) == ("**You take part: Experiment**", "**Cancelled: Experiment**")


def test_nobody_is_told_on_discord_who_did_not_choose_so(lab, server):
    own(lab, "PUT", json={"url": server.url + PATH})
    book(lab, collaborators=["bob"])
    lab.hear()
    jobs.hand_to_discord(lab.database)
    deliver(lab)
    assert server.heard == []
    kinds = lab.get("/notifications/preferences", 2, *OWN).json()["kinds"]
    assert not any(channels["discord"] for channels in kinds.values())


def test_who_has_chosen_it_and_has_none_is_skipped(any_lab, server):
    any_lab.person(2, "bob")
    choose(any_lab, "joined")
    book(any_lab, collaborators=["bob"])
    any_lab.hear()
    jobs.hand_to_discord(any_lab.database)
    own(any_lab, "PUT", json={"url": server.url + PATH})
    jobs.hand_to_discord(any_lab.database)
    deliver(any_lab)
    assert server.heard == []


def test_ones_own_is_shown_without_its_secret_and_sealed(any_lab, server):
    assert own(any_lab, "GET").json()["url"] is None
    own(any_lab, "PUT", json={"url": server.url + PATH})
    shown = own(any_lab, "GET")
    assert shown.json() == {
        "version": 1,
        "url": f"{server.url}/…wxyz",
        "active": True,
        "failing_since": None,
        "off_reason": "",
    }
    row = any_lab.read(lambda s: s.execute(sa.text("SELECT * FROM webhooks")).one())
    events = any_lab.read(lambda s: s.execute(sa.text("SELECT payload FROM outbox")).all())
    assert "KLMNOPQRST" not in str(row) + str(events)


def test_ones_own_is_nobody_elses(lab, server):
    own(lab, "PUT", json={"url": server.url + PATH})
    assert own(lab, "GET", user=3).json()["url"] is None
    assert own(lab, "DELETE", user=3).status_code == 404
    assert own(lab, "POST", "/test", user=3).status_code == 404
    assert ask(lab, "GET").json()["count"] == 0
    assert lab.client.get("/api/v1/scheduler/notifications/discord").status_code == 401


def test_a_stranger_s_address_is_refused_also_for_oneself(lab):
    refused = own(lab, "PUT", json={"url": "https://evil.example/collect"})
    assert refused.status_code == 422


def test_one_is_tried_changed_and_forgotten(any_lab, server):
    own(any_lab, "PUT", json={"url": server.url + PATH})
    again = own(any_lab, "PUT", json={"url": f"{server.url}{PATH}2"}, headers={"If-Match": '"v1"'})
    assert again.json()["version"] == 2
    assert own(any_lab, "POST", "/test").status_code == 202
    deliver(any_lab)
    assert server.heard[0].path == f"{PATH}2"
    stale = own(any_lab, "DELETE", headers={"If-Match": '"v1"'})
    assert stale.status_code == 412
    assert own(any_lab, "DELETE").status_code == 204
    assert own(any_lab, "GET").json()["url"] is None


def test_its_owner_is_told_when_his_discord_is_switched_off(lab, server):
    lab.person(2, "bob")
    own(lab, "PUT", json={"url": server.url + PATH})
    own(lab, "POST", "/test")
    server.code = 404
    deliver(lab)
    jobs.warn(lab.database, keepers=Nobody())
    (notice,) = lab.get("/notifications", 2, *OWN).json()["results"]
    assert notice["kind"] == "webhook_off"
    assert own(lab, "GET").json()["active"] is False
    assert own(lab, "PUT", json={"url": server.url + PATH}).json()["active"] is True


class Nobody:
    """Auth, who knows nobody that keeps webhooks."""

    def holders(self, permission: str) -> list[Any]:
        return []


def test_who_was_disabled_is_told_no_more(lab, server):
    own(lab, "PUT", json={"url": server.url + PATH})
    lab.person(2, "bob")
    choose(lab, "cancelled")
    uid = book(lab, collaborators=["bob"])
    lab.person(2, "bob", version=2, status=UserStatus.DISABLED)
    lab.post(f"/{uid}/cancel", 4, *KEEPER, json={"reason": "no"})
    lab.hear()
    jobs.hand_to_discord(lab.database)
    deliver(lab)
    assert server.heard == []
