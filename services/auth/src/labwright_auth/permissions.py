"""What may be permitted in auth, and to whom at first."""

from labwright_contracts.permissions import ROLES, Permission, of_operators

USER_READ = "auth:user:read"
USER_READ_ANY = "auth:user:read_any"
USER_WRITE_ANY = "auth:user:write_any"
USER_ASSIGN_ROLE = "auth:user:assign_role"
ROLE_READ = "auth:role:read"
ROLE_WRITE = "auth:role:write"
GROUP_READ = "auth:group:read"
GROUP_WRITE = "auth:group:write"
GROUP_WRITE_ANY = "auth:group:write_any"
QUALIFICATION_READ = "auth:qualification:read"
QUALIFICATION_READ_ANY = "auth:qualification:read_any"
QUALIFICATION_WRITE_ANY = "auth:qualification:write_any"
SETTINGS_READ = "auth:settings:read"
SETTINGS_WRITE = "auth:settings:write"
TOKEN_WRITE = "auth:token:write"
TOKEN_WRITE_ANY = "auth:token:write_any"
SERVICE_READ = "auth:service:read"
INVITATION_WRITE = "auth:invitation:write"
AUDIT_READ = "auth:audit:read"
AUDIT_EXPORT = "auth:audit:export"

_ADMINS = ("Super Admin", "Admin")

PERMISSIONS = (
    Permission(name=USER_READ, description="Find people by name", roles=ROLES),
    Permission(
        name=USER_READ_ANY,
        description="See people's e-mail, status, roles and when they were last here",
        roles=_ADMINS,
    ),
    Permission(name=USER_WRITE_ANY, description="Rename, disable, enable people", roles=_ADMINS),
    Permission(name=USER_ASSIGN_ROLE, description="Give and take roles", roles=_ADMINS),
    Permission(name=ROLE_READ, description="See which role may do what", roles=_ADMINS),
    Permission(name=ROLE_WRITE, description="Make and change roles of lower rank", roles=_ADMINS),
    Permission(name=GROUP_READ, description="See teams, projects and their members", roles=ROLES),
    Permission(name=GROUP_WRITE, description="Manage members of groups one leads", roles=ROLES),
    Permission(name=GROUP_WRITE_ANY, description="Make and change groups", roles=_ADMINS),
    Permission(name=QUALIFICATION_READ, description="See one's own qualifications", roles=ROLES),
    Permission(
        name=QUALIFICATION_READ_ANY,
        description="See others' qualifications",
        roles=(*_ADMINS, "Approver"),
    ),
    Permission(
        name=QUALIFICATION_WRITE_ANY, description="Grant and withdraw qualifications", roles=_ADMINS
    ),
    Permission(name=SETTINGS_READ, description="See the lab's settings", roles=_ADMINS),
    Permission(name=SETTINGS_WRITE, description="Change the lab's settings", roles=_ADMINS),
    Permission(name=TOKEN_WRITE, description="Make personal tokens", roles=ROLES),
    Permission(name=TOKEN_WRITE_ANY, description="See and revoke others' tokens", roles=_ADMINS),
    Permission(name=SERVICE_READ, description="See which services are known", roles=_ADMINS),
    Permission(
        name=INVITATION_WRITE,
        description="Invite people, see and revoke invitations",
        roles=_ADMINS,
    ),
    Permission(name=AUDIT_EXPORT, description="Take the audit log away as a file", roles=_ADMINS),
    Permission(name=AUDIT_READ, description="Read the audit log of all services", roles=_ADMINS),
    *of_operators("auth"),
)
