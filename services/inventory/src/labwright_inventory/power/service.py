"""Keeping PDUs, and saying which device an outlet feeds."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock
from labwright_chassis.callers import Caller, Scope
from labwright_chassis.errors import Malformed
from labwright_chassis.sealing import MasterKey
from labwright_inventory.entries import queries as entries
from labwright_inventory.entries import service
from labwright_inventory.entries.service import Expectation
from labwright_inventory.history import service as history
from labwright_inventory.history.models import Action
from labwright_inventory.permissions import CATALOG_WRITE
from labwright_inventory.power import queries
from labwright_inventory.power.errors import NoMasterKey, OutletsInUse
from labwright_inventory.power.models import Outlet, Pdu
from labwright_inventory.sites.models import Site
from labwright_inventory.wiring.queries import lock_devices


def add_pdu(
    session: Session, values: Mapping[str, Any], *, by: Caller, master: MasterKey | None
) -> Pdu:
    """Add a PDU with its outlets.

    Raises:
        NameTaken: there is one of its name.
        NoMasterKey: it has a secret, and there is nothing to seal it with.
    """
    _hold_site(session, values["site_id"], by)
    fields = {name: value for name, value in values.items() if name != "secret"}
    pdu = service.add(session, Pdu(**fields))
    queries.add_outlets(session, pdu.id, 1, pdu.outlet_count)
    if values["secret"] is not None:
        _keep_secret(session, pdu, values["secret"], master)
    return pdu


def change_pdu(
    session: Session,
    id: int,
    values: Mapping[str, Any],
    *,
    by: Caller,
    expect: Expectation,
    master: MasterKey | None,
) -> Pdu:
    """Change a PDU, its secret included; `OutletsInUse` if it would lose outlets in use."""
    if "site_id" in values:
        _hold_site(session, values["site_id"], by)
    pdu = _take(session, id, by, expect)
    former = pdu.outlet_count
    _check_outlets(session, pdu, values.get("outlet_count", former))
    fields = {name: value for name, value in values.items() if name != "secret"}
    version = pdu.version
    service.change(session, pdu, fields)
    queries.add_outlets(session, id, former + 1, pdu.outlet_count)
    queries.drop_outlets(session, id, above=pdu.outlet_count)
    if "secret" in values and (values["secret"] is not None or pdu.has_secret):
        _keep_secret(session, pdu, values["secret"], master)
        pdu.version = version + 1
        pdu.updated_at = clock.now()
    return pdu


def remove_pdu(session: Session, id: int, *, by: Caller, expect: Expectation) -> None:
    """Remove a PDU that feeds nothing, and its secret; else `InUse`."""
    pdu = _take(session, id, by, expect)
    service.remove(session, pdu, users={"devices": len(queries.feeding(session, id))})
    pdu.keep_secret(None, None)


def change_outlet(
    session: Session,
    pdu_id: int,
    number: int,
    values: Mapping[str, Any],
    *,
    by: Caller,
    expect: Expectation,
) -> Pdu:
    """Label an outlet, or say which device it feeds; raises its PDU's version.

    Raises:
        NotFound: the PDU has no such outlet.
        Malformed: there is no such device.
    """
    pdu = _take(session, pdu_id, by, expect)
    row = queries.outlet(session, pdu_id, number)
    changes = {n: (getattr(row, n), v) for n, v in values.items() if getattr(row, n) != v}
    if not changes:
        return pdu
    if "device_id" in changes:
        _move_plug(session, row, *changes["device_id"])
    queries.change_outlet(session, row.id, {name: new for name, (_, new) in changes.items()})
    pdu.version += 1
    pdu.updated_at = clock.now()
    audit.record(
        session,
        "inventory.outlet.update",
        target=f"pdu/{pdu_id}",
        before={"number": number} | {name: old for name, (old, _) in changes.items()},
        after={"number": number} | {name: new for name, (_, new) in changes.items()},
    )
    return pdu


def fed(session: Session, device_ids: Sequence[int]) -> list[int]:
    """Which of these devices outlets feed."""
    statement = select(Outlet.device_id).where(Outlet.device_id.in_(device_ids))
    return sorted({id for id in session.scalars(statement) if id is not None})


def unplug_device(session: Session, device_id: int) -> None:
    """Free the outlets that feed a locked device that goes."""
    rows = queries.of_device(session, device_id)
    for row in rows:
        queries.change_outlet(session, row.id, {"device_id": None})
    ids = sorted({row.pdu_id for row in rows})
    if ids:
        raised = update(Pdu).where(Pdu.id.in_(ids)).values(version=Pdu.version + 1)
        session.execute(raised.execution_options(synchronize_session=False))
    history.record(session, [_told(device_id, _plug(row), None) for row in rows])


def _move_plug(session: Session, row: Any, old: int | None, new: int | None) -> None:
    """Keep in both devices' history that one is fed no longer, and the other is."""
    wanted = {id for id in (old, new) if id is not None}
    locked = lock_devices(session, wanted)
    if new is not None and new not in locked:
        raise Malformed.at("/device_id", f"There is no device {new}.", "unknown")
    told = [_told(old, _plug(row), None)] if old is not None else []
    told += [_told(new, None, _plug(row))] if new is not None else []
    history.record(session, told)


def _plug(row: Any) -> dict[str, Any]:
    return {"pdu": {"id": row.pdu_id, "name": row.pdu_name}, "number": row.number}


def _told(device_id: int, old: Any, new: Any) -> history.Change:
    return history.Change(device_id, Action.UPDATE, "outlet", old, new)


def _keep_secret(
    session: Session, pdu: Pdu, secret: SecretStr | None, master: MasterKey | None
) -> None:
    if secret is not None and master is None:
        raise NoMasterKey
    pdu.keep_secret(secret.get_secret_value() if secret else None, master)
    # That it was changed, and by whom; never what it is.
    audit.record(
        session, "inventory.pdu.secret", target=f"pdu/{pdu.id}", after={"has_secret": bool(secret)}
    )


def _check_outlets(session: Session, pdu: Pdu, wanted: int) -> None:
    if wanted < pdu.outlet_count and (used := queries.feeding(session, pdu.id, above=wanted)):
        raise OutletsInUse(used)


def _take(session: Session, id: int, by: Caller, expect: Expectation) -> Pdu:
    pdu = entries.get(session, Pdu, id, lock=True)
    by.must(CATALOG_WRITE, Scope.at(by.org, pdu.site_id))
    expect(pdu.version)
    return pdu


def _hold_site(session: Session, id: int | None, by: Caller) -> None:
    if id is not None and entries.hold(session, Site, id) is None:
        raise Malformed.at("/site_id", f"There is no site {id}.", "unknown")
    by.must(CATALOG_WRITE, Scope.at(by.org, id))
