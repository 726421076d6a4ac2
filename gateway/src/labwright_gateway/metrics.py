"""What the gateway counts beside requests."""

from prometheus_client import Counter, Gauge

from labwright_chassis.metrics import Metrics
from labwright_gateway.breaker import CircuitBreaker


class GatewayMetrics(Metrics):
    """Requests by method, route class and status come from the chassis."""

    def __init__(self) -> None:
        super().__init__()
        self.identity_lookups = Counter(
            "labwright_gateway_identity_lookups_total",
            "Identities by where they came from: hit, miss, stale; unknown ones are refused",
            ("outcome",),
            registry=self.registry,
        )
        self.upstream_failures = Counter(
            "labwright_gateway_upstream_failures_total",
            "Requests that a service did not answer",
            ("service", "kind"),
            registry=self.registry,
        )
        self.circuit_open = Gauge(
            "labwright_gateway_circuit_open",
            "1 while a service is not asked, since it gave no answer lately",
            ("service",),
            registry=self.registry,
        )

    def watch_circuit(self, service: str, breaker: CircuitBreaker) -> None:
        """Tell of a circuit whenever the metrics are read."""
        self.circuit_open.labels(service).set_function(lambda: float(breaker.is_open))
