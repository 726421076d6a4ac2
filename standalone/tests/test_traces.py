"""One request is one trace, from the gateway to the statement in the database."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.dev.one_process import standalone

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
LIMIT_SECONDS = 120


class Collector(ThreadingHTTPServer):
    """Takes traces by OTLP over HTTP, as Jaeger or Tempo would."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.spans: list[Span] = []

    def statement(self) -> Span | None:
        named = (span for span in self.spans if span.name == "SELECT")
        return next((span for span in named if span.trace_id.hex() == TRACE), None)

    def find(self, span_id: bytes) -> Span | None:
        return next((span for span in self.spans if span.span_id == span_id), None)


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans += scope.spans
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args) -> None: ...


@pytest.fixture
def collector():
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def traced_lab(collector, tmp_path):
    """The address of a standalone process whose traces go to the collector."""
    traced = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.server_port}",
        "OTEL_BSP_SCHEDULE_DELAY": "50",
    }
    with standalone(tmp_path, extra=traced) as address:
        yield address


def _wait_for(condition):
    until = time.monotonic() + LIMIT_SECONDS
    while not (found := condition()):
        assert time.monotonic() < until, "not so in time"
        time.sleep(0.05)
    return found


def test_a_request_is_one_trace_down_to_the_statement(traced_lab, collector):
    headers = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
    keys = httpx2.get(f"{traced_lab}/api/v1/auth/jwks", headers=headers, trust_env=False)
    assert keys.status_code == 200

    # From the statement up: auth answered the gateway, which answered the caller.
    statement = _wait_for(collector.statement)
    auth = _wait_for(lambda: collector.find(statement.parent_span_id))
    gateway = _wait_for(lambda: collector.find(auth.parent_span_id))
    assert auth.name == gateway.name == "GET /api/v1/auth/jwks"
    assert auth.kind == gateway.kind == Span.SPAN_KIND_SERVER
    assert gateway.parent_span_id.hex() == CALLER
