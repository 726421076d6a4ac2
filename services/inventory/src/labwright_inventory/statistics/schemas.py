"""Devices counted."""

from labwright_chassis.lists import AnswerBody


class Share(AnswerBody):
    """How many devices are of one kind; `id` null: of none, or the kind is a word of its own."""

    id: int | None
    name: str
    count: int


class AgeShare(AnswerBody):
    """Devices that were registered at least `from_days` and fewer than `to_days` days ago."""

    name: str
    from_days: int
    to_days: int | None
    count: int


class DueShare(AnswerBody):
    """Devices whose next maintenance is due in fewer than `within_days`, not counted before."""

    name: str
    within_days: int | None
    count: int


class Statistics(AnswerBody):
    """Devices that are not removed, counted in each way. Kinds without a device appear with 0.

    `tags` counts a device under each of its tags. `schedulable` counts what holds for the device,
    whether it says so itself or its type does. `maintenance_due` goes by what the latest finished
    maintenance of a device says is next.
    """

    total: int
    schedulable: int
    removed: int
    status: list[Share]
    device_type: list[Share]
    category: list[Share]
    site: list[Share]
    manufacturer: list[Share]
    tag: list[Share]
    age: list[AgeShare]
    maintenance_due: list[DueShare]
