"""Shapes of favourites."""

from datetime import datetime

from pydantic import Field

from labwright_chassis.lists import AnswerBody, ListQuery


class FavouriteQuery(ListQuery):
    """Order and page."""

    ordering: str | None = Field(None, description="name, created_at; `-` reverses")


class FavouriteOut(AnswerBody):
    """A device that I starred; one that was `removed` stays until it is unstarred."""

    device_id: int
    name: str | None
    type_name: str | None
    site_name: str | None
    bookable: bool
    removed: bool
    created_at: datetime
