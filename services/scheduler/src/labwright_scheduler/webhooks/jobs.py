"""What the clock does for webhooks: delivering, reminders, notices for Discord, forgetting."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol

from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.sealing import MasterKey, WrongMasterKey
from labwright_chassis.worker import Job
from labwright_contracts.auth import Holder
from labwright_scheduler import permissions
from labwright_scheduler.lab_settings import queries as lab_settings
from labwright_scheduler.notifications import queries as notices
from labwright_scheduler.notifications.adapters import AuthDirectory
from labwright_scheduler.notifications.rules import NoticeKind
from labwright_scheduler.settings import SchedulerSettings
from labwright_scheduler.webhooks import queries, service
from labwright_scheduler.webhooks.adapters import PublicTargets, Sender
from labwright_scheduler.webhooks.rules import WebhookKind
from labwright_scheduler.webhooks.rules.waits import Outcome

KEPT = timedelta(days=30)
"""How long the log remembers a delivery that was settled."""

_LANES = 8
_BEGINS_FOR = timedelta(seconds=20)
"""How long one run begins attempts, so that the worker can stop and its lease is renewed."""

_IN_A_ROW = 100
_AT_ONCE = 100


class Keepers(Protocol):
    """Knows who keeps webhooks."""

    def holders(self, permission: str) -> Sequence[Holder]:
        """Who holds a permission."""
        ...


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Sends what is due: each webhook in a lane of its own, so that one that hangs delays none."""

    sender: Sender
    master: MasterKey
    public_url: str

    def run(self, database: Database) -> None:
        """Send until nothing is due, or for as long as one run begins attempts."""
        until = clock.now() + _BEGINS_FOR
        running: dict[Future[None], int] = {}
        with ThreadPoolExecutor(_LANES, thread_name_prefix="webhook") as lanes:
            while True:
                if clock.now() < until:
                    for id in self._due(database, besides=set(running.values())):
                        running[lanes.submit(self._lane, database, id)] = id
                if not running:
                    return
                done, _ = wait(running, timeout=0.5, return_when=FIRST_COMPLETED)
                for finished in done:
                    del running[finished]
                    finished.result()

    def _due(self, database: Database, *, besides: set[int]) -> list[int]:
        limit = _LANES + len(besides)
        found = database.read(
            lambda session: queries.due_webhooks(session, clock.now(), limit=limit)
        )
        return [id for id in found if id not in besides][: _LANES - len(besides)]

    def _lane(self, database: Database, webhook_id: int) -> None:
        """Send to one webhook what is due, the oldest first, up to the first failure."""
        take = partial(
            service.take, webhook_id=webhook_id, master=self.master, public_url=self.public_url
        )
        for _ in range(_IN_A_ROW):
            try:
                posted = database.unit(take)
            except WrongMasterKey:
                return database.unit(partial(service.fail_sealed, webhook_id=webhook_id))
            if posted is None:
                return None
            outcome = self._attempt(posted)
            database.unit(partial(service.settle, posted=posted, outcome=outcome))
            if not outcome.ok:
                return None
        return None

    def _attempt(self, posted: service.Posted) -> Outcome:
        log = logs.get(__name__).bind(
            webhook=posted.webhook_id, delivery=posted.delivery_id, attempt=posted.attempt
        )
        discord = posted.kind is WebhookKind.DISCORD
        outcome = self.sender.post(posted.url, posted.body, posted.headers, discord=discord)
        if outcome.ok:
            log.info("webhook delivered", code=outcome.code)
        else:
            log.warning("webhook not delivered", code=outcome.code, reason=outcome.reason)
        return outcome


def jobs(settings: SchedulerSettings, master: MasterKey | None) -> list[Job]:
    """The jobs by which webhooks are told; without a master key there are none to tell."""
    told = [
        Job("webhooks-near", timedelta(seconds=30), tell_of_near),
        Job("notices-discord", timedelta(seconds=2), hand_to_discord),
        Job("webhooks-off", timedelta(seconds=30), partial(warn, keepers=AuthDirectory(settings))),
        Job("webhooks-log", timedelta(hours=1), prune),
    ]
    if master is None:
        return told
    sender = Sender(PublicTargets.configured(settings))
    deliverer = Deliverer(sender, master, settings.public_url)
    return [Job("webhooks", timedelta(seconds=1), deliverer.run), *told]


def tell_of_near(database: Database) -> None:
    """Tell webhooks what starts and what ends soon, once each."""
    now = database.read(clock.database_now)
    lab = database.read(lab_settings.get)
    starting = partial(notices.starting, now=now, within=lab.reminder_lead)
    ending = partial(notices.ending, now=now, within=lab.ending_lead)
    for kind, near in ((NoticeKind.REMINDER, starting), (NoticeKind.ENDING, ending)):
        if database.read(partial(queries.told_of, kinds=[kind])):
            _tell_each(database, kind, near)


def _tell_each(database: Database, kind: NoticeKind, near: Callable[..., service.Near]) -> None:
    after = 0
    while True:
        found = database.read(partial(near, after=after, limit=_AT_ONCE))
        if found:
            database.unit(partial(service.tell_of_near, kind=kind, near=found))
            after = found[-1][0].id
        if len(found) < _AT_ONCE:
            return


def hand_to_discord(database: Database) -> None:
    """Let notices that wait for people's own Discord be delivered."""
    while people := database.read(partial(queries.discord_due, limit=_AT_ONCE)):
        for id in people:
            database.unit(partial(service.hand_to_discord, person_id=id))


def warn(database: Database, *, keepers: Keepers) -> None:
    """Tell people of webhooks that gave themselves up; auth is asked outside any transaction."""
    if database.read(queries.any_silently_off):
        holders = keepers.holders(permissions.WEBHOOK_WRITE)
        database.unit(partial(service.warn, keepers=holders))


def prune(database: Database) -> None:
    """Forget deliveries that were settled long ago."""
    database.unit(partial(queries.prune, before=clock.now() - KEPT))
