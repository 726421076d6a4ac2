"""What may go wrong, as services and gateway declare it: where a problem's `type` leads."""

from importlib import resources

from pydantic import TypeAdapter

from labwright_contracts.base import Contract


class ProblemType(Contract):
    """`slug` is the last segment of the type under `/problems/`."""

    slug: str
    title: str
    status: int
    meaning: str


def exported() -> tuple[ProblemType, ...]:
    """All types of problem, from the generated file beside this module."""
    text = resources.files("labwright_contracts").joinpath("problem_types.json").read_text("utf-8")
    return TypeAdapter(tuple[ProblemType, ...]).validate_json(text)
