"""A scheduler that has been in use: bookings written in bulk, past and coming.

A lab grows old rather than full: whatever their number, the coming month holds the same bookings;
the others lie before it, equally dense, for at most ten years back. Every booking is an hour that
begins at an even one, so that odd hours are free for whoever measures.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bench import databases

COMING = 2000
COMING_SECONDS = 30 * 86_400
PAST_SECONDS = 3650 * 86_400
OWNERS = 500


def midnight() -> datetime:
    """The end of today, in UTC."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)


def fill(url: str, devices: Sequence[int], *, bookings: int, owners: int = OWNERS) -> None:
    """Replace all bookings of the scheduler by this many, on these devices.

    They are the bookings of as many people as `owners` says, whose ids begin at 1.
    """
    past = max(1, bookings - COMING)
    step = COMING_SECONDS // COMING
    values = {
        "tomorrow": midnight().replace(tzinfo=None),
        "owners": owners,
        "places": len(devices),
        "past": past,
        "step": step,
        "past_step": min(step, PAST_SECONDS // past),
    }
    with databases.transaction(url) as cursor:
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for table in ("collaborators", "slots", "bookings"):
            cursor.execute(f"TRUNCATE TABLE {table}")
        cursor.execute("CREATE TEMPORARY TABLE numbers (n BIGINT PRIMARY KEY)")
        cursor.execute(f"INSERT INTO numbers {_numbers(bookings)}", {"bookings": bookings})
        cursor.execute("CREATE TEMPORARY TABLE places (n BIGINT PRIMARY KEY, device_id BIGINT)")
        cursor.executemany("INSERT INTO places VALUES (%s, %s)", list(enumerate(devices)))
        cursor.execute(_BOOKINGS, values)
        cursor.execute(_SLOTS, values)
    databases.rows(url, "ANALYZE TABLE bookings, slots, devices, people")


def _numbers(count: int) -> str:
    """SQL for 0 to `count` - 1. Every server has joins of digits, few have sequences."""
    digit = "(" + " UNION ALL ".join(f"SELECT {n} AS d" for n in range(10)) + ")"
    places = range(len(str(count - 1)))
    number = " + ".join(f"d{place}.d * {10**place}" for place in places)
    joined = " CROSS JOIN ".join(f"{digit} AS d{place}" for place in places)
    return f"SELECT n FROM (SELECT {number} AS n FROM {joined}) AS t WHERE n < %(bookings)s"


_START = """
%(tomorrow)s + INTERVAL 2 * FLOOR(
  IF(n < %(past)s, (n - %(past)s) * %(past_step)s - 86400, (n - %(past)s) * %(step)s) / 7200
) HOUR
"""

# In the order of their hours, as if each had been made when it was due.
_BOOKINGS = f"""
INSERT INTO bookings (id, uid, version, org, owner_id, title, ends_at, created_at, updated_at)
SELECT n + 1, LPAD(LOWER(HEX(n + 1)), 32, '0'), 1, 'default', 1 + n %% %(owners)s,
       CONCAT('Experiment ', n), {_START} + INTERVAL 1 HOUR, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
FROM numbers ORDER BY n
"""

_SLOTS = f"""
INSERT INTO slots (booking_id, device_id, start_at, end_at, state, overcommitted)
SELECT t.id, places.device_id, t.start_at, t.start_at + INTERVAL 1 HOUR,
       IF(t.id %% 8 = 0, 'CANCELLED', IF(t.coming, 'CONFIRMED', 'COMPLETED')), 0
FROM (
  SELECT n + 1 AS id, n %% %(places)s AS place, n >= %(past)s AS coming, {_START} AS start_at
  FROM numbers
) AS t
JOIN places ON places.n = t.place
ORDER BY t.id
"""
