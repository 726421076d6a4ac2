"""What a service states about the objects it shows to others, free of frameworks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
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

    `render` loads the named ids, removed ones included, with a fixed number of statements.
    """

    aggregate: str
    plural: str
    id: ColumnElement[int]
    version: ColumnElement[int]
    render: Callable[[Session, Sequence[int]], Iterable[Rendered]]
