"""Traces by OpenTelemetry: off, and the SDK not even imported, unless they have somewhere to go."""

from typing import Any

from opentelemetry import trace
from sqlalchemy import Engine, event

_SECONDS_TO_SEND = 5


def configure(endpoint: str, *, service: str) -> None:
    """Send spans to an OTLP collector (`http://host:4318`); nothing without an endpoint.

    Call it before a `Database` is made. FastAPI makes a span of every request by itself; what is
    sampled is said by OpenTelemetry's own variable `OTEL_TRACES_SAMPLER`.
    """
    if not endpoint:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"labwright-{service}"}))
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=_SECONDS_TO_SEND)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


def watch(engine: Engine) -> None:
    """Make each statement within a trace a span, if traces go anywhere.

    OpenTelemetry's own instrumentation needs SQLAlchemy below 2.1 or greenlet.
    """
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return
    tracer = trace.get_tracer(__name__)

    # In the order of SQLAlchemy: connection, cursor, statement, parameters, context, many.
    def begin(*about: Any) -> None:
        if trace.get_current_span().is_recording():
            statement, context = about[2], about[4]
            # Without its values, which may be anybody's.
            attributes = {"db.system.name": engine.dialect.name, "db.query.text": statement}
            context.labwright_span = tracer.start_span(
                statement.split(maxsplit=1)[0],
                kind=trace.SpanKind.CLIENT,
                attributes=attributes,
            )

    def end(*about: Any) -> None:
        if span := getattr(about[4], "labwright_span", None):
            span.end()

    def fail(failure: Any) -> None:
        if span := getattr(failure.execution_context, "labwright_span", None):
            span.record_exception(failure.original_exception)
            span.set_status(trace.StatusCode.ERROR)
            span.end()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
