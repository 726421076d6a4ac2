"""Telling people, and what they do with what they were told.

Notices are written by the worker, from events of the scheduler's own: a booking waits for none of
it. The inbox and the key of each occasion let nobody be told twice.
"""

from labwright_scheduler.notifications.service.mailing import Directory, hand_to_mail
from labwright_scheduler.notifications.service.reading import choose, mark_all_read, mark_read
from labwright_scheduler.notifications.service.telling import keep_approvers, prune, tell
from labwright_scheduler.notifications.service.told import tell_of_booking, tell_of_hits

__all__ = [
    "Directory",
    "choose",
    "hand_to_mail",
    "keep_approvers",
    "mark_all_read",
    "mark_read",
    "prune",
    "tell",
    "tell_of_booking",
    "tell_of_hits",
]
