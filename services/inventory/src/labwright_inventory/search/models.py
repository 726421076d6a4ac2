"""The texts by which devices are found."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.dialects.mysql import VARBINARY
from sqlalchemy.orm import Mapped, mapped_column

from labwright_chassis.columns import BigId
from labwright_inventory.db import Base

_LONGEST = 4 * (120 + 100 + 100 + 253 + 200) + 4


class SearchText(Base):
    """All that a device is found by, in lower case, one text to a line.

    A row is a tenth of its device's, and bytes are compared ten times as fast as characters are
    under a collation: that is what makes looking through all of them quick. Removed devices have
    none.
    """

    __tablename__ = "device_search"

    device_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("devices.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[bytes] = mapped_column(
        LargeBinary().with_variant(VARBINARY(_LONGEST), "mysql", "mariadb")
    )
