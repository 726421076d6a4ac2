"""Keeping dead letters, handing them back to their queue, and giving them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.db import insert_new, origin_of, rows_changed
from labwright_chassis.dead_letters import queries
from labwright_chassis.dead_letters.content import Content
from labwright_chassis.dead_letters.errors import Settled, TooOld
from labwright_chassis.dead_letters.schemas import LetterFilter, RequeuedOut
from labwright_chassis.tables import LetterState, LetterStep, dead_letter_steps, dead_letters

LIFE = timedelta(days=30)
"""How long an event may be requeued: a little shorter than the inbox knows what was done."""

AT_ONCE = 1000
_LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that failed."""

    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Death:
    """A message given up by `queue` after these failures, at least one.

    `id` tells this death from a later one of the same event; a second telling changes nothing.
    """

    id: str
    queue: str
    content: Content
    failures: Sequence[Failure]


def keep(session: Session, death: Death) -> None:
    """Keep the message for the operators, once; an event that died before is open again."""
    content, last = death.content, death.failures[-1]
    row = {
        "queue": death.queue[:120],
        "key": content.key,
        "type": content.attribute("type")[:120],
        "source": content.attribute("source")[:120],
        "subject": content.attribute("subject")[:160],
    }
    news = {
        "headers": dict(content.headers),
        "body": content.body,
        "state": LetterState.OPEN,
        "reason": last.error[:_LONGEST_WORDS],
        "died_at": last.at,
        "changed_at": clock.now(),
    }
    born = {"attempts": 0, "version": 0, "occurred_at": content.time or last.at}
    insert_new(session, dead_letters, row | news | born)
    same = (dead_letters.c.queue == row["queue"]) & (dead_letters.c.key == row["key"])
    found = select(dead_letters.c.id).where(same).with_for_update()
    letter_id: int = session.execute(found).scalar_one()
    if not _tell_failures(session, letter_id, death):
        return
    count = dead_letters.c.attempts + len(death.failures)
    changed = update(dead_letters).where(dead_letters.c.id == letter_id)
    session.execute(changed.values(**news, attempts=count, version=dead_letters.c.version + 1))


def requeue(session: Session, letter_id: int, *, area: str, now: datetime) -> None:
    """Have the worker hand the letter back to its queue; nothing changes if it is on its way.

    Raises:
        Settled: it was dropped.
        TooOld: the event took place longer ago than `LIFE`.
    """
    letter = queries.get(session, letter_id, lock=True)
    if letter.state in (LetterState.REQUEUED, LetterState.RETURNED):
        return
    if letter.state is LetterState.DROPPED:
        raise Settled(f"Dead letter {letter_id} was dropped.")
    if letter.occurred_at < now - LIFE:
        raise TooOld(
            f"The event of dead letter {letter_id} took place more than {LIFE.days} days ago: "
            "whether it had its effect since is no longer known. Drop it, and resync copies.",
            occurred_at=letter.occurred_at.isoformat(),
        )
    _change(session, [letter_id], LetterState.REQUEUED, LetterStep.REQUEUED, "")
    audit.record(
        session,
        f"{area}.dead_letter.requeue",
        target=f"dead_letter/{letter_id}",
        after=_described(letter),
    )


def requeue_all(
    session: Session, matching: LetterFilter, *, area: str, now: datetime
) -> RequeuedOut:
    """Requeue open letters that match and are young enough, at most `AT_ONCE` of them."""
    ids, too_old = queries.open_ids(session, matching, since=now - LIFE, limit=AT_ONCE + 1)
    left, ids = len(ids) > AT_ONCE, ids[:AT_ONCE]
    if ids:
        _change(session, ids, LetterState.REQUEUED, LetterStep.REQUEUED, "")
        given = matching.model_dump(mode="json", exclude_defaults=True)
        audit.record(
            session,
            f"{area}.dead_letter.requeue",
            target="dead_letter/*",
            after={"matching": given, "requeued": len(ids), "too_old": too_old},
        )
    return RequeuedOut(requeued=len(ids), too_old=too_old, left=left)


def drop(session: Session, letter_id: int, *, area: str, reason: str) -> None:
    """Give the letter up; nothing changes if that was done before.

    Raises:
        Settled: it is on its way back to its queue.
    """
    letter = queries.get(session, letter_id, lock=True)
    if letter.state is LetterState.DROPPED:
        return
    if letter.state is not LetterState.OPEN:
        raise Settled(f"Dead letter {letter_id} was handed back to {letter.queue}.")
    _change(session, [letter_id], LetterState.DROPPED, LetterStep.DROPPED, reason)
    audit.record(
        session,
        f"{area}.dead_letter.drop",
        target=f"dead_letter/{letter_id}",
        before=_described(letter),
        after={"reason": reason},
    )


def mark_returned(session: Session, letter: Row[Any]) -> None:
    """Note that the letter is in its queue again, unless it died anew in the meantime."""
    same = (dead_letters.c.id == letter.id) & (dead_letters.c.version == letter.version)
    values = {"state": LetterState.RETURNED, "changed_at": clock.now()}
    if rows_changed(session, update(dead_letters).where(same).values(values)):
        _tell(session, [letter.id], LetterStep.RETURNED, f"to {letter.queue}")


def prune(session: Session) -> None:
    """Forget letters that were settled longer ago than `LIFE`; open ones stay."""
    settled = dead_letters.c.state.in_((LetterState.RETURNED, LetterState.DROPPED))
    old = dead_letters.c.changed_at < clock.now() - LIFE
    session.execute(delete(dead_letters).where(settled, old))


def _change(
    session: Session, ids: Sequence[int], state: LetterState, step: LetterStep, words: str
) -> None:
    values = {"state": state, "changed_at": clock.now(), "version": dead_letters.c.version + 1}
    session.execute(update(dead_letters).where(dead_letters.c.id.in_(ids)).values(values))
    _tell(session, ids, step, words)


def _tell(session: Session, ids: Sequence[int], step: LetterStep, words: str) -> None:
    row = {
        "death": uuid4().hex,
        "number": 0,
        "step": step,
        "at": clock.now(),
        "words": words[:_LONGEST_WORDS],
        "actor": origin_of(session).actor,
    }
    session.execute(insert(dead_letter_steps), [{**row, "letter_id": id} for id in ids])


def _tell_failures(session: Session, letter_id: int, death: Death) -> bool:
    """Add the failures to the letter's history; false if this death was told before."""
    rows = [
        {
            "letter_id": letter_id,
            "death": death.id[:64],
            "number": number,
            "step": LetterStep.FAILED,
            "at": failure.at,
            "words": failure.error[:_LONGEST_WORDS],
            "actor": origin_of(session).actor,
        }
        for number, failure in enumerate(death.failures, start=1)
    ]
    if not insert_new(session, dead_letter_steps, rows[0]):
        return False
    if rows[1:]:
        session.execute(insert(dead_letter_steps), rows[1:])
    return True


def _described(letter: Row[Any]) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in ("queue", "type", "subject", "reason")}
