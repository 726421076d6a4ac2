"""What is done with bookings: one whole change each, under the devices' locks.

Lock order everywhere: people, devices, bookings, each by id. `now` is the database's clock, read
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
from labwright_scheduler.bookings.service.changing import describe, reshape, reshape_all
from labwright_scheduler.bookings.service.ending import cancel, cancel_all, release
from labwright_scheduler.bookings.service.following import follow_devices
from labwright_scheduler.bookings.service.handing_over import hand_over
from labwright_scheduler.bookings.service.using import (
    check_in,
    find_left_behind,
    find_unused,
    follow_owner,
    release_unused,
)
from labwright_scheduler.bookings.service.waitlist import (
    could_be_served,
    serve_reservation,
    serve_waiting,
)
from labwright_scheduler.bookings.service.whole import Change, Seen

__all__ = [
    "Change",
    "Seen",
    "book",
    "book_apart",
    "cancel",
    "cancel_all",
    "check",
    "check_in",
    "confirm",
    "could_be_served",
    "describe",
    "find_left_behind",
    "find_unused",
    "follow_devices",
    "follow_owner",
    "hand_over",
    "rebook",
    "release",
    "release_unused",
    "reshape",
    "reshape_all",
    "serve_reservation",
    "serve_waiting",
    "settle",
]
