"""What may be set about a service while it runs: typed, described, versioned, audited.

A service states a model; one row holds what somebody has set. What nobody has set follows the
defaults, also those of a later release. (What a process is told at its start is in `settings`.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from labwright_chassis import audit, clock, logs
from labwright_chassis.db import insert_new, origin_of
from labwright_chassis.errors import Malformed
from labwright_chassis.lists import RequestBody
from labwright_chassis.tables import runtime_settings as table
from labwright_contracts.problems import FieldError


class RuntimeSettings(BaseModel):
    """Base of a service's settings. Every field has a default and a description.

    A field with `json_schema_extra={"public": True}` is shown to who is not signed in, too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


V = TypeVar("V", bound=RuntimeSettings)


@dataclass(frozen=True, slots=True)
class InForce(Generic[V]):
    """The present settings, and the version of what has been set: 0 while nothing has."""

    version: int
    values: V


def read(session: Session, area: str, defaults: V) -> InForce[V]:
    """The settings in force: one statement."""
    row = session.execute(select(table).where(table.c.area == area)).one_or_none()
    return (
        InForce(0, defaults) if row is None else InForce(row.version, _over(defaults, row.explicit))
    )


def change(
    session: Session,
    area: str,
    defaults: V,
    *,
    sent: dict[str, Any],
    expected: Callable[[int], None],
) -> InForce[V]:
    """Set what is sent, as JSON; None lets a value follow its default again.

    Raises:
        Stale, PreconditionMissing: by `expected`, which is told the present version.
        Malformed: values that do not go together.
    """
    row = _locked(session, area)
    expected(row.version)
    merged = {name: value for name, value in {**row.explicit, **sent}.items() if value is not None}
    before, after = _over(defaults, row.explicit), _checked(defaults, merged)
    if merged == row.explicit:
        return InForce(row.version, before)
    changed = {"version": row.version + 1, "explicit": merged, **_who(session)}
    session.execute(update(table).where(table.c.area == area).values(changed))
    audit.record(
        session,
        f"{area}.settings.update",
        target=f"settings/{area}",
        before=before.model_dump(mode="json"),
        after=after.model_dump(mode="json"),
    )
    return InForce(row.version + 1, after)


def patch_model(kind: type[RuntimeSettings]) -> type[RequestBody]:
    """The body of a change: each field may be left out, and null resets it.

    Raises:
        TypeError: a field does not say what it is for, or has no default.
    """
    fields: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if not field.description or field.is_required():
            raise TypeError(f"{kind.__name__}.{name} needs a description and a default.")
        annotation: Any = field.annotation
        if field.metadata:
            annotation = Annotated[(annotation, *field.metadata)]
        fields[name] = (annotation | None, Field(None, description=field.description))
    return create_model(f"{kind.__name__}Patch", __base__=RequestBody, **fields)


def public_model(kind: type[RuntimeSettings]) -> type[BaseModel]:
    """The part of the settings that everybody may read."""
    fields: dict[str, Any] = {
        name: (field.annotation, Field(description=field.description))
        for name, field in kind.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("public")
    }
    return create_model(f"Public{kind.__name__}", **fields)


def _locked(session: Session, area: str) -> Row[Any]:
    statement = select(table).where(table.c.area == area).with_for_update()
    row = session.execute(statement).one_or_none()
    if row is not None:
        return row
    insert_new(session, table, {"area": area, "version": 0, "explicit": {}, **_who(session)})
    return session.execute(statement).one()


def _who(session: Session) -> dict[str, Any]:
    return {"changed_at": clock.now(), "changed_by": origin_of(session).actor}


def _validated(defaults: V, values: dict[str, Any]) -> V:
    return type(defaults).model_validate({**dict(defaults), **values})


def _checked(defaults: V, values: dict[str, Any]) -> V:
    try:
        return _validated(defaults, values)
    except ValidationError as error:
        found = [
            FieldError(
                pointer="/" + "/".join(str(part) for part in item["loc"]),
                code=item["type"],
                message=item["msg"].removeprefix("Value error, "),
            )
            for item in error.errors()
        ]
        raise Malformed(found[0].message, errors=found) from error


def _over(defaults: V, values: dict[str, Any]) -> V:
    """What has been set over the defaults, without what this release no longer takes."""
    try:
        return _validated(defaults, values)
    except ValidationError as error:
        broken = {str(item["loc"][0]) for item in error.errors() if item["loc"]}
        logs.get(__name__).error("settings do not hold", names=sorted(broken))
        kept = {name: value for name, value in values.items() if name not in broken}
        return _validated(defaults, kept) if broken else defaults
