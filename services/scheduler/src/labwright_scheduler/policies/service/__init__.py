"""Judging requests by the lab's rules, and keeping those rules."""

from labwright_scheduler.policies.service.judging import (
    CheckInWindow,
    check_in_within,
    judge,
    may_not_approve,
    priority_of,
)
from labwright_scheduler.policies.service.keeping import change, make, remove
from labwright_scheduler.policies.service.trying import dry_run

__all__ = [
    "CheckInWindow",
    "change",
    "check_in_within",
    "dry_run",
    "judge",
    "make",
    "may_not_approve",
    "priority_of",
    "remove",
]
