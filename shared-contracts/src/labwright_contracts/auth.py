"""What auth tells about people and sessions, and the tokens it signs."""

from typing import Literal

from pydantic import Field

from labwright_contracts.base import Contract, OpenEnum, UtcTime

ISSUER = "labwright-auth"
"""`iss` of every token that auth signs."""

ALGORITHM = "EdDSA"
"""The only signature algorithm (Ed25519, RFC 8037); any other is refused."""

SESSION_SECRET_HEADER = "x-labwright-session-secret"
"""Answer header in which auth hands a new session's secret to the gateway; never leaves it."""

SESSION_ENDED_HEADER = "x-labwright-session-ended"
"""Answer header with the id of a session that auth has just ended; never leaves the gateway."""


class UserStatus(OpenEnum):
    """Whether a person may act."""

    ACTIVE = "active"
    DISABLED = "disabled"
    UNKNOWN = "unknown"


class UserSnapshot(Contract):
    """The public state of a person at `version`.

    `roles` are names of roles, highest first; None from a publisher that does not tell them.
    """

    id: int
    version: int
    username: str
    display_name: str
    status: UserStatus
    roles: tuple[str, ...] | None = None
    removed_at: UtcTime | None = None


class GroupKind(OpenEnum):
    """What brings a group's members together."""

    TEAM = "team"
    PROJECT = "project"
    UNKNOWN = "unknown"


class GroupSnapshot(Contract):
    """The public state of a team or project at `version`.

    `members` are ids of people in order, `leads` those of them who manage the members.
    `removed_at` is set from the removal on.
    """

    id: int
    version: int
    name: str
    kind: GroupKind
    members: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    removed_at: UtcTime | None = None


class QualificationSnapshot(Contract):
    """That a person is qualified for what `tag` stands for, at `version`.

    It holds before `valid_until` (None: without end) and until `removed_at`; a higher version may
    revive it.
    """

    id: int
    version: int
    user_id: int
    tag: str
    valid_until: UtcTime | None = None
    removed_at: UtcTime | None = None


class SessionRevoked(Contract):
    """A session or personal token, or all of a person's, no longer permits what it did.

    Whoever remembers the identity forgets it and asks auth again.
    """

    user_id: int
    session_id: str | None = None
    reason: str


class AccessClaims(Contract):
    """Claims of an access token: who acts, in which organisation, with which permissions.

    `sub` is the person's id, or the service's name where `kind` is `service`. `exp` and `iat` are
    seconds since the epoch. `sites` holds site ids, or `*` for all; `permission_sites` says it anew
    for permissions that hold at other sites as well. `limited_to` is set by a personal token: the
    permissions, of all areas, that it may exercise.
    """

    iss: str
    sub: str
    aud: str
    iat: int
    exp: int
    kind: Literal["user", "service"] = "user"
    sid: str = ""
    username: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    org: str = "default"
    sites: tuple[int, ...] | Literal["*"] = "*"
    permission_sites: dict[str, tuple[int, ...] | Literal["*"]] = Field(default_factory=dict)
    limited_to: tuple[str, ...] | None = None


class IdentityRequest(Contract):
    """The gateway asks auth whom a secret belongs to, and for a token for one service."""

    secret: str
    audience: str


class Identity(Contract):
    """Auth's answer to `IdentityRequest`.

    `token` is the signed access token for the audience; `addresses` limits from where the secret
    may be used (CIDR texts; None: from everywhere). `session_id` is that of the session or of the
    personal token.
    """

    user_id: int
    session_id: str
    token: str
    expires_at: UtcTime
    addresses: tuple[str, ...] | None = None


class ServiceTokenRequest(Contract):
    """A service proves itself by its shared secret and asks for a token for one audience."""

    service_id: str
    secret: str
    audience: str


class ServiceToken(Contract):
    """A signed service token and when it ends."""

    token: str
    expires_at: UtcTime


class Contact(Contract):
    """How a person who may act is reached: `email` only where he has shown that it is his.

    Told on the internal port, to a service that sends something to this person now; no event and
    no copy carries it.
    """

    id: int
    email: str | None = None


class Holder(Contract):
    """Somebody who holds a permission, and at which sites."""

    id: int
    sites: tuple[int, ...] | Literal["*"] = "*"
