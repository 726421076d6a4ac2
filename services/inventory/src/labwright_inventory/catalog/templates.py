"""What a device of a type comes with: ports, outlets and other components."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from labwright_chassis.columns import normalised
from labwright_chassis.lists import AnswerBody, RequestBody
from labwright_inventory.catalog.rules import MOST_PORTS, ComponentList, Direction
from labwright_inventory.entries.schemas import Name, OptionalLine, Text

Kind = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._/+-]*$"),
    Field(examples=["lc", "100gbase-x-qsfp28", "rj-45"]),
]
PolatisPort = Annotated[int, Field(strict=True, ge=1, le=10_000)]
# Infinity is no JSON, though a number as long as 1e999 is.
Detail = Text | int | Annotated[float, Field(allow_inf_nan=False)] | bool | None
Details = Annotated[
    dict[Annotated[str, StringConstraints(min_length=1, max_length=60)], Detail],
    Field(max_length=40, description="What the device-type library says beside that."),
]


class PortTemplate(RequestBody):
    """A port that a device of the type comes with."""

    name: Name
    kind: Kind = "other"
    direction: Direction = Direction.BOTH
    polatis_port: PolatisPort | None = None
    source: OptionalLine = Field(None, description="The library's list, such as `interfaces`.")
    details: Details = Field(default_factory=dict)


class OutletTemplate(RequestBody):
    """A power outlet that a device of the type comes with."""

    name: Name
    kind: Kind = "other"
    feed_leg: Literal["A", "B", "C"] | None = None
    details: Details = Field(default_factory=dict)


class Component(RequestBody):
    """A bay, a power port or an item inside."""

    name: Name
    kind: Kind = "other"
    details: Details = Field(default_factory=dict)


Components = Annotated[list[Component], Field(max_length=MOST_PORTS)]


class Templates(RequestBody):
    """All of them. A port's name is unique among the ports."""

    ports: list[PortTemplate] = Field([], max_length=MOST_PORTS)
    outlets: list[OutletTemplate] = Field([], max_length=MOST_PORTS)
    components: dict[ComponentList, Components] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        for what, named in (("port", self.ports), ("outlet", self.outlets)):
            seen: set[str] = set()
            for template in named:
                key = normalised(template.name)
                if key in seen:
                    raise ValueError(f"two {what}s are called “{template.name}”")
                seen.add(key)
        return self


class TemplatesOut(AnswerBody):
    """The templates of a type; `extra` is what an imported file said that nothing here reads."""

    ports: list[PortTemplate]
    outlets: list[OutletTemplate]
    components: dict[ComponentList, list[Component]]
    extra: dict[str, Any]

    @classmethod
    def of(cls, templates: dict[str, Any] | None, extra: dict[str, Any] | None) -> Self:
        """As they stand in the database."""
        return cls(**Templates.model_validate(templates or {}).model_dump(), extra=extra or {})
