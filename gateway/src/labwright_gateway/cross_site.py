"""Keeps pages of other sites from acting in a signed-in person's name."""

from collections.abc import Collection

from starlette.datastructures import Headers

from labwright_gateway.errors import BrowserRefused, CrossSiteRequest

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check(method: str, headers: Headers, origins: Collection[str]) -> None:
    """Let pass what is safe, carries `Authorization`, comes from our own pages or no browser.

    Browsers say by `Sec-Fetch-Site` whose page sent a request, older ones by `Origin`, which must
    then be one of `origins`. A request with neither comes from no browser.

    Raises:
        CrossSiteRequest: another site's page sent it.
    """
    if method in SAFE_METHODS or "authorization" in headers:
        return
    sites = headers.getlist("sec-fetch-site")
    if sites:
        allowed = all(site in ("same-origin", "none") for site in sites)
    else:
        allowed = all(origin in origins for origin in headers.getlist("origin"))
    if not allowed:
        raise CrossSiteRequest("Only pages of this address may do this in your name.")


def refuse_browsers(headers: Headers) -> None:
    """Refuse what any page in a browser sends.

    Raises:
        BrowserRefused: the request tells of a browser.
    """
    if "origin" in headers or "sec-fetch-site" in headers:
        raise BrowserRefused("Session tokens are for programs; pages sign in for a cookie.")


def check_preflight(method: str, headers: Headers, origins: Collection[str]) -> None:
    """Let only configured origins ask what they may send.

    Raises:
        CrossSiteRequest: a preflight from elsewhere.
    """
    asks = method == "OPTIONS" and "access-control-request-method" in headers
    if asks and headers.get("origin") not in origins:
        raise CrossSiteRequest("This origin may not call across sites.")
