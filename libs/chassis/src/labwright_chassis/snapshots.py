"""What a service states about the objects it shows to others, free of frameworks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from labwright_contracts.base import Contract


@dataclass(frozen=True, slots=True)
class Rendered:
    """One object's public state; `event_type` tells whether it stands or is removed."""

    id: int
    version: int
    event_type: str
    body: Contract


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """How to read one kind of object: all columns of its ids, and the bodies of some of them.

    `render` loads the named ids, removed ones included, with a fixed number of statements. With
    `shown` only those rows are served that it says are still open at a time; a `Copy` of them says
    the same of its own rows.
    """

    aggregate: str
    plural: str
    id: ColumnElement[int]
    version: ColumnElement[int]
    render: Callable[[Session, Sequence[int]], Iterable[Rendered]]
    shown: Callable[[datetime], ColumnElement[bool]] = lambda now: true()
