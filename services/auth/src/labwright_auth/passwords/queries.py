"""Finding wishes for a new password."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from labwright_auth.passwords.models import ResetWish

_AT_A_TIME = 50


def take(session: Session) -> list[ResetWish]:
    """The oldest wishes, which are no longer kept."""
    oldest = select(ResetWish).order_by(ResetWish.id).limit(_AT_A_TIME).with_for_update()
    wishes = list(session.scalars(oldest))
    session.execute(delete(ResetWish).where(ResetWish.id.in_([wish.id for wish in wishes])))
    return wishes


def waiting(session: Session) -> int:
    """How many wait."""
    return session.scalar(select(func.count()).select_from(ResetWish)) or 0
