"""Keeping tags."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labwright_inventory.dependents.queries import devices
from labwright_inventory.dependents.service import raise_versions
from labwright_inventory.entries import queries, service
from labwright_inventory.entries.service import Expectation
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.tags.models import Tag, device_tags


def add_tag(session: Session, values: Mapping[str, Any]) -> Tag:
    """Add a tag; `NameTaken` if there is one of its name."""
    return service.add(session, Tag(**values))


def change_tag(session: Session, id: int, values: Mapping[str, Any], *, expect: Expectation) -> Tag:
    """Change a tag, and raise the versions of the devices that show it."""
    tag = queries.get(session, Tag, id, lock=True)
    expect(tag.version)
    before = tag.name
    service.change(session, tag, values, shown_by=devices.c.id.in_(_marked(id)))
    if tag.name != before:
        renamed = history.Change(0, Action.TAGS, "tags", old=before, new=tag.name, note="renamed")
        history.record_for_all(session, _marked(id), renamed)
    return tag


def remove_tag(session: Session, id: int, *, expect: Expectation) -> None:
    """Take a tag off all devices, which raises their versions, and end it."""
    tag = queries.get(session, Tag, id, lock=True)
    expect(tag.version)
    taken_off = history.Change(0, Action.TAGS, "tags", old=tag.name, new=None)
    history.record_for_all(session, _marked(id), taken_off)
    raise_versions(session, devices.c.id.in_(_marked(id)))
    session.execute(delete(device_tags).where(device_tags.c.tag_id == id))
    service.remove(session, tag, users={})


def _marked(tag_id: int) -> Any:
    return select(device_tags.c.device_id).where(device_tags.c.tag_id == tag_id)
