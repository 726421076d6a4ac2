"""The scheduler, as the diagram shows it."""

from typing import Any

from labwright_chassis.db import Database
from labwright_chassis.migrations import Migrations
from labwright_chassis.sealing import MasterKey
from labwright_chassis.service import Service
from labwright_chassis.worker import Job, mailing
from labwright_scheduler.approvals import routes as approvals
from labwright_scheduler.availability import routes as availability
from labwright_scheduler.bookings import jobs as booking_jobs
from labwright_scheduler.bookings import routes as bookings
from labwright_scheduler.bookings import subscribers as device_events
from labwright_scheduler.bookings.adapters import slot_source
from labwright_scheduler.closures import routes as closures
from labwright_scheduler.db import MIGRATIONS
from labwright_scheduler.devices import routes as devices
from labwright_scheduler.exports import routes as exports
from labwright_scheduler.favourites import routes as favourites
from labwright_scheduler.lab_settings import routes as settings
from labwright_scheduler.maintenance import jobs as maintenance_jobs
from labwright_scheduler.maintenance import routes as maintenance
from labwright_scheduler.maintenance import subscribers as maintenance_events
from labwright_scheduler.notifications import jobs as notification_jobs
from labwright_scheduler.notifications import routes as notifications
from labwright_scheduler.notifications import subscribers as own_events
from labwright_scheduler.overcommitments import routes as overcommitments
from labwright_scheduler.patch_lists import routes as patch_lists
from labwright_scheduler.people import subscribers as people_events
from labwright_scheduler.policies import routes as rules
from labwright_scheduler.presets import routes as presets
from labwright_scheduler.recurrences import routes as recurrences
from labwright_scheduler.settings import SchedulerSettings
from labwright_scheduler.tables import METADATA
from labwright_scheduler.webhooks import jobs as webhook_jobs
from labwright_scheduler.webhooks import routes as webhooks
from labwright_scheduler.webhooks import subscribers as webhook_events
from labwright_scheduler.webhooks.adapters import PublicTargets
from labwright_scheduler.webhooks.service import Safety


def create_service() -> Service[SchedulerSettings]:
    """Everything the scheduler is made of."""
    return Service(
        name="scheduler",
        title="Labwright Scheduler",
        settings=SchedulerSettings,
        migrations=Migrations(MIGRATIONS, METADATA),
        routers=[
            devices.router,
            # Before the bookings, whose numbers would take its path.
            exports.router,
            bookings.router,
            approvals.router,
            recurrences.router,
            favourites.router,
            patch_lists.router,
            *presets.create_routers(),
            closures.router,
            notifications.router,
            webhooks.router,
            settings.router,
            availability.router,
            maintenance.router,
            overcommitments.router,
            rules.router,
        ],
        sources={"slot": slot_source()},
        events=[
            device_events.events,
            maintenance_events.events,
            people_events.events,
            own_events.events,
            webhook_events.events,
        ],
        copies=[device_events.copy, maintenance_events.copy, *people_events.copies],
        jobs=_jobs,
        state=_state,
    )


def _jobs(settings: SchedulerSettings) -> list[Job]:
    return [
        *booking_jobs.jobs(settings),
        *maintenance_jobs.jobs(settings),
        *notification_jobs.jobs(settings),
        *mailing.create_jobs(settings),
        *webhook_jobs.jobs(settings, _master_key(settings)),
    ]


def _state(database: Database, settings: SchedulerSettings) -> dict[str, Any]:
    guard = PublicTargets.configured(settings)
    return {"webhook_safety": Safety(_master_key(settings), guard)}


def _master_key(settings: SchedulerSettings) -> MasterKey | None:
    text = settings.master_key.get_secret_value()
    return MasterKey.parse(text, setting="SCHEDULER_MASTER_KEY") if text else None
