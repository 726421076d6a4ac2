"""The way out to addresses that people entered: guarded, never to where they should not lead.

A name is resolved and judged when it is saved, and again for each connection, which then goes to
the very address that was judged: a name that resolves to another one in between gains nothing.
Redirects are not followed, proxies of the environment are not used.
"""

import json
import ssl
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import httpcore2

from labwright_chassis import clock
from labwright_scheduler.settings import SchedulerSettings
from labwright_scheduler.webhooks.errors import UnsafeTarget
from labwright_scheduler.webhooks.names import Resolve, resolve
from labwright_scheduler.webhooks.rules import discord
from labwright_scheduler.webhooks.rules.networks import Network, why_refused
from labwright_scheduler.webhooks.rules.waits import Outcome, retry_after

CONNECT = timedelta(seconds=5)
WHOLE = timedelta(seconds=15)
"""How long connecting to one address, and an attempt from the first byte on, may take."""

_MOST_READ = 4096
_SHOWN = 500
_MOST_ADDRESSES = 4
_PORTS = {"http": 80, "https": 443}
_USER_AGENT = "Labwright-Webhooks/1"


@dataclass(frozen=True, slots=True)
class PublicTargets:
    """Lets webhooks lead to the public internet over https, and to what configuration allows."""

    networks: Sequence[Network] = ()
    http: bool = False
    discord_hosts: Sequence[str] = ()
    resolve: Resolve = resolve

    @classmethod
    def configured(cls, settings: SchedulerSettings) -> "PublicTargets":
        """As the configuration says."""
        return cls(
            networks=[ip_network(str(network)) for network in settings.webhook_networks],
            http=settings.webhook_http,
            discord_hosts=settings.discord_hosts,
        )

    def check(self, url: str, *, discord: bool) -> None:
        """Raise `UnsafeTarget` unless a webhook may lead there, as its name resolves now."""
        self.check_form(url, discord=discord)
        parts = urlsplit(url)
        self.addresses(parts.hostname or "", parts.port or _PORTS[parts.scheme])

    def check_form(self, url: str, *, discord: bool) -> None:
        """Raise `UnsafeTarget` for what is wrong whatever the name resolves to."""
        scheme = urlsplit(url).scheme
        if scheme not in _PORTS or (scheme == "http" and not self.http):
            raise UnsafeTarget("Only https is spoken to webhooks.")
        if discord and not _is_discord(url, self.discord_hosts):
            raise UnsafeTarget("This is not the address of a Discord webhook.")

    def addresses(self, host: str, port: int) -> Sequence[str]:
        """Where a name leads; one address that is refused refuses them all."""
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnsafeTarget(f"{host} cannot be resolved.") from error
        for address in found:
            reason = why_refused(address, self.networks)
            if reason is not None:
                raise UnsafeTarget(f"{host} leads to {address}, which is {reason}.")
        return found[:_MOST_ADDRESSES]


@dataclass(frozen=True, slots=True)
class Sender:
    """Posts a body to an address, once, in a connection of its own."""

    targets: PublicTargets
    connect: timedelta = CONNECT
    whole: timedelta = WHOLE
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def post(
        self, url: str, body: bytes, headers: dict[str, str], *, discord: bool = False
    ) -> Outcome:
        """What the target answers, or why it did not; never raises for what the target does."""
        try:
            self.targets.check_form(url, discord=discord)
            return self._post(url, body, headers)
        except UnsafeTarget as error:
            return Outcome(reason=error.reason)
        except (httpcore2.TimeoutException, TimeoutError):
            return Outcome(reason="It took too long.")
        except ssl.SSLError as error:
            return Outcome(reason=f"TLS failed: {error.reason or type(error).__name__}")
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
            # Their words may repeat what was sent; their kind is enough.
            return Outcome(reason=f"The connection failed: {_why(error)}.")

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> Outcome:
        target = httpcore2.URL(url)
        request = httpcore2.Request(
            "POST",
            target,
            headers=[
                ("Host", urlsplit(url).netloc),
                ("User-Agent", _USER_AGENT),
                ("Accept", "*/*"),
                ("Accept-Encoding", "identity"),
                ("Content-Length", str(len(body))),
                ("Connection", "close"),
                *headers.items(),
            ],
            content=body,
        )
        way = _GuardedWay(self.targets, connect=self.connect, whole=self.whole)
        connection = httpcore2.HTTPConnection(
            target.origin, ssl_context=self.tls, network_backend=way
        )
        try:
            response = connection.handle_request(request)
            try:
                return _outcome(response, _beginning(response.iter_stream()))
            finally:
                response.close()
        finally:
            connection.close()


class _GuardedWay(httpcore2.NetworkBackend):
    """Connects to addresses that were judged, and lets no step last beyond the whole."""

    def __init__(self, targets: PublicTargets, *, connect: timedelta, whole: timedelta) -> None:
        self._targets = targets
        self._connect = connect.total_seconds()
        self._until = time.monotonic() + whole.total_seconds()
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception = UnsafeTarget(f"{host} has no address.")
        for address in self._targets.addresses(host, port):
            try:
                left = min(self._connect, _left(self._until))
                stream = self._plain.connect_tcp(address, port, left, None, socket_options)
                return _InTime(stream, self._until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise failed


class _InTime(httpcore2.NetworkStream):
    """A stream whose every step ends when the whole has to."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = _left(self._until)
        return _InTime(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _beginning(chunks: Iterable[bytes]) -> bytes:
    read = b""
    for chunk in chunks:
        read += chunk
        if len(read) >= _MOST_READ:
            break
    return read[:_MOST_READ]


def _outcome(response: httpcore2.Response, body: bytes) -> Outcome:
    code = response.status
    headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
    outcome = Outcome(
        code=code,
        answer=_visible(body.decode("utf-8", "replace"))[:_SHOWN],
        reason="" if 200 <= code < 300 else f"It answered {code}.",
        retry_after=_asked_wait(code, headers, body),
    )
    return outcome


def _asked_wait(code: int, headers: dict[bytes, str], body: bytes) -> timedelta | None:
    if code not in (429, 503):
        return None
    if asked := headers.get(b"retry-after"):
        return retry_after(asked, clock.now())
    try:
        told = json.loads(body)  # Discord says it there, too
        return retry_after(str(told["retry_after"]), clock.now())
    except (ValueError, TypeError, KeyError):
        return None


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def _is_discord(url: str, hosts: Sequence[str]) -> bool:
    return discord.is_webhook(url, hosts)


def _why(error: BaseException) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(error).__name__
