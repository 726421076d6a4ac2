"""How a publisher shows its whole state, so that a copy can be built or repaired."""

from typing import Any

from labwright_contracts.base import Contract


class SnapshotRow(Contract):
    """One object with its place in the order; `data` is the body its state event would carry."""

    id: int
    epoch: int
    version: int
    data: dict[str, Any]


class SnapshotPage(Contract):
    """Rows in id order, removed ones included; `next_after` is None on the last page.

    `epoch` is the publisher's present one, 0 if it does not say. `unrendered` are ids of objects
    that exist but cannot be shown at present: their absence from `rows` says nothing.
    """

    rows: tuple[SnapshotRow, ...]
    next_after: int | None = None
    epoch: int = 0
    unrendered: tuple[int, ...] = ()


class DigestRange(Contract):
    """SHA-256 over `id:epoch:version` lines of the rows with `after < id <= upto`."""

    after: int
    upto: int
    count: int
    digest: str
