"""Whom and what a rule is about."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from labwright_chassis.columns import normalised
from labwright_scheduler.policies.rules.facts import Somebody, Thing

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
NamedId = Annotated[RowId, Field(strict=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
MOST = 200

_Ids = Annotated[tuple[NamedId, ...], Field(max_length=MOST)]
_Names = Annotated[tuple[Name, ...], Field(max_length=MOST)]

_PARTS_OF_DEVICES = (("site_ids", 1), ("type_ids", 2), ("tags", 3), ("device_ids", 4))
_PARTS_OF_PEOPLE = (("roles", 1), ("group_ids", 2), ("project_ids", 3), ("user_ids", 4))


class People(BaseModel):
    """Whoever owns the booking: by himself, role, group, or the project it is for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    user_ids: _Ids = ()
    roles: _Names = ()
    group_ids: _Ids = ()
    project_ids: _Ids = ()

    def names_people(self) -> bool:
        """Whether it is about some people and not about all."""
        return any(getattr(self, name) for name, _ in _PARTS_OF_PEOPLE)

    def matches(self, person: Somebody, project_id: int | None) -> list[bool]:
        """Whether each part that is named holds."""
        held = {
            "user_ids": person.id in self.user_ids,
            "roles": any(normalised(role) in person.roles for role in self.roles),
            "group_ids": not person.groups.isdisjoint(self.group_ids),
            "project_ids": project_id in self.project_ids,
        }
        return [held[name] for name, _ in _PARTS_OF_PEOPLE if getattr(self, name)]


class Target(People):
    """What a rule is about; a part that names nothing is about everything.

    Of each part one has to match, of `tags` all, and every part that is named.
    """

    device_ids: _Ids = ()
    type_ids: _Ids = ()
    site_ids: _Ids = ()
    tags: _Names = ()

    def covers_person(self, person: Somebody, project_id: int | None) -> bool:
        """Whether it is about this person, who books for that project."""
        return all(self.matches(person, project_id))

    def covers_thing(self, thing: Thing) -> bool:
        """Whether it is about this device."""
        return (
            (not self.device_ids or thing.id in self.device_ids)
            and (not self.type_ids or thing.type_id in self.type_ids)
            and (not self.site_ids or thing.site_id in self.site_ids)
            and all(normalised(tag) in thing.tags for tag in self.tags)
        )

    def specificity(self) -> int:
        """How narrow it is: a device counts 4, a tag 3, a type 2, a site 1.

        To that comes a person with 4, a project with 3, a group with 2, a role with 1.
        """
        return _narrowest(self, _PARTS_OF_DEVICES) + _narrowest(self, _PARTS_OF_PEOPLE)


class Exempt(People):
    """Whom a rule spares: whoever is named by any part."""

    def spares(self, person: Somebody, project_id: int | None) -> bool:
        """Whether this person, who books for that project, is exempt."""
        return any(self.matches(person, project_id))


def _narrowest(target: Target, parts: tuple[tuple[str, int], ...]) -> int:
    return max((weight for name, weight in parts if getattr(target, name)), default=0)
