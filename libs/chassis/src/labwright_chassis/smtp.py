"""Ways on which mail leaves, by URL: an SMTP server, a folder, or none.

`smtps://` speaks TLS from the first byte, `smtp+starttls://` refuses to go on without STARTTLS,
`smtp://` is plain, for a relay nearby, and takes no password.
"""

import contextlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from labwright_chassis import logs
from labwright_chassis.mails import MailRefused, ServerAway, Transport

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_TIMEOUT_SECONDS = 10.0


def create_transport(url: str) -> Transport:
    """The transport that a URL names; none at all lets mails wait.

    Raises:
        ValueError: another scheme, no host, or a password for a connection without TLS.
    """
    if not url:
        return NoTransport()
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderTransport(Path(unquote(parts.path)))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("A mail server is smtp://, smtp+starttls:// or smtps://host[:port].")
    if parts.scheme == "smtp" and parts.username:
        raise ValueError("A password needs smtp+starttls:// or smtps://.")
    return _smtp(parts)


@dataclass(frozen=True, slots=True, repr=False)
class SmtpTransport:
    """Speaks to one server, in one connection a mail; certificates are verified."""

    host: str
    port: int
    scheme: str = "smtp"
    username: str = ""
    password: str = ""
    tls: ssl.SSLContext | None = None

    def send(self, message: EmailMessage) -> None:
        """Send to the message's only recipient."""
        try:
            server = self._connection()
            try:
                server.send_message(message)
            finally:
                _hang_up(server)
        except smtplib.SMTPRecipientsRefused as error:
            (reply,) = error.recipients.values()
            raise _judged(*reply) from error
        except smtplib.SMTPDataError as error:
            raise _judged(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            # A wrong password or sender is set right by an admin: such mails wait for him.
            raise ServerAway(f"{type(error).__name__}: {error}") from error

    def _connection(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            context = self.tls or ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=_TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        try:
            if self.scheme == "smtp+starttls":
                server.starttls(context=self.tls or ssl.create_default_context())
            if self.username:
                server.login(self.username, self.password)
        except BaseException:
            server.close()
            raise
        return server


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Writes each mail as a text file that its owner alone can read: a lab without mail server."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        """Write the file and say where it is."""
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        file = self.folder / f"{name}.txt"
        lines = [f"{header}: {message[header]}" for header in ("Date", "To", "Subject")]
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            file.touch(mode=0o600, exist_ok=False)
            file.write_text("\n".join([*lines, "", message.get_content()]), encoding="utf-8")
        except OSError as error:
            raise ServerAway(f"{type(error).__name__}: {error}") from error
        logs.get(__name__).warning(
            f"no mail server is configured: a mail for {parseaddr(message['To'])[1]} is in {file}"
        )


class NoTransport:
    """Where nothing is configured, mails wait until something is, or until they are given up."""

    def send(self, message: EmailMessage) -> None:
        """Refuse for now."""
        raise ServerAway("No mail server is configured (set ..._SMTP_URL).")


def _smtp(parts: SplitResult) -> SmtpTransport:
    assert parts.hostname is not None
    return SmtpTransport(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        scheme=parts.scheme,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _hang_up(server: smtplib.SMTP) -> None:
    # What it answers now changes nothing: the mail is taken, or it is not.
    with contextlib.suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _judged(code: int, reply: bytes | str) -> Exception:
    words = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    kind = MailRefused if 500 <= code < 600 else ServerAway
    return kind(f"{code} {words}")
