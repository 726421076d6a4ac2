"""Auth's worker on a real broker."""

import asyncio
import time
from typing import Any

from labwright_auth.app import create_service

_LIMIT_SECONDS = 60


def test_a_refused_sign_in_reaches_the_audit_log_by_the_broker(make_lab, broker_vhost):
    lab = make_lab(amqp_url=broker_vhost)
    headers = lab.as_person("ada")
    lab.login("ada", "not my password")
    asyncio.run(work_until(lab, lambda: refusals(lab, headers)))
    (entry,) = refusals(lab, headers)
    assert (entry["action"], entry["target"]) == ("auth.session.open", "user/1")
    assert entry["reason"].startswith("wrong password")


def refusals(lab: Any, headers: dict[str, str]) -> list[dict[str, Any]]:
    answer = lab.api.get("/api/v1/auth/audit", params={"outcome": "refused"}, headers=headers)
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def work_until(lab: Any, done: Any) -> None:
    worker, _ = create_service().create_worker(lab.database, lab.settings)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(stop))
    limit = time.monotonic() + _LIMIT_SECONDS
    while not await asyncio.to_thread(done) and time.monotonic() < limit:
        await asyncio.sleep(0.05)
    stop.set()
    await working
