"""A target of webhooks that speaks real HTTP on loopback, and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """A request that arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Target:
    """What arrived, in order, and how it answers; while `hangs` it does not."""

    url: str = ""
    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    code: int = 204
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    drips: bool = False
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.heard]


@contextmanager
def target(tls: Any = None) -> Iterator[Target]:
    """A target on a free port of 127.0.0.1, behind TLS where a context is given."""
    kept = Target()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.heard.append(Heard(self.path, dict(self.headers.items()), body))
            if kept.hangs:
                kept.let_go.wait(30)
                self.close_connection = True
                return
            self.send_response(kept.code)
            for name, value in kept.headers.items():
                self.send_header(name, value)
            if kept.drips:
                self.end_headers()
                while not kept.let_go.wait(0.02):
                    self.wfile.write(b".")
                return
            if kept.code != 204:
                self.send_header("Content-Length", str(len(kept.answer)))
            self.end_headers()
            self.wfile.write(kept.answer)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *args: Any) -> None:
            """A sender that hangs up is no error here."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    kept.port = server.server_address[1]
    kept.url = f"http{'s' if tls else ''}://127.0.0.1:{kept.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        kept.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()
