"""Imports device types from files: tried first, then written as a whole."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from labwright_chassis.columns import normalised
from labwright_inventory.catalog import service as catalog
from labwright_inventory.catalog.models import DeviceType
from labwright_inventory.catalog.templates import Templates
from labwright_inventory.type_library import queries
from labwright_inventory.type_library.errors import TypesRefused, UnreadableType
from labwright_inventory.type_library.rules import document
from labwright_inventory.type_library.rules.interpretation import TypeFile, interpret
from labwright_inventory.type_library.schemas import (
    FileAction,
    FileErrorOut,
    FileReport,
    TypesReport,
    TypesSummary,
)

_BULKY = ("templates", "extra")


@dataclass(slots=True)
class _Planned:
    """A file and what becomes of it; `values` are the type's fields afterwards."""

    file: str
    told: TypeFile
    present: DeviceType | None = None
    device_type_id: int | None = None
    new_manufacturer: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def action(self) -> FileAction:
        if self.told.errors:
            return FileAction.ERROR
        if self.present is None:
            return FileAction.CREATE
        return FileAction.UPDATE if self.changes else FileAction.UNCHANGED


def import_types(
    session: Session,
    files: Sequence[tuple[str, bytes]],
    *,
    defaults: Mapping[str, Any],
    dry_run: bool,
) -> TypesReport:
    """Say what the files would change or, if none has errors, change it.

    A type is found by its slug, else by its name; `defaults` (category, schedulable) are for new
    ones. The maker is made if there is none of its name.

    Raises:
        TypesRefused: not a dry run, and files have errors.
        DoesNotFit: a type's new height does not fit the racks where its devices stand.
    """
    planned = [_Planned(name, _read(content)) for name, content in files]
    _match(session, planned)
    _refuse_duplicates(planned)
    wrong = any(plan.told.errors for plan in planned)
    if not dry_run and not wrong:
        _apply(session, planned, defaults)
    report = _report(planned, dry_run=dry_run)
    if not dry_run and wrong:
        raise TypesRefused(report.model_dump(mode="json"))
    return report


def _read(content: bytes) -> TypeFile:
    try:
        return interpret(document.read(content))
    except UnreadableType as error:
        told = TypeFile()
        told.refuse("", error.code, str(error))
        return told


def _match(session: Session, planned: Sequence[_Planned]) -> None:
    """Find each file's type and maker, and what would change."""
    slugs = {normalised(plan.told.slug) for plan in planned if plan.told.slug}
    names = {normalised(plan.told.name) for plan in planned if plan.told.name}
    found = queries.types(session, slugs, names)
    by_slug = {type.slug_key: type for type in found if type.slug_key}
    by_name = {type.name_key: type for type in found}
    keys = {normalised(plan.told.manufacturer) for plan in planned}
    makers = queries.manufacturers(session, keys)
    for plan in planned:
        told = plan.told
        plan.present = by_slug.get(normalised(told.slug or "")) or by_name.get(
            normalised(told.name)
        )
        maker = makers.get(normalised(told.manufacturer))
        plan.new_manufacturer = maker is None and bool(told.manufacturer)
        if plan.present is not None:
            plan.device_type_id = plan.present.id
        if told.errors:
            continue
        plan.values = _values(told) | {"manufacturer_id": maker}
        if plan.present is not None:
            plan.changes = _changes(plan.present, plan.values)


def _values(told: TypeFile) -> dict[str, Any]:
    templates = Templates.model_validate(told.templates).model_dump(mode="json")
    return {
        "model": told.model,
        "slug": told.slug,
        "u_height": told.u_height,
        "has_ports": bool(templates["ports"]),
        "templates": templates,
        "extra": told.extra or None,
    }


def _changes(present: DeviceType, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    differing = {
        name: (getattr(present, name), value)
        for name, value in values.items()
        if getattr(present, name) != value
    }
    return {
        name: (_size(old), _size(new)) if name in _BULKY else (old, new)
        for name, (old, new) in differing.items()
    }


def _size(value: dict[str, Any] | None) -> int:
    """How many templates, or keys."""
    if value is None:
        return 0
    return sum(len(inner) if isinstance(inner, list | dict) else 1 for inner in value.values())


def _refuse_duplicates(planned: Sequence[_Planned]) -> None:
    first: dict[tuple[str, Any], str] = {}
    for plan in planned:
        told = plan.told
        keys = [("/slug", normalised(told.slug or "")), ("/model", normalised(told.name))]
        for pointer, key in keys:
            if key and (other := first.setdefault((pointer, key), plan.file)) is not plan.file:
                told.refuse(pointer, "duplicate", f"“{other}” is about the same device type.")


def _apply(session: Session, planned: Sequence[_Planned], defaults: Mapping[str, Any]) -> None:
    made: dict[str, int] = {}
    for plan in planned:
        if plan.new_manufacturer:
            key = normalised(plan.told.manufacturer)
            if key not in made:
                maker = catalog.add_manufacturer(session, {"name": plan.told.manufacturer})
                made[key] = maker.id
            plan.values["manufacturer_id"] = made[key]
        if plan.action is FileAction.CREATE:
            values = {**defaults, "default_capacity": 1, "name": plan.told.name, **plan.values}
            plan.device_type_id = catalog.add_device_type(session, values).id
    changed = [plan for plan in planned if plan.action is FileAction.UPDATE]
    for plan in sorted(changed, key=lambda plan: plan.device_type_id or 0):
        assert plan.device_type_id is not None
        catalog.change_device_type(session, plan.device_type_id, plan.values, expect=_any_version)


def _any_version(version: int) -> None:
    """A file does not say which version it changes."""


def _report(planned: Sequence[_Planned], *, dry_run: bool) -> TypesReport:
    counts = Counter(plan.action for plan in planned)
    return TypesReport(
        dry_run=dry_run,
        summary=TypesSummary(**{action.value: counts[action] for action in FileAction}),
        files=[
            FileReport(
                file=plan.file,
                action=plan.action,
                device_type_id=plan.device_type_id,
                name=plan.present.name if plan.present else plan.told.name,
                slug=plan.told.slug,
                new_manufacturer=plan.new_manufacturer,
                counts=plan.told.counts,
                changes=plan.changes,
                unknown_keys=plan.told.unknown,
                notes=plan.told.notes,
                errors=[FileErrorOut.model_validate(error) for error in plan.told.errors],
            )
            for plan in planned
        ],
    )
