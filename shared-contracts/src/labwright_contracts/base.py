"""The shape every contract shares: immutable, lenient toward fields of a newer publisher."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be a time between the years 1 and 9999 in UTC") from None


UtcTime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An instant: RFC 3339 with any offset in, UTC (`Z`) out; a time without offset is refused."""


class Contract(BaseModel):
    """Base of all contracts. Unknown fields are ignored, so that a publisher may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


E = TypeVar("E", bound="OpenEnum")


class OpenEnum(StrEnum):
    """An enumeration that reads a value of a newer publisher as `unknown` instead of failing.

    Every subclass has a member `UNKNOWN = "unknown"`.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self:
        return cls("unknown")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # `enum` would forbid what a newer publisher may say.
        described = handler.resolve_ref_schema(handler(schema))
        described["x-known-values"] = described.pop("enum")
        return described


def known(value: E) -> E:
    """Refuse `unknown`, where somebody asks for a value rather than tells one.

    Raises:
        ValueError: the value is not one of those known here.
    """
    if value == "unknown":
        raise ValueError(f"must be one of: {', '.join(v for v in type(value) if v != 'unknown')}")
    return value
