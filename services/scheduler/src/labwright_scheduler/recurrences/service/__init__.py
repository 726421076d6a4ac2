"""What is done with recurrences: a preview, a series of bookings, and changes of many at once."""

from labwright_scheduler.recurrences.service.asking import Preview, preview, recur
from labwright_scheduler.recurrences.service.editing import cancel, extend, move

__all__ = ["Preview", "cancel", "extend", "move", "preview", "recur"]
