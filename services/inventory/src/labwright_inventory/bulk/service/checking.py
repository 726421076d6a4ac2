"""What is wrong with plans beyond one field: rack and site, keepers, attributes.

What a plan names is read at once for all of them, and kept until the transaction ends.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from labwright_inventory.attributes.rules import violations
from labwright_inventory.bulk import queries
from labwright_inventory.bulk.service.plans import Plan
from labwright_inventory.people.models import Group, Person
from labwright_inventory.people.queries import Kind

KEEPERS: dict[str, Kind] = {"steward": Person, "owner_group": Group}

P = TypeVar("P", bound=Plan)

Wrong = tuple[P, str, str, str]
"""A plan, the field that is wrong, a code, and words."""


def check(session: Session, plans: Sequence[P]) -> Iterator[Wrong[P]]:
    """Everything that is wrong; a device that enters a rack is given the rack's site."""
    yield from _check_racks(session, plans)
    yield from _check_keepers(session, plans)
    yield from _check_attributes(session, plans)


def _check_racks(session: Session, plans: Sequence[P]) -> Iterator[Wrong[P]]:
    racks = queries.racks(session, {plan.fields["rack_id"] for plan in plans})
    for plan in plans:
        rack_id, rack = plan.fields["rack_id"], racks.get(plan.fields["rack_id"])
        if rack_id is None:
            if "u_position" in plan.changes and plan.fields["u_position"] is not None:
                yield plan, "u_position", "no_rack", "A unit needs a rack."
            else:
                plan.set("u_position", None)
        elif rack is None:
            yield plan, "rack", "unknown", f"There is no rack {rack_id}."
        else:
            yield from _check_site(plan, rack)


def _check_site(plan: P, rack: Any) -> Iterator[Wrong[P]]:
    enters = "rack" in plan.changes
    if enters:
        plan.tell("rack", rack.name)
    if plan.fields["site_id"] == rack.site_id:
        return
    if enters and "site" not in plan.changes:
        plan.set("site", rack.site_id, told=rack.site_name)
    else:
        words = f"The rack “{rack.name}” stands at another site; a device stands with its rack."
        yield plan, "site", "other_site", words


def _check_keepers(session: Session, plans: Sequence[P]) -> Iterator[Wrong[P]]:
    for what, kind in KEEPERS.items():
        moved = [plan for plan in plans if what in plan.changes]
        ids = {plan.fields[f"{what}_id"] for plan in moved} - {None}
        known = queries.keepers(session, kind, ids)
        for plan in moved:
            id = plan.fields[f"{what}_id"]
            if id in known:
                plan.tell(what, known[id])
            elif id is not None:
                yield plan, what, "unknown", f"There is no {what.replace('_', ' ')} {id}."


def _check_attributes(session: Session, plans: Sequence[P]) -> Iterator[Wrong[P]]:
    """Attributes must be such that the schema of the device's type allows them."""
    moved = [
        plan
        for plan in plans
        if plan.changes.keys() & {"device_type", "attributes"} and plan.fields["attributes"]
    ]
    schemas = queries.schemas(session, {plan.fields["device_type_id"] for plan in moved})
    for plan in moved:
        schema: dict[str, Any] | None = schemas.get(plan.fields["device_type_id"])
        if broken := violations(schema, plan.fields["attributes"]):
            field = "attributes" if "attributes" in plan.changes else "device_type"
            yield plan, field, "schema", f"The type's schema is broken: {broken[0].message}"
