"""The AMQP and clock edges: consuming, sending, retrying, and jobs with one runner at a time."""

from labwright_chassis.worker.events import EventRouter, Received
from labwright_chassis.worker.jobs import Job
from labwright_chassis.worker.relay import Relay
from labwright_chassis.worker.snapshots import Rendered, SnapshotSource

__all__ = ["EventRouter", "Job", "Received", "Relay", "Rendered", "SnapshotSource"]
