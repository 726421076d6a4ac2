"""Health of devices, as agents report it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from labwright_inventory.health.jobs import forget_reports

Lab = Any

AGENT = ("inventory:health:write",)


def report(lab: Lab, device: int, status: str, **fields: Any) -> Any:
    answer = lab.post(f"/devices/{device}/health", {"status": status} | fields, permissions=AGENT)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_latest_report_says_how_a_device_is(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    path = f"/devices/{device}/health"
    assert each_lab.get(path).json()["status"] == "unknown"
    report(each_lab, device, "ok", metrics={"temperature_c": 41.5, "fans": 2})
    last = report(each_lab, device, "warning", message="hot", metrics={"temperature_c": 80})
    shown = each_lab.get(path)
    assert shown.json() == {name: value for name, value in last.items() if name != "id"}
    assert (last["actor"], last["metrics"]) == ("user/1", {"temperature_c": 80})
    tag = shown.headers["ETag"]
    assert each_lab.get(path, headers={"If-None-Match": tag}).status_code == 304
    reports = each_lab.get(f"{path}/history").json()
    assert [one["status"] for one in reports["results"]] == ["warning", "ok"]
    assert each_lab.get(f"{path}/history?status=ok").json()["count"] == 1
    since = {"reported_at__gte": last["reported_at"]}
    assert each_lab.get(f"{path}/history", params=since).json()["count"] == 1


def test_a_report_leaves_the_device_alone(lab: Lab) -> None:
    device = lab.make_device()["id"]
    lab.forget_events()
    report(lab, device, "critical")
    assert lab.get(f"/devices/{device}").json()["version"] == 1
    assert lab.events() == []


def test_what_changes_is_audited_and_a_heartbeat_is_not(lab: Lab) -> None:
    device = lab.make_device()["id"]
    lab.forget_events()
    for status in ("ok", "ok", "critical", "critical"):
        report(lab, device, status)
    told = [event.payload for event in lab.events("audit.recorded")]
    assert [one["after"]["status"] for one in told] == ["ok", "critical"]
    assert {one["action"] for one in told} == {"inventory.health.report"}


def test_devices_are_filtered_by_health(each_lab: Lab) -> None:
    fine, bad, silent = (each_lab.make_device()["id"] for _ in range(3))
    report(each_lab, fine, "ok")
    report(each_lab, bad, "critical")

    def ids(query: str) -> list[int]:
        return [one["id"] for one in each_lab.get(f"/devices?{query}").json()["results"]]

    assert ids("health=ok") == [fine]
    assert ids("health=ok&health=critical") == [fine, bad]
    assert ids("health=unknown") == [silent]
    assert each_lab.get("/devices?health=fine").status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("{}", "/status"),
        ('{"status": "fine"}', "/status"),
        ('{"status": "ok", "metrics": {"a": NaN}}', "/metrics/a"),
        ('{"status": "ok", "metrics": {"a": "1"}}', "/metrics/a"),
        ('{"status": "ok", "metrics": {"a": true}}', "/metrics/a"),
        ('{"status": "ok", "metrics": {"a": 1' + "0" * 400 + "}}", "/metrics/a"),
        ('{"status": "ok", "metrics": {"a\\u0000": 1}}', "/metrics"),
        ('{"status": "ok", "metrics": {"": 1}}', "/metrics"),
        ('{"status": "ok", "message": "\\u0000"}', "/message"),
        ('{"status": "ok", "message": "' + "x" * 1001 + '"}', "/message"),
        ('{"status": "ok", "device_id": 1}', "/device_id"),
    ],
)
def test_a_report_that_cannot_be_understood_is_refused(lab: Lab, body: str, pointer: str) -> None:
    device = lab.make_device()["id"]
    headers = {"Content-Type": "application/json"}
    answer = lab.ask("POST", f"/devices/{device}/health", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert lab.get(f"/devices/{device}/health/history").json()["count"] == 0


def test_what_is_not_there_has_no_health(lab: Lab) -> None:
    device = lab.make_device()["id"]
    lab.delete(f"/devices/{device}")
    for id in (device, 999):
        assert lab.post(f"/devices/{id}/health", {"status": "ok"}).status_code == 404
        assert lab.get(f"/devices/{id}/health").status_code == 404
        assert lab.get(f"/devices/{id}/health/history").status_code == 404


def test_an_agent_that_is_bound_to_sites_reports_there_only(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    path = f"/devices/{lab.make_device(site_id=mine)['id']}/health"
    body = {"status": "ok"}
    assert lab.post(path, body, permissions=AGENT, sites=(other,)).status_code == 403
    assert lab.post(path, body, permissions=AGENT, sites=(mine,)).status_code == 201


def test_reports_at_once_are_all_kept(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: report(each_lab, device, "ok"), range(8)))
    assert each_lab.get(f"/devices/{device}/health/history").json()["count"] == 8


def test_old_reports_are_forgotten_but_not_how_the_device_is(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    report(each_lab, device, "warning")
    forget_reports(each_lab.database, kept=timedelta(days=1))
    assert each_lab.get(f"/devices/{device}/health/history").json()["count"] == 1
    forget_reports(each_lab.database, kept=timedelta(0))
    assert each_lab.get(f"/devices/{device}/health/history").json()["count"] == 0
    assert each_lab.get(f"/devices/{device}/health").json()["status"] == "warning"


def test_reports_are_listed_by_the_same_few_statements(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    counts = []
    for _ in range(2):
        for _ in range(4):
            report(each_lab, device, "ok")
        with each_lab.statements() as seen:
            each_lab.get(f"/devices/{device}/health/history")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5
