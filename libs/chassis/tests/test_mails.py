"""Mail: written with the change, sent once by the worker, tried again, given up, forgotten."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from pydantic import SecretStr

from labwright_chassis import clock, mails, tables
from labwright_chassis.db import Database
from labwright_chassis.mails import WAITS, Mail, MailState, ServerAway
from labwright_chassis.settings import MailSettings
from labwright_chassis.smtp import SmtpTransport, create_transport
from labwright_chassis.testing.mail_server import MailServer, mail_server
from labwright_chassis.worker import jobs, mailing

from .things import eventually, rows_of, running

INVITATION = Mail(
    kind="invitation",
    to="grace@example.org",
    subject="Come in, Gráinne",
    text="Open https://lab.example/#secret-in-here\n",
)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running_server:
        yield running_server


def send(database: Database, url: str) -> None:
    mails.deliver(database, create_transport(url), sender="Lab <lab@example.org>")


def write(database: Database, mail: Mail = INVITATION) -> None:
    database.unit(lambda session: mails.add(session, mail))


def only_row(database: Database) -> Any:
    (row,) = rows_of(database, tables.mails)
    return row


def come_due(database: Database) -> None:
    now = clock.now()
    database.unit(lambda session: session.execute(sa.update(tables.mails).values(next_at=now)))


def test_a_mail_arrives_and_its_log_keeps_no_text(database: Database, server: MailServer) -> None:
    write(database)
    send(database, server.url)
    send(database, server.url)
    (message,) = server.messages
    assert (message["To"], message["From"]) == (INVITATION.to, "Lab <lab@example.org>")
    assert (message["Subject"], message.get_content()) == (INVITATION.subject, INVITATION.text)
    row = only_row(database)
    assert (row.state, row.attempts, row.text) == (MailState.SENT, 1, "")


def test_a_mail_of_a_change_that_failed_is_never_sent(
    database: Database, server: MailServer
) -> None:
    def fail(session: Any) -> None:
        mails.add(session, INVITATION)
        raise LookupError

    with pytest.raises(LookupError):
        database.unit(fail)
    send(database, server.url)
    assert server.messages == []


def test_a_mail_waits_longer_after_each_failure_and_is_given_up_at_last(
    database: Database, server: MailServer
) -> None:
    server.answer = "451 later"
    write(database)
    waits = []
    for _ in range(len(WAITS)):
        come_due(database)
        send(database, server.url)
        row = only_row(database)
        assert (row.state, row.reason) == (MailState.WAITING, "451 later")
        waits.append(row.next_at)
    assert waits == sorted(waits)
    come_due(database)
    send(database, server.url)
    row = only_row(database)
    assert (row.state, row.attempts, row.text) == (MailState.FAILED, len(WAITS) + 1, "")


def test_a_mail_that_failed_arrives_later(database: Database, server: MailServer) -> None:
    write(database)
    send(database, "smtp://127.0.0.1:1")
    assert "ConnectionRefused" in only_row(database).reason
    send(database, server.url)
    assert server.messages == []
    come_due(database)
    send(database, server.url)
    assert server.to(INVITATION.to) == [INVITATION.text]


def test_a_mail_that_the_server_refuses_stops_no_other(
    database: Database, server: MailServer
) -> None:
    write(database, replace(INVITATION, to="no address at all"))
    write(database)
    send(database, server.url)
    assert server.to(INVITATION.to) == [INVITATION.text]
    states = sorted(row.state for row in rows_of(database, tables.mails))
    assert states == [MailState.FAILED, MailState.SENT]


def test_a_mail_refused_for_good_is_not_tried_again(database: Database, server: MailServer) -> None:
    server.answer = "550 no such person"
    write(database)
    send(database, server.url)
    row = only_row(database)
    assert (row.state, row.reason, row.text) == (MailState.FAILED, "550 no such person", "")


def test_a_mail_that_nobody_can_use_any_more_is_not_sent(
    database: Database, server: MailServer
) -> None:
    write(database, replace(INVITATION, useful_until=clock.now() - timedelta(seconds=1)))
    send(database, server.url)
    assert server.messages == []
    row = only_row(database)
    assert (row.state, row.text) == (MailState.FAILED, "")


def test_a_subject_cannot_bring_headers_of_its_own(database: Database, server: MailServer) -> None:
    write(database, replace(INVITATION, subject="Hello\r\nBcc: everybody@example.org"))
    send(database, server.url)
    assert server.messages == []
    assert only_row(database).state == MailState.FAILED


def test_two_workers_send_a_mail_once(database: Database, server: MailServer) -> None:
    write(database)
    transport = AnotherWorkerMeanwhile(database)
    mails.deliver(database, transport, sender="lab@example.org")
    assert transport.sent == 1


class AnotherWorkerMeanwhile:
    """A transport during whose sending another worker looks for mails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sent = 0

    def send(self, message: EmailMessage) -> None:
        self.sent += 1
        mails.deliver(self._database, self, sender="lab@example.org")


def test_without_a_server_mails_wait_and_say_so(database: Database) -> None:
    write(database)
    send(database, "")
    row = only_row(database)
    assert row.state == MailState.WAITING
    assert "_SMTP_URL" in row.reason


def test_a_folder_takes_mails_that_its_owner_can_read(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "lab's mail"
    write(database)
    send(database, folder.as_uri())
    (file,) = folder.iterdir()
    assert INVITATION.text in file.read_text()
    assert f"To: {INVITATION.to}" in file.read_text()
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize(
    "url", ["http://example.org", "smtp://", "smtp://user:password@example.org", "example.org"]
)
def test_a_server_that_cannot_be_meant_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        create_transport(url)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate of localhost, and its key."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = clock.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


def test_starttls_is_insisted_on_and_the_certificate_is_checked(
    certificate: tuple[Path, Path],
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    message = EmailMessage()
    message["From"], message["To"] = "lab@example.org", INVITATION.to
    with mail_server(tls_context=context, require_starttls=True) as server:
        port = int(server.url.rpartition(":")[2])
        stranger = SmtpTransport("localhost", port, "smtp+starttls")
        with pytest.raises(ServerAway, match="certificate verify failed"):
            stranger.send(message)
        known = ssl.create_default_context(cafile=str(certificate[0]))
        replace(stranger, tls=known).send(message)
    assert len(server.messages) == 1
    with mail_server() as plain, pytest.raises(ServerAway, match="STARTTLS"):
        replace(stranger, port=int(plain.url.rpartition(":")[2])).send(message)


def test_the_log_is_forgotten_in_time_but_never_what_waits(database: Database) -> None:
    write(database)
    write(database, replace(INVITATION, useful_until=clock.now()))
    send(database, "")
    old = clock.now() - mails.KEPT - timedelta(days=1)
    database.unit(lambda session: session.execute(sa.update(tables.mails).values(created_at=old)))
    database.unit(mails.prune)
    assert only_row(database).state == MailState.WAITING


def test_the_worker_sends_what_is_written(database: Database, server: MailServer) -> None:
    settings = MailSettings(smtp_url=SecretStr(server.url), mail_from="lab@example.org")
    write(database)

    async def work() -> None:
        async with running(lambda stop: jobs.run(mailing.create_jobs(settings), database, stop)):
            await eventually(lambda: server.messages)

    asyncio.run(work())
    assert server.to(INVITATION.to) == [INVITATION.text]


def test_what_a_mail_says_stands_in_no_log(
    database: Database, server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    for answer in ("451 later", "250 OK"):
        server.answer = answer
        write(database)
        come_due(database)
        send(database, server.url)
    printed = capsys.readouterr()
    assert "mail sent" in printed.out + printed.err
    assert "secret-in-here" not in printed.out + printed.err
