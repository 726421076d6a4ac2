"""A real SMTP server on loopback, for tests of mail."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


# Without slots: aiosmtpd reads every attribute of it, which fails at one of them on Python 3.11.2.
@dataclass
class MailServer:
    """What arrived, in order; `answer` replaces the server's word on each message."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd calls it so
        """Take a message, or answer otherwise."""
        if self.answer.startswith("250"):
            message = message_from_bytes(
                envelope.content.replace(b"\r\n", b"\n"), _class=EmailMessage, policy=default
            )
            message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
            self.messages.append(message)
        return self.answer

    def to(self, address: str) -> list[str]:
        """Texts of the messages to an address, oldest first."""
        found = [one for one in self.messages if one["X-Recipients"] == address]
        return [one.get_content() for one in found]


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """A server on a free port of 127.0.0.1; `options` are those of aiosmtpd's `Controller`."""
    kept = MailServer()
    controller = _OnFreePort(kept, **options)
    controller.start()
    kept.url = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield kept
    finally:
        controller.stop()


class _OnFreePort(Controller):
    """Listens on a socket that is bound already, so that nobody else takes its port."""

    def __init__(self, handler: MailServer, **options: Any) -> None:
        self._listening = socket.socket()
        self._listening.bind(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port, **options)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)
