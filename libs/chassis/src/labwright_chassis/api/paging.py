"""The HTTP side of lists: links to the pages beside this one. The rest is in `lists`."""

from collections.abc import Sequence
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Request

from labwright_chassis.lists import ListQuery, Page

T = TypeVar("T")


class Links:
    """Makes the answer of a list from a page's rows."""

    def __init__(self, request: Request) -> None:
        self._path = request.url.path
        self._params = [
            (k, v) for k, v in request.query_params.multi_items() if k not in ("limit", "offset")
        ]

    def page(self, results: Sequence[T], *, count: int, query: ListQuery) -> Page[T]:
        """The page at `query.offset`, with its neighbours."""
        after, before = query.offset + query.limit, query.offset - query.limit
        return Page(
            count=count,
            next=self._link(query.limit, after) if after < count else None,
            previous=self._link(query.limit, max(0, before)) if query.offset else None,
            results=list(results),
        )

    def _link(self, limit: int, offset: int) -> str:
        return f"{self._path}?{urlencode([*self._params, ('limit', limit), ('offset', offset)])}"


PageLinks = Annotated[Links, Depends(Links)]
