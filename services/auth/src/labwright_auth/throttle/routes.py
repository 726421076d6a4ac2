"""From where a request comes."""

from typing import Annotated

from fastapi import Depends, Request

from labwright_auth.throttle.rules import Visit


def _visit(request: Request) -> Visit:
    hops = request.headers.get("x-forwarded-for", "").split(",")
    direct = request.client.host if request.client else ""
    return Visit(request.headers.get("user-agent", ""), hops[-1].strip() or direct)


Here = Annotated[Visit, Depends(_visit)]
"""From where, and by which program, the request comes: the gateway says so."""
