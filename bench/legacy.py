"""A small re-creation of how the former system read, to have something to be faster than.

Not that system: its source is not at hand. Written after the description of it: FastAPI with sync
SQLAlchemy, one relation loaded at a time when it is touched, no index on time, bookings that ended
looked for by every read, a filter for collaborators that matches every row. What ends is not
written here, since nothing new has ended; the former system would be slower still.

Served by `python -m bench.legacy <database url> <port>`.
"""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import JSON, ForeignKey, String, Text, create_engine, func, or_, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

_OVER = ("CANCELLED", "EXPIRED", "REJECTED")


class Base(DeclarativeBase):
    """The former system's tables, as far as its lists read them."""


class User(Base):
    __tablename__ = "user_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(50), unique=True)


class OldDevice(Base):
    __tablename__ = "device_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column("deviceType", String(50))
    name: Mapped[str] = mapped_column("deviceName", String(50))


class Booking(Base):
    __tablename__ = "booking_table"

    booking_id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device_table.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_table.id"))
    grouped_booking_id: Mapped[str] = mapped_column(String(64), index=True)
    start_time: Mapped[datetime]
    end_time: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(50))
    comment: Mapped[str | None] = mapped_column(Text)
    # None is stored as JSON's null, so that `IS NOT NULL` holds for every row.
    collaborators: Mapped[Any] = mapped_column(JSON)
    device: Mapped[OldDevice] = relationship()
    user: Mapped[User] = relationship()


class DeviceType(Base):
    __tablename__ = "device_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class Manufacturer(Base):
    __tablename__ = "manufacturers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class Site(Base):
    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(50), unique=True)


class DeviceTag(Base):
    __tablename__ = "inventory_device_tags"

    device_id: Mapped[int] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)


class Device(Base):
    __tablename__ = "devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    oi_id: Mapped[str | None] = mapped_column(String(50), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    device_type_id: Mapped[int] = mapped_column(ForeignKey("device_types.id"))
    manufacturer_id: Mapped[int | None] = mapped_column(ForeignKey("manufacturers.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    model: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(50), index=True)
    created_at: Mapped[datetime]
    device_type: Mapped[DeviceType] = relationship()
    manufacturer: Mapped[Manufacturer | None] = relationship()
    site: Mapped[Site | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary="inventory_device_tags")


def create_app(url: str) -> FastAPI:
    """The three reads."""
    engine = create_engine(url, pool_size=20)
    app = FastAPI()

    @app.get("/api/inventory/devices")
    def devices(limit: int = 50, offset: int = 0) -> dict[str, Any]:
        with Session(engine) as opened:
            found = select(Device).order_by(Device.created_at.desc())
            total = opened.scalar(select(func.count()).select_from(Device))
            rows = opened.scalars(found.limit(limit).offset(offset))
            return {"items": [_device(row) for row in rows], "total": total}

    @app.get("/bookings/for-week")
    def week(start: datetime) -> list[dict[str, Any]]:
        with Session(engine) as opened:
            _expire(opened)
            shown = (Booking.start_time < start + timedelta(days=7), Booking.end_time > start)
            return [_booking(row) for row in opened.scalars(select(Booking).where(*shown))]

    @app.get("/bookings/user/{user_id}")
    def of_user(user_id: int) -> list[dict[str, Any]]:
        with Session(engine) as opened:
            _expire(opened, Booking.user_id == user_id)
            username = opened.get_one(User, user_id).username
            shared = Booking.collaborators.is_not(None)
            rows = opened.scalars(
                select(Booking).where(or_(Booking.user_id == user_id, shared))
            ).all()
            own = [r for r in rows if r.user_id == user_id or username in (r.collaborators or ())]
            return [_booking(row) for row in sorted(own, key=lambda row: row.start_time)]

    return app


def _expire(session: Session, *conditions: Any) -> None:
    ended = (
        Booking.end_time < datetime.now(UTC).replace(tzinfo=None),
        Booking.status.not_in(_OVER),
    )
    for booking in session.scalars(select(Booking).where(*conditions, *ended)):
        booking.status = "EXPIRED"
    session.commit()


def _device(row: Device) -> dict[str, Any]:
    return {
        "id": row.id,
        "oi_id": row.oi_id,
        "name": row.name,
        "model": row.model,
        "status": row.status,
        "device_type_name": row.device_type.name,
        "manufacturer_name": row.manufacturer.name if row.manufacturer else None,
        "site_name": row.site.name if row.site else None,
        "tags": [{"id": tag.id, "name": tag.name} for tag in row.tags],
        "created_at": row.created_at,
    }


def _booking(row: Booking) -> dict[str, Any]:
    return {
        "booking_id": row.booking_id,
        "user_id": row.user_id,
        "username": row.user.username,
        "device_id": row.device_id,
        "device_type": row.device.type,
        "device_name": row.device.name,
        "start_time": row.start_time,
        "end_time": row.end_time,
        "status": row.status,
        "grouped_booking_id": row.grouped_booking_id,
        "collaborators": row.collaborators or [],
    }


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[1]), port=int(sys.argv[2]), log_level="warning")
