"""What admins see of the mails that auth sends."""

from typing import Any

from labwright_chassis import mails
from labwright_chassis.smtp import create_transport
from labwright_chassis.testing.mail_server import mail_server

MAILS = "/api/v1/auth/mails"


def log(lab: Any, **params: Any) -> Any:
    return lab.api.get(MAILS, params=params, headers=lab.as_person("ada")).json()


def test_an_admin_sees_what_became_of_a_mail_and_not_what_it_says(any_lab):
    any_lab.register("grace", email="g@example.org")
    (waiting,) = log(any_lab)["results"]
    assert (waiting["kind"], waiting["state"]) == ("email-confirmation", "waiting")
    assert "text" not in waiting
    with mail_server() as server:
        transport = create_transport(server.url)
        mails.deliver(any_lab.database, transport, sender=any_lab.settings.mail_from)
    (sent,) = log(any_lab, state="sent")["results"]
    assert (sent["recipient"], sent["attempts"]) == ("g@example.org", 1)
    assert log(any_lab, state="waiting", kind="email-confirmation")["count"] == 0
    assert "/app/account/confirm-email#" in server.to("g@example.org")[0]


def test_the_log_of_mails_is_for_admins(lab):
    assert lab.api.get(MAILS).status_code == 401
    assert lab.api.get(MAILS, headers=lab.as_person("linus")).status_code == 403
    refused = lab.api.get(MAILS, params={"state": "lost"}, headers=lab.as_person("ada"))
    assert refused.status_code == 422
