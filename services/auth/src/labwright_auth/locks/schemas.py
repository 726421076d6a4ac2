"""Locks as admins see them."""

from labwright_chassis.lists import AnswerBody
from labwright_contracts.base import UtcTime


class LockOut(AnswerBody):
    """A person for whom too many attempts failed, and until when the next ones are refused."""

    user_id: int
    username: str
    display_name: str
    failures: int
    locked_until: UtcTime
