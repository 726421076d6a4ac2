"""Why a dead letter cannot be treated as asked."""

from labwright_chassis.errors import Refused


class TooOld(Refused):
    """Whether its effect was done already is no longer known."""

    slug = "dead-letter-too-old"
    title = "The dead letter is too old to be requeued"


class Settled(Refused):
    """It was dropped, or handed back to its queue."""

    slug = "dead-letter-settled"
    title = "The dead letter is settled"
