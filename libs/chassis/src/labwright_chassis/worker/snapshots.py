"""A service's objects as others may see them: for the relay, for resync and for drift checks."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from fastapi import Query
from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labwright_chassis import clock, logs, outbox
from labwright_chassis.api.caller import ServiceCaller
from labwright_chassis.api.router import DbReader, ServiceRouter
from labwright_chassis.errors import NotFound
from labwright_chassis.snapshots import Rendered, SnapshotSource
from labwright_contracts.snapshots import DigestRange, SnapshotPage, SnapshotRow

__all__ = ["Rendered", "SnapshotSource", "create_router", "digests", "render_each", "versions_of"]

DIGEST_RANGE = 500


def digest_of(rows: Iterable[tuple[int, int, int]]) -> str:
    """SHA-256 over the lines `id:epoch:version`."""
    text = "".join(f"{id}:{epoch}:{version}\n" for id, epoch, version in rows)
    return hashlib.sha256(text.encode()).hexdigest()


def digests(
    versions: Sequence[tuple[int, int, int]], *, size: int = DIGEST_RANGE
) -> list[DigestRange]:
    """Digests of (id, epoch, version) rows in id order, by ranges of `size` ids."""
    ranges: dict[int, list[tuple[int, int, int]]] = {}
    for row in versions:
        ranges.setdefault((row[0] - 1) // size, []).append(row)
    return [
        DigestRange(after=n * size, upto=(n + 1) * size, count=len(rows), digest=digest_of(rows))
        for n, rows in sorted(ranges.items())
    ]


def render_each(
    source: SnapshotSource, session: Session, ids: Sequence[int]
) -> tuple[dict[int, Rendered], dict[int, str]]:
    """What can be rendered, by id, and why the rest cannot: one broken object stops no other."""
    try:
        return {r.id: r for r in source.render(session, ids)}, {}
    except DBAPIError:
        raise
    except Exception as error:
        if len(ids) == 1:
            reason = repr(error)[:300]
            what = f"{source.aggregate}/{ids[0]}"
            logs.get(__name__).error("not rendered", what=what, reason=reason)
            return {}, {ids[0]: reason}
    rendered: dict[int, Rendered] = {}
    failed: dict[int, str] = {}
    for id in ids:
        one, reasons = render_each(source, session, [id])
        rendered |= one
        failed |= reasons
    return rendered, failed


def create_router(sources: Mapping[str, SnapshotSource]) -> ServiceRouter:
    """`/internal/snapshots/<plural>` and `/internal/digests/<plural>` of these objects."""
    router = ServiceRouter(prefix="/internal", tags=["snapshots"])

    @router.get("/snapshots/{plural}")
    def list_snapshots(
        plural: str,
        session: DbReader,
        by: ServiceCaller,
        after: Annotated[int, Query(ge=0)] = 0,
        upto: Annotated[int | None, Query(ge=0)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    ) -> SnapshotPage:
        """Objects with `after < id <= upto` in id order, removed ones included."""
        source = _source(sources, plural)
        statement = select(source.id).where(source.id > after, source.shown(clock.now()))
        statement = statement.order_by(source.id).limit(limit)
        if upto is not None:
            statement = statement.where(source.id <= upto)
        ids = session.scalars(statement).all()
        epoch = outbox.epoch(session)
        rendered, failed = render_each(source, session, ids)
        rows = tuple(
            SnapshotRow(id=id, epoch=epoch, version=r.version, data=r.body.model_dump(mode="json"))
            for id, r in sorted(rendered.items())
        )
        return SnapshotPage(
            rows=rows,
            next_after=ids[-1] if len(ids) == limit else None,
            epoch=epoch,
            unrendered=tuple(sorted(failed)),
        )

    @router.get("/digests/{plural}")
    def list_digests(plural: str, session: DbReader, by: ServiceCaller) -> list[DigestRange]:
        """Digests over (id, epoch, version) by ranges of ids."""
        source = _source(sources, plural)
        epoch = outbox.epoch(session)
        statement = select(source.id, source.version).where(source.shown(clock.now()))
        rows = session.execute(statement.order_by(source.id))
        return digests([(id, epoch, version) for id, version in rows])

    return router


def _source(sources: Mapping[str, SnapshotSource], plural: str) -> SnapshotSource:
    for source in sources.values():
        if source.plural == plural:
            return source
    raise NotFound(f"There are no snapshots of {plural}.")


def versions_of(
    session: Session, table: Table, shown: ColumnElement[bool]
) -> list[tuple[int, int, int]]:
    """(id, epoch, version) of the rows of a copy that `shown` selects, in id order."""
    statement = select(table.c.id, table.c.epoch, table.c.version).where(shown).order_by(table.c.id)
    return [(id, epoch, version) for id, epoch, version in session.execute(statement)]
