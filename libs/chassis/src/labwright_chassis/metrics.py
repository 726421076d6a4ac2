"""Prometheus metrics of one process, in a registry of their own."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What every service counts. Times are in seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "labwright_http_requests_total",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.request_seconds = Histogram(
            "labwright_http_request_seconds",
            "Time to answer",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.outbox_depth = Gauge(
            "labwright_outbox_depth", "Events not sent yet", registry=self.registry
        )
        self.outbox_lag = Gauge(
            "labwright_outbox_lag_seconds", "Age of the oldest unsent event", registry=self.registry
        )
        self.outbox_failing = Gauge(
            "labwright_outbox_failing", "Unsent events that failed", registry=self.registry
        )
        self.dead_letters = Gauge(
            "labwright_dead_letters", "Open dead letters", ("queue",), registry=self.registry
        )
        self.events_sent = Counter(
            "labwright_events_sent_total", "Events confirmed by the broker", registry=self.registry
        )
        self.send_failures = Counter(
            "labwright_events_send_failures_total", "Failed sends", registry=self.registry
        )
        self.events_handled = Counter(
            "labwright_events_handled_total",
            "Events by what became of them",
            ("queue", "outcome"),
            registry=self.registry,
        )
        self.event_lag = Histogram(
            "labwright_event_lag_seconds",
            "From the change to its effect here",
            ("queue",),
            buckets=_SECONDS,
            registry=self.registry,
        )

    def expose(self) -> bytes:
        """The text exposition format, version 0.0.4."""
        return generate_latest(self.registry)
