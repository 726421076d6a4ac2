"""Auth, put together."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from labwright_auth.accounts import adapters as accounts
from labwright_auth.accounts import queries as account_queries
from labwright_auth.accounts import routes as account_routes
from labwright_auth.accounts.service import create_first_admin
from labwright_auth.audit import jobs as audit_jobs
from labwright_auth.audit import routes as audit_routes
from labwright_auth.audit import subscribers as audit_subscribers
from labwright_auth.contacts import routes as contact_routes
from labwright_auth.db import MIGRATIONS
from labwright_auth.groups import adapters as groups
from labwright_auth.groups import routes as group_routes
from labwright_auth.identities import routes as identity_routes
from labwright_auth.invitations import jobs as invitation_jobs
from labwright_auth.invitations import routes as invitation_routes
from labwright_auth.keys import adapters as keys
from labwright_auth.keys import queries as key_queries
from labwright_auth.keys import routes as key_routes
from labwright_auth.keys.service import Signer, provide_keys
from labwright_auth.lab_settings import routes as settings_routes
from labwright_auth.links import jobs as link_jobs
from labwright_auth.locks import routes as lock_routes
from labwright_auth.mail import routes as mail_routes
from labwright_auth.passwords import jobs as password_jobs
from labwright_auth.passwords import routes as password_routes
from labwright_auth.people import routes as people_routes
from labwright_auth.profile import routes as profile_routes
from labwright_auth.qualifications import adapters as qualifications
from labwright_auth.qualifications import routes as qualification_routes
from labwright_auth.roles import routes as role_routes
from labwright_auth.roles.service import seed_roles
from labwright_auth.second_factor import jobs as second_factor_jobs
from labwright_auth.second_factor import routes as second_factor_routes
from labwright_auth.sessions import jobs as session_jobs
from labwright_auth.sessions import routes as session_routes
from labwright_auth.settings import AuthSettings
from labwright_auth.tables import METADATA
from labwright_auth.throttle import jobs as throttle_jobs
from labwright_auth.tokens import jobs as token_jobs
from labwright_auth.tokens import routes as token_routes
from labwright_chassis import clock, logs
from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations
from labwright_chassis.sealing import MasterKey
from labwright_chassis.service import Service
from labwright_chassis.tokens import JwkSet
from labwright_chassis.worker import mailing
from labwright_chassis.worker.jobs import Job
from labwright_contracts.permissions import exported

_SOURCES = (accounts.PEOPLE, groups.GROUPS, qualifications.QUALIFICATIONS)

PASSWORD_FILE = "first-admin-password"


def create_service() -> Service[AuthSettings]:
    """The parts of auth's processes."""
    return Service(
        name="auth",
        title="Labwright auth",
        settings=AuthSettings,
        migrations=Migrations(MIGRATIONS, METADATA),
        routers=[
            account_routes.router,
            session_routes.public_router,
            session_routes.router,
            second_factor_routes.router,
            lock_routes.router,
            mail_routes.router,
            password_routes.router,
            password_routes.public_router,
            profile_routes.router,
            profile_routes.public_router,
            people_routes.router,
            role_routes.router,
            group_routes.router,
            qualification_routes.router,
            token_routes.router,
            invitation_routes.router,
            invitation_routes.public_router,
            settings_routes.router,
            key_routes.router,
            key_routes.services_router,
            audit_routes.router,
        ],
        internal_routers=[
            contact_routes.internal_router,
            identity_routes.internal_router,
            key_routes.internal_router,
        ],
        sources={one.aggregate: one for one in _SOURCES},
        events=[audit_subscribers.events],
        jobs=_jobs,
        prepare=prepare,
        state=_state,
        keys=_published_keys,
    )


def prepare(database: Database, settings: AuthSettings) -> None:
    """Fill in roles, a signing key and the first admin; a second time changes nothing."""
    master = MasterKey.parse(settings.master_key.get_secret_value(), setting="AUTH_MASTER_KEY")
    now = clock.now()

    def fill_in(session: Session) -> None:
        seed_roles(session, declared=exported(), now=now)
        provide_keys(
            session,
            master,
            lead=timedelta(seconds=settings.jwks_seconds),
            lasting=timedelta(days=settings.key_days),
            now=now,
        )

    database.unit(fill_in)
    if not database.read(account_queries.anybody):
        _make_first_admin(database, settings, now)


def _make_first_admin(database: Database, settings: AuthSettings, now: datetime) -> None:
    given = settings.admin_password.get_secret_value()
    password = given or secrets.token_urlsafe(18)
    hashed = create_passwords(settings).hash(password)
    file = settings.data_dir / PASSWORD_FILE

    def make(session: Session) -> bool:
        admin = create_first_admin(
            session, username=settings.admin_username, password=hashed, now=now
        )
        if admin is not None and not given:
            # Before the commit: an admin whose password nobody knows would lock everybody out.
            accounts.write_secret(file, password)
        return admin is not None

    if database.unit(make):
        found = "as configured" if given else f"in {file.resolve()}"
        logs.get(__name__).warning(
            f"the first admin is {settings.admin_username}, the password stands {found}"
        )


def _state(database: Database, settings: AuthSettings) -> dict[str, Any]:
    master = MasterKey.parse(settings.master_key.get_secret_value(), setting="AUTH_MASTER_KEY")
    return {
        "passwords": create_passwords(settings),
        "hashing_line": accounts.HashingLine(),
        "signer": Signer(database, master),
        "master_key": master,
        "secrets": keys.SecretFiles(settings.service_secrets_dir),
    }


def create_passwords(settings: AuthSettings) -> accounts.Argon2Passwords:
    """How passwords are hashed, as configured."""
    return accounts.Argon2Passwords(
        time_cost=settings.password_time_cost,
        memory_kib=settings.password_memory_kib,
        parallelism=settings.password_parallelism,
    )


def _published_keys(database: Database, settings: AuthSettings) -> JwkSet:
    return database.read(lambda session: key_queries.jwks(session, clock.now()))


def _jobs(settings: AuthSettings) -> Sequence[Job]:
    hour = timedelta(hours=1)
    send_resets = partial(password_jobs.send_resets, public_url=settings.public_url)
    return [
        Job("sessions", hour, session_jobs.forget_ended_sessions),
        Job("throttle", hour, throttle_jobs.forget_old_counts),
        Job("challenges", hour, second_factor_jobs.forget_expired_challenges),
        Job("links", hour, link_jobs.forget_expired_links),
        Job("tokens", hour, token_jobs.forget_ended_tokens),
        Job("invitations", hour, invitation_jobs.forget_old_invitations),
        Job("audit-head", hour, partial(_sign_audit_head, settings)),
        Job("password-resets", timedelta(seconds=1), send_resets),
        *mailing.create_jobs(settings),
    ]


def _sign_audit_head(settings: AuthSettings, database: Database) -> None:
    master = MasterKey.parse(settings.master_key.get_secret_value(), setting="AUTH_MASTER_KEY")
    audit_jobs.sign_head(database, Signer(database, master))
