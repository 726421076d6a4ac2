"""The HTTP edge: an API that answers problems, pages, validators and checks permissions."""

from labwright_chassis.api.app import create_api, create_internal_api
from labwright_chassis.api.caller import Requires, ServiceCaller
from labwright_chassis.api.router import DbReader, DbSession, ServiceRouter, answers_secret

__all__ = [
    "DbReader",
    "DbSession",
    "Requires",
    "ServiceCaller",
    "ServiceRouter",
    "answers_secret",
    "create_api",
    "create_internal_api",
]
