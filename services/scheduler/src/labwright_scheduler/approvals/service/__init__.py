"""Decisions, each one whole change under the locks of all devices that it is about."""

from labwright_scheduler.approvals.service.conflicts import Conflict, conflicts, settle_conflict
from labwright_scheduler.approvals.service.deciding import Decided, approve, decide, reject

__all__ = [
    "Conflict",
    "Decided",
    "approve",
    "conflicts",
    "decide",
    "reject",
    "settle_conflict",
]
