"""Imports every model, so that the metadata is whole."""

from labwright_auth.accounts.models import Credential, User
from labwright_auth.audit.models import AuditEntry, AuditHead, AuditSeal
from labwright_auth.db import Base
from labwright_auth.groups.models import Group, Membership
from labwright_auth.invitations.models import Invitation
from labwright_auth.keys.models import SigningKey
from labwright_auth.links.models import Link
from labwright_auth.passwords.models import ResetWish
from labwright_auth.qualifications.models import Qualification
from labwright_auth.roles.models import Assignment, Permission, Role
from labwright_auth.second_factor.models import Authenticator, Challenge, RecoveryCode
from labwright_auth.sessions.models import UserSession
from labwright_auth.throttle.models import FailureCount, KnownPlace
from labwright_auth.tokens.models import PersonalToken

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "Assignment",
    "AuditEntry",
    "AuditHead",
    "AuditSeal",
    "Authenticator",
    "Challenge",
    "Credential",
    "FailureCount",
    "Group",
    "Invitation",
    "KnownPlace",
    "Link",
    "Membership",
    "Permission",
    "PersonalToken",
    "Qualification",
    "RecoveryCode",
    "ResetWish",
    "Role",
    "SigningKey",
    "User",
    "UserSession",
]
