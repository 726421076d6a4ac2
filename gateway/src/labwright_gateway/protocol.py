"""HTTP/1.1 for uvicorn with bounds on what a client may take of memory and time."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from labwright_contracts.problems import MEDIA_TYPE, Problem

LONGEST_HEAD = 65_536
"""Bytes without any progress: of request line and headers, trailers, or chunk extensions."""

_REFUSALS = {
    400: ("Bad Request", "bad-request", "Not an acceptable request"),
    408: ("Request Timeout", "request-timeout", "The request did not arrive in time"),
}


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, which by itself collects a head of any size and waits for ever.

    What it cannot parse, or what is longer than `LONGEST_HEAD`, is answered by a problem and the
    connection closed. Give it to uvicorn as `http`.

    A head has `head_seconds` to arrive. What a client sends after its answer is read for
    `rest_seconds`; a client that takes nothing of an answer for `reader_seconds` is cut off.
    """

    head_seconds: float = 10
    rest_seconds: float = 10
    reader_seconds: float = 60

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._without_progress = 0
        self._progressed = False
        self._in_message = False
        self._arrival: asyncio.TimerHandle | None = None
        self._departure: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new connection; see asyncio.Protocol."""
        super().connection_made(transport)
        self._expect_within(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of everything; see asyncio.Protocol."""
        self._expect_nothing()
        self._reader_moved()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take the next bytes; see asyncio.Protocol."""
        self._progressed = False
        super().data_received(data)
        self._without_progress = 0 if self._progressed else self._without_progress + len(data)
        if self._without_progress > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response(f"The head of a request may have {LONGEST_HEAD} bytes.")
        elif not self._in_message and not (self._progressed and self._answering):
            # A head that came in one piece, the usual case, needs no timer at all.
            self._expect_within(self.head_seconds)

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        self._progressed = self._in_message = True
        self._expect_nothing()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        self._progressed = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        self._progressed = True
        self._in_message = False
        self._expect_nothing()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Called when an answer has been handed over."""
        super().on_response_complete()
        if self._in_message and not self.transport.is_closing():
            self._expect_within(self.rest_seconds)

    def pause_writing(self) -> None:
        """Called when the client takes less than is sent; see asyncio.Protocol."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """Called when the client has taken what was sent; see asyncio.Protocol."""
        self._reader_moved()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Called on an idle connection: closing waits until the client has taken everything."""
        super().timeout_keep_alive_handler()
        if self.transport.get_write_buffer_size():
            self._watch_reader()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no acceptable HTTP, and hang up."""
        self._refuse(400, msg)

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, status: int, detail: str) -> None:
        own = self._in_message and not self.cycle.response_started
        if self.pipeline or (self._answering and not own):
            # It would be taken for the answer to an earlier request.
            self.transport.close()
            return
        phrase, slug, title = _REFUSALS[status]
        problem = Problem(type=f"/problems/{slug}", title=title, status=status, detail=detail)
        body = problem.model_dump_json(exclude_none=True).encode()
        head = (
            f"HTTP/1.1 {status} {phrase}\r\n"
            f"content-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\n"
            "cache-control: no-store\r\n"
            "x-content-type-options: nosniff\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _expect_within(self, seconds: float) -> None:
        if self._arrival is None:
            self._arrival = self.loop.call_later(seconds, self._not_arrived)

    def _expect_nothing(self) -> None:
        if self._arrival is not None:
            self._arrival.cancel()
            self._arrival = None

    def _not_arrived(self) -> None:
        self._arrival = None
        if self.transport.is_closing():
            return
        if self._answering:
            self._expect_within(self.head_seconds)
        elif self._in_message or not self._without_progress:
            # It is answered already, or nothing was asked.
            self.transport.close()
        else:
            self._refuse(408, "The head of the request did not arrive in time.")

    def _watch_reader(self) -> None:
        if self._departure is None:
            self._departure = self.loop.call_later(self.reader_seconds, self.transport.abort)

    def _reader_moved(self) -> None:
        if self._departure is not None:
            self._departure.cancel()
            self._departure = None
