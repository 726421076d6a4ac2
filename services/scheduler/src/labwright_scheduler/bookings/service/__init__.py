"""What is done with bookings: one whole change each, under the devices' locks.

Lock order everywhere: person, devices by id, bookings by id. `now` is the database's clock, read
after the locks.
"""

from labwright_scheduler.bookings.service.booking import (
    book,
    book_apart,
    check,
    confirm,
    rebook,
    settle,
)
from labwright_scheduler.bookings.service.changing import describe, hand_over, reshape
from labwright_scheduler.bookings.service.ending import cancel, release
from labwright_scheduler.bookings.service.whole import Change

__all__ = [
    "Change",
    "book",
    "book_apart",
    "cancel",
    "check",
    "confirm",
    "describe",
    "hand_over",
    "rebook",
    "release",
    "reshape",
    "settle",
]
