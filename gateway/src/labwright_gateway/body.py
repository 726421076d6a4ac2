"""A request's body: small ones are held, others flow through; none exceeds its limit."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from labwright_chassis.errors import DomainError, TooLarge
from labwright_gateway.errors import BadRequest, ClientGone, RequestTimeout, ServiceTimeout

HELD = 262_144
"""Bodies of at most this many bytes are read as a whole before they are passed on."""


class RequestBody:
    """The body of one request.

    `limit` is in bytes; `patience` (seconds) bounds the arrival of a small body, and of a long one
    the wait for its next piece. `complete` tells whether all of it has arrived.

    Raises:
        TooLarge: the declared length exceeds `limit` (bytes).
        BadRequest: its coding is not one that can be passed on.
    """

    def __init__(self, headers: Headers, receive: Receive, *, limit: int, patience: float) -> None:
        self._receive = receive
        self._limit = limit
        self._patience = patience
        self._coded = "transfer-encoding" in headers
        if self._coded and headers.getlist("transfer-encoding") != ["chunked"]:
            raise BadRequest("Only the transfer encoding `chunked` is accepted.")
        self.length = None if self._coded else int(headers.get("content-length", "0"))
        if self.length is not None:
            self._check(self.length)
        self.complete = self.length == 0
        self._failure: DomainError | None = None
        self._waiting = False

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Say so where the sender is the reason why a service was not asked properly.

        The HTTP client wraps what a body raises in an error of its own, and stops waiting for one
        whose sender is slow.

        Raises:
            TooLarge, ClientGone, RequestTimeout: in place of what came out of that.
        """
        try:
            yield
        except DomainError as error:
            if self._failure is None and self._waiting and isinstance(error, ServiceTimeout):
                self._failure = _late()
            if self._failure is not None:
                raise self._failure from error
            raise

    async def content(self) -> bytes | AsyncIterator[bytes]:
        """All bytes of a small body; of others their flow.

        Raises:
            RequestTimeout: a small body did not arrive.
            ClientGone: the client went away.
        """
        if self.complete:
            return b""
        if self.length is None or self.length > HELD:
            return self._flow()
        try:
            async with asyncio.timeout(self._patience):
                return b"".join([piece async for piece in self._flow()])
        except TimeoutError as error:
            raise _late() from error

    async def _flow(self) -> AsyncIterator[bytes]:
        passed = 0
        while not self.complete:
            message = await self._next()
            if message["type"] == "http.disconnect":
                self._failure = ClientGone("The client went away.")
                raise self._failure
            piece = message.get("body", b"")
            passed += len(piece)
            self._check(passed)
            self.complete = not message.get("more_body", False)
            if piece:
                yield piece

    async def _next(self) -> Message:
        self._waiting = True
        try:
            async with asyncio.timeout(self._patience):
                message = await self._receive()
        except TimeoutError as error:
            self._failure = _late()
            raise self._failure from error
        # Not in a `finally`: who stops waiting for us has to see whom we wait for.
        self._waiting = False
        return message

    def _check(self, size: int) -> None:
        if size > self._limit:
            self._failure = TooLarge(f"The body may have at most {self._limit} bytes here.")
            raise self._failure


def _late() -> RequestTimeout:
    return RequestTimeout("The request's body did not arrive in time.")
