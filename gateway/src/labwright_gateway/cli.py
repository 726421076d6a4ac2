"""Serves the gateway: `python -m labwright_gateway`."""

import uvloop

from labwright_chassis import logs, tracing
from labwright_chassis.serve import Listener, serve
from labwright_gateway.app import create_gateway
from labwright_gateway.protocol import GuardedProtocol
from labwright_gateway.settings import GatewaySettings


def main() -> None:
    """Run one gateway process, configured by `GATEWAY_*`, until a signal ends it."""
    settings = GatewaySettings()
    logs.configure(settings.log_level, settings.log_format, service="gateway")
    tracing.configure(settings.trace_endpoint, service="gateway")
    gateway = create_gateway(settings)
    listeners = [
        Listener(gateway, settings.host, settings.port, settings.socket, http=GuardedProtocol),
        Listener(gateway.internal, settings.host, settings.internal_port, settings.internal_socket),
    ]
    uvloop.run(serve(listeners))
