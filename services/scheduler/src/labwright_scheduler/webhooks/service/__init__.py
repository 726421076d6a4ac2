"""Keeping webhooks, writing what they are told, and what becomes of it.

What they are told is written by the worker, from events of the scheduler's own, as notices of
people are; it leaves by jobs. A webhook that hangs delays neither a booking nor another webhook.
"""

from labwright_scheduler.webhooks.service.attempts import (
    Posted,
    fail_sealed,
    give,
    settle,
    take,
)
from labwright_scheduler.webhooks.service.keeping import (
    Guard,
    Safety,
    change,
    exchange_secret,
    make,
    remove,
)
from labwright_scheduler.webhooks.service.personal import (
    forget_discord,
    hand_to_discord,
    set_discord,
    try_discord,
)
from labwright_scheduler.webhooks.service.repeating import replay, replay_failed, try_out
from labwright_scheduler.webhooks.service.telling import (
    Near,
    tell_of_booking,
    tell_of_hits,
    tell_of_near,
)
from labwright_scheduler.webhooks.service.warning import warn

__all__ = [
    "Guard",
    "Near",
    "Posted",
    "Safety",
    "change",
    "exchange_secret",
    "fail_sealed",
    "forget_discord",
    "give",
    "hand_to_discord",
    "make",
    "remove",
    "replay",
    "replay_failed",
    "set_discord",
    "settle",
    "take",
    "tell_of_booking",
    "tell_of_hits",
    "tell_of_near",
    "try_discord",
    "try_out",
    "warn",
]
