"""Services that prove themselves by a secret."""

from labwright_chassis.lists import AnswerBody
from labwright_contracts.base import UtcTime


class ServiceIdentity(AnswerBody):
    """A service; `previous_holds` while its former secret is accepted beside the present one."""

    id: str
    secret_set_at: UtcTime
    previous_holds: bool
