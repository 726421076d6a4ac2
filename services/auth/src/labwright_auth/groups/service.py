"""Making groups and saying who belongs to them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labwright_auth.accounts import queries as accounts
from labwright_auth.groups import queries
from labwright_auth.groups.errors import GroupNameTaken, NotLead
from labwright_auth.groups.models import Group, Membership
from labwright_auth.groups.schemas import GroupIn, GroupPatch
from labwright_auth.permissions import GROUP_WRITE_ANY
from labwright_chassis import audit, outbox
from labwright_chassis.callers import Caller
from labwright_chassis.errors import NotFound
from labwright_contracts.auth import GroupKind
from labwright_contracts.catalogue import GROUP_CHANGED, GROUP_REMOVED

Expected = Callable[[int], None]
"""Raises unless the caller changed from this version."""


def create_group(session: Session, *, body: GroupIn, now: datetime) -> Group:
    """Make a group without members.

    Raises:
        GroupNameTaken.
    """
    kind = GroupKind(body.kind)
    group = Group.named(body.name, kind=kind, description=body.description, now=now)
    session.add(group)
    _flush(session, group)
    outbox.add_state(session, GROUP_CHANGED, id=group.id, version=group.version)
    audit.record(session, "auth.group.create", target=f"group/{group.id}", after=group.state())
    return group


def update_group(
    session: Session, *, group_id: int, changes: GroupPatch, expected: Expected
) -> Group:
    """Rename or describe a group.

    Raises:
        NotFound, Stale, GroupNameTaken.
    """
    group = _lock(session, group_id, expected)
    before = group.state()
    sent = changes.model_dump(exclude_unset=True)
    if "name" in sent:
        group.rename(sent["name"])
    group.description = sent.get("description", group.description)
    return _changed(session, group, "auth.group.update", before)


def remove_group(session: Session, *, group_id: int, expected: Expected, now: datetime) -> None:
    """End a group.

    Raises:
        NotFound, Stale.
    """
    group = _lock(session, group_id, expected)
    before = group.state()
    group.remove(now)
    group.changed()
    outbox.add_state(session, GROUP_REMOVED, id=group.id, version=group.version)
    audit.record(session, "auth.group.remove", target=f"group/{group.id}", before=before)


def put_member(
    session: Session, *, group_id: int, user_id: int, lead: bool, by: Caller, expected: Expected
) -> Group:
    """Take somebody into a group, or say anew whether he leads it.

    Raises:
        NotFound, Stale, NotLead.
    """
    group = _lock(session, group_id, expected)
    membership = group.membership_of(user_id)
    _check_lead(group, by, touches_leads=lead or (membership is not None and membership.lead))
    before = group.state()
    if membership is None:
        user = accounts.get(session, user_id)
        group.members.append(Membership(user_id=user.id, user=user, lead=lead))
    else:
        membership.lead = lead
    return _changed(session, group, "auth.group.put_member", before)


def remove_member(
    session: Session, *, group_id: int, user_id: int, by: Caller, expected: Expected
) -> Group:
    """Let somebody leave a group.

    Raises:
        NotFound, Stale, NotLead.
    """
    group = _lock(session, group_id, expected)
    membership = group.membership_of(user_id)
    _check_lead(group, by, touches_leads=membership is not None and membership.lead)
    if membership is None:
        raise NotFound(f"Person {user_id} is no member of {group.name}.")
    before = group.state()
    group.members.remove(membership)
    return _changed(session, group, "auth.group.remove_member", before)


def _lock(session: Session, group_id: int, expected: Expected) -> Group:
    group = queries.get(session, group_id, lock=True)
    expected(group.version)
    return group


def _check_lead(group: Group, by: Caller, *, touches_leads: bool) -> None:
    if by.may(GROUP_WRITE_ANY):
        return
    if not group.led_by(by.id):
        raise NotLead(f"Only its leads manage the members of {group.name}.")
    if touches_leads:
        raise NotLead(f"Who leads {group.name}, its leads do not decide.")


def _changed(session: Session, group: Group, action: str, before: dict[str, object]) -> Group:
    after = group.state()
    if after == before:
        return group
    group.changed()
    _flush(session, group)
    outbox.add_state(session, GROUP_CHANGED, id=group.id, version=group.version)
    audit.record(session, action, target=f"group/{group.id}", before=before, after=after)
    return group


def _flush(session: Session, group: Group) -> None:
    name = group.name  # a failed flush leaves nothing to be read
    try:
        session.flush()
    except IntegrityError as error:
        raise GroupNameTaken.by(name) from error
