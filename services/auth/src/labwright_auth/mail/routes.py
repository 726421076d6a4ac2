"""The log of mails over HTTP."""

from typing import Annotated

from fastapi import Query

from labwright_auth.access import Auditor
from labwright_auth.mail import queries
from labwright_auth.mail.schemas import MailOut, MailQuery
from labwright_chassis.api import DbReader, ServiceRouter
from labwright_chassis.api.paging import PageLinks
from labwright_chassis.lists import Page

router = ServiceRouter(prefix="/api/v1/auth/mails", tags=["mails"])


@router.get("")
def list_mails(
    query: Annotated[MailQuery, Query()], by: Auditor, session: DbReader, links: PageLinks
) -> Page[MailOut]:
    """What became of the mails of the last 30 days."""
    found, count = queries.page(session, query)
    return links.page([MailOut.model_validate(mail) for mail in found], count=count, query=query)
