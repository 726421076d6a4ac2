"""Which function handles which event. A service's `subscribers.py` declares them here.

A batch handler gets many events of its types in one transaction: for projections, whose version
makes repetition harmless. A single handler gets one, with its id noted in the inbox, so that its
effect happens once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from labwright_chassis import inbox
from labwright_chassis.db import Database, Origin
from labwright_chassis.errors import DomainError
from labwright_contracts import catalogue
from labwright_contracts.base import Contract
from labwright_contracts.envelope import Envelope

B = TypeVar("B", bound=Contract)


@dataclass(frozen=True, slots=True)
class Received(Generic[B]):
    """An event as it arrived: its envelope and its body."""

    envelope: Envelope
    body: B


class Undecodable(DomainError):
    """The message is no event of a known type: it goes to the dead letters at once."""


Handler = Callable[[Session, Sequence[Received[Any]]], None]


@dataclass(slots=True)
class EventRouter:
    """The events that one queue takes, from which services' exchanges.

    `linger` is how many seconds events are gathered for one transaction; a longer time costs the
    machine less where nobody waits for the effect.
    """

    queue: str
    linger: float = 0.005
    bindings: dict[str, list[str]] = field(default_factory=dict)
    _handlers: dict[str, Handler] = field(default_factory=dict)

    def batch(self, *types: str) -> Callable[[Handler], Handler]:
        """Decorate a function that takes many events of these types at once."""
        return self._subscribe(types)

    def once(self, *types: str) -> Callable[[Callable[[Session, Received[Any]], None]], Handler]:
        """Decorate a function that takes one event and must not take it twice."""

        def decorate(handle: Callable[[Session, Received[Any]], None]) -> Handler:
            def handle_each(session: Session, events: Sequence[Received[Any]]) -> None:
                for event in events:
                    session.info["origin"] = _origin(event.envelope)
                    if inbox.first_time(session, consumer=self.queue, event_id=event.envelope.id):
                        handle(session, event)

            return self._subscribe(types)(handle_each)

        return decorate

    def takes(self, envelope: Envelope) -> bool:
        """Whether this queue is bound to that event."""
        return envelope.type in self.bindings.get(envelope.source.removeprefix("/"), ())

    def decode(self, headers: Mapping[str, Any], body: bytes) -> Received[Any]:
        """The event in a message.

        Raises:
            Undecodable: headers or body do not fit the contract, or nobody here handles the type.
        """
        try:
            envelope = Envelope.from_headers(headers)
            kind = catalogue.BY_TYPE[envelope.type]
            if envelope.type not in self._handlers:
                raise KeyError(envelope.type)
            return Received(envelope, kind.body.model_validate_json(body))
        except (KeyError, ValueError) as error:
            raise Undecodable(f"{type(error).__name__}: {error}") from error

    def apply(self, database: Database, events: Sequence[Received[Any]]) -> None:
        """Handle events that came together: one transaction for each handler."""
        for handle, group in self._grouped(events):
            origin = _origin(group[0].envelope)
            database.unit(lambda s, h=handle, g=group: h(s, g), origin=origin)  # type: ignore[misc]

    def _grouped(
        self, events: Sequence[Received[Any]]
    ) -> list[tuple[Handler, list[Received[Any]]]]:
        groups: dict[int, tuple[Handler, list[Received[Any]]]] = {}
        for event in events:
            handle = self._handlers[event.envelope.type]
            groups.setdefault(id(handle), (handle, []))[1].append(event)
        return list(groups.values())

    def _subscribe(self, types: Sequence[str]) -> Callable[[Handler], Handler]:
        def decorate(handle: Handler) -> Handler:
            for event_type in types:
                self._handlers[event_type] = handle
                for publisher in catalogue.BY_TYPE[event_type].publishers:
                    self.bindings.setdefault(publisher, []).append(event_type)
            return handle

        return decorate


def _origin(envelope: Envelope) -> Origin:
    return Origin(
        actor=envelope.actor,
        request_id=envelope.requestid,
        traceparent=envelope.traceparent,
        org=envelope.org,
    )
