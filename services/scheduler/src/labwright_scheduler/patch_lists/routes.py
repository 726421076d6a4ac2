"""Patch lists over HTTP."""

from collections import Counter

from labwright_chassis.api import DbReader, ServiceRouter
from labwright_scheduler.access import DeviceReader
from labwright_scheduler.patch_lists import service
from labwright_scheduler.patch_lists.rules import Outcome
from labwright_scheduler.patch_lists.schemas import (
    CandidateOut,
    LineOut,
    PatchTextIn,
    PatchTextOut,
)

router = ServiceRouter(prefix="/api/v1/scheduler/patch-lists", tags=["patch lists"])


@router.post("/resolve")
def resolve_patch_list(body: PatchTextIn, by: DeviceReader, session: DbReader) -> PatchTextOut:
    """Say which device or port each pasted line means: exactly, nearly, one of some, or none."""
    found = service.resolve(session, body.text)
    counts = Counter(line.outcome for _, line in found)
    return PatchTextOut(
        **{outcome.value: counts[outcome] for outcome in Outcome},
        lines=[
            LineOut(
                line=number,
                text=line.text,
                outcome=line.outcome,
                candidates=[CandidateOut.model_validate(each) for each in line.candidates],
            )
            for number, line in found
        ],
    )
