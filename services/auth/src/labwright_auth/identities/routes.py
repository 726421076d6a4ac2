"""Identities for the gateway, on the internal port."""

from labwright_auth.access import Configured, Units
from labwright_auth.identities import service
from labwright_auth.keys.routes import OurSigner
from labwright_auth.keys.service import check_audience
from labwright_auth.sessions.rules import Lifetimes
from labwright_chassis import clock
from labwright_chassis.api import ServiceCaller, ServiceRouter
from labwright_chassis.errors import NotAllowed
from labwright_contracts.auth import Identity, IdentityRequest

internal_router = ServiceRouter(prefix="/internal", tags=["identities"])

GATEWAY = "gateway"


@internal_router.post("/identities")
def identify(
    body: IdentityRequest,
    by: ServiceCaller,
    database: Units,
    signer: OurSigner,
    settings: Configured,
) -> Identity:
    """Whom a secret belongs to, with a token for one service; 401 if to nobody."""
    if by.username != GATEWAY:
        raise NotAllowed("Only the gateway asks whom a secret belongs to.")
    check_audience(body.audience)
    return service.identify(
        database,
        request=body,
        sign=signer.sign,
        lifetimes=Lifetimes.of(settings),
        org=settings.org,
        now=clock.now(),
    )
