"""The audit log as a chain that shows what was changed later."""

import csv
import io
import json
import threading
from datetime import timedelta
from typing import Any

import jwt
import pytest
from sqlalchemy import delete, insert, select, update

from labwright_auth.app import create_service
from labwright_auth.audit import jobs, service
from labwright_auth.audit.models import AuditEntry, AuditHead, AuditSeal
from labwright_auth.audit.rules import CHAINED, csv_line
from labwright_auth.audit.verification import verify
from labwright_auth.keys import queries as keys
from labwright_auth.keys.service import Signer
from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_chassis.sealing import MasterKey
from labwright_contracts.audit import AuditRecorded

AUDIT = "/api/v1/auth/audit"


def entries(count: int, **fields: Any) -> list[AuditRecorded]:
    return [
        AuditRecorded(
            at=clock.now(),
            service="inventory",
            actor="user/7",
            action="inventory.device.update",
            target=f"device/{number}",
            before={"name": "Máiréad's", "price": 1.5, "tags": ["a", None]},
            **fields,
        )
        for number in range(count)
    ]


def keep(lab: Any, count: int = 5, **fields: Any) -> None:
    lab.database.unit(lambda s: service.keep_entries(s, entries(count, **fields)))


def change(lab: Any, statement: Any) -> None:
    lab.database.unit(lambda s: s.execute(statement))


def signer(lab: Any) -> Signer:
    return Signer(lab.database, MasterKey.parse(lab.settings.master_key.get_secret_value()))


def check(lab: Any, **params: Any) -> Any:
    return lab.api.get(f"{AUDIT}/verify", params=params, headers=lab.as_person("ada")).json()


def broken(lab: Any) -> int | None:
    found = verify(lab.database, keys.read_statement).broken
    return found.id if found else None


def test_what_was_collected_is_proven(any_lab):
    keep(any_lab)
    keep(any_lab, outcome="refused", reason="no")
    verdict = check(any_lab)
    assert (verdict["checked"], verdict["broken"], verdict["next_after"]) == (10, None, None)


@pytest.mark.parametrize(
    ("column", "value"),
    [("target", "device/9"), ("before", {"name": "x"}), ("reason", "!"), ("hash", "0" * 64)],
)
def test_an_entry_that_was_changed_is_named(any_lab, column, value):
    keep(any_lab)
    change(any_lab, update(AuditEntry).where(AuditEntry.id == 3).values({column: value}))
    assert check(any_lab)["broken"]["id"] == 3


def test_an_entry_that_was_removed_is_seen_at_the_next(any_lab):
    keep(any_lab)
    change(any_lab, delete(AuditEntry).where(AuditEntry.id == 3))
    assert broken(any_lab) == 4


def test_an_entry_that_was_added_is_named(any_lab):
    keep(any_lab)
    change(any_lab, delete(AuditEntry).where(AuditEntry.id == 5))
    row = entries(1)[0].model_dump() | {"id": 5, "hash": "f" * 64}
    change(any_lab, insert(AuditEntry).values(row))
    assert broken(any_lab) == 5


def test_a_log_whose_end_was_cut_off_is_seen(any_lab):
    keep(any_lab)
    change(any_lab, delete(AuditEntry).where(AuditEntry.id > 3))
    assert broken(any_lab) == 5


def test_a_chain_made_anew_without_our_key_is_seen(any_lab):
    keep(any_lab)
    jobs.sign_head(any_lab.database, signer(any_lab))
    rows = [entry.model_copy(update={"target": "device/0"}) for entry in entries(5)]

    def forge(session: Any) -> None:
        session.execute(delete(AuditEntry))
        session.execute(delete(AuditHead))
        service.keep_entries(session, rows)

    any_lab.database.unit(forge)
    assert broken(any_lab) == 5


def test_a_cut_end_whose_head_was_rewritten_is_seen_by_its_signature(any_lab):
    keep(any_lab)
    jobs.sign_head(any_lab.database, signer(any_lab))
    hashed = any_lab.database.read(
        lambda s: s.scalar(select(AuditEntry.hash).where(AuditEntry.id == 3))
    )
    change(any_lab, delete(AuditEntry).where(AuditEntry.id > 3))
    change(any_lab, update(AuditHead).values(entry_id=3, hash=hashed))
    assert broken(any_lab) == 5


def test_a_signature_of_somebody_else_is_seen(any_lab, make_lab):
    keep(any_lab)
    jobs.sign_head(any_lab.database, signer(any_lab))
    forged = jwt.encode({"entry": 5, "hash": "0" * 64}, "k" * 32, algorithm="HS256")
    change(any_lab, update(AuditSeal).values(statement=forged))
    assert broken(any_lab) == 5


def test_the_head_is_signed_once_for_each_end_and_survives_a_retired_key(any_lab):
    keep(any_lab)
    for _ in range(2):
        jobs.sign_head(any_lab.database, signer(any_lab))
    keep(any_lab)
    jobs.sign_head(any_lab.database, signer(any_lab))
    verdict = check(any_lab)
    assert (verdict["seals"], verdict["broken"]) == (2, None)


def test_a_signed_head_is_no_access_token(lab):
    keep(lab)
    jobs.sign_head(lab.database, signer(lab))
    statement = lab.database.read(lambda s: s.scalar(select(AuditSeal.statement)))
    headers = {"Authorization": f"Bearer {statement}"}
    assert lab.api.get(AUDIT, headers=headers).status_code == 401


def test_an_empty_log_is_as_it_should_be(lab):
    jobs.sign_head(lab.database, signer(lab))
    assert check(lab) == {
        "checked": 0,
        "seals": 0,
        "upto": 0,
        "hash": "0" * 64,
        "next_after": None,
        "broken": None,
    }


def test_a_long_log_is_checked_part_by_part(lab):
    keep(lab, 5)
    first = check(lab, limit=3)
    assert (first["checked"], first["next_after"]) == (3, 3)
    second = check(lab, after=3, limit=3)
    assert (second["checked"], second["next_after"]) == (2, None)
    answer = lab.api.get(f"{AUDIT}/verify", params={"after": 9}, headers=lab.as_person("ada"))
    assert answer.status_code == 404


def test_what_an_older_release_collected_is_chained_first(any_lab):
    rows = [entry.model_dump() for entry in entries(3)]
    change(any_lab, insert(AuditEntry).values(rows))
    keep(any_lab, 2)
    verdict = check(any_lab)
    assert (verdict["checked"], verdict["broken"]) == (5, None)


def test_many_writers_make_one_chain(any_lab):
    databases = [Database(any_lab.settings.database_url) for _ in range(4)]

    def write(database: Database) -> None:
        for _ in range(5):
            database.unit(lambda s: service.keep_entries(s, entries(3)))

    threads = [threading.Thread(target=write, args=(one,)) for one in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify(any_lab.database, keys.read_statement)
    assert (verdict.checked, verdict.broken) == (60, None)
    for database in databases:
        database.dispose()


def test_the_worker_signs_the_head(lab):
    keep(lab)
    job = next(job for job in create_service().jobs(lab.settings) if job.name == "audit-head")
    assert job.every == timedelta(hours=1)
    job.run(lab.database)
    assert check(lab)["seals"] == 1


def export(lab: Any, by: str = "ada", **params: Any) -> Any:
    return lab.api.get(f"{AUDIT}/export", params=params, headers=lab.as_person(by))


def test_entries_are_exported_as_json_lines(any_lab):
    keep(any_lab, 3)
    keep(any_lab, 1, outcome="refused")
    answer = export(any_lab, format="jsonl", outcome="done")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["target"] for line in lines] == ["device/0", "device/1", "device/2"]
    assert lines[0]["before"]["name"] == "Máiréad's"
    assert answer.headers["content-type"] == "application/jsonl"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "|", "%", "\n", "＝", "'"])
def test_whatever_begins_like_a_formula_is_told_from_one(begin):
    assert csv_line(dict.fromkeys((*CHAINED, "hash"), f"{begin}1")).count(f"'{begin}1") == 13


def test_a_spreadsheet_finds_no_formula_in_an_export(lab):
    keep(lab, 1, reason="=HYPERLINK('x')", actor_name="@SUM(A1)")
    (row,) = csv.DictReader(io.StringIO(export(lab).text))
    assert (row["reason"], row["actor_name"]) == ("'=HYPERLINK('x')", "'@SUM(A1)")


def test_a_long_export_has_every_entry_once(any_lab):
    keep(any_lab, 1203)
    rows = list(csv.DictReader(io.StringIO(export(any_lab).text)))
    assert [int(row["id"]) for row in rows] == list(range(1, 1204))


def test_an_export_is_recorded_with_what_was_asked_for(lab):
    export(lab, format="jsonl", service="inventory")
    (entry,) = lab.audited("auth.audit.export")
    assert entry.actor == "user/1"
    assert entry.after == {"service": ["inventory"], "format": "jsonl"}


def test_the_log_is_searched_by_words_and_by_request(any_lab):
    keep(any_lab, 2, reason="door was Open", request_id="abc")
    keep(any_lab, 1)
    headers = any_lab.as_person("ada")
    for params in ({"q": "was open"}, {"request_id": "abc"}):
        assert any_lab.api.get(AUDIT, params=params, headers=headers).json()["count"] == 2


@pytest.mark.parametrize("path", ["verify", "export"])
def test_proof_and_export_are_for_who_may(lab, path):
    assert lab.api.get(f"{AUDIT}/{path}").status_code == 401
    headers = lab.as_person("linus")
    assert lab.api.get(f"{AUDIT}/{path}", headers=headers).status_code == 403
