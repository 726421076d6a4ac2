"""PDUs, their secrets, and what their outlets feed."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from labwright_chassis import tables
from labwright_chassis.sealing import MasterKey, WrongMasterKey
from labwright_inventory.power.models import Pdu

Lab = Any

MASTER_KEY = b64encode(bytes(32)).decode()
"""As in conftest."""

FIELDS = {"host": "pdu-1.example:443", "driver": "raritan", "outlet_count": 4}
SECRET = "hunter2-hunter2"


def make(lab: Lab, **fields: Any) -> Any:
    return lab.make("pdus", **FIELDS | fields)


def stored(lab: Lab, id: int) -> Pdu:
    pdu: Pdu = lab.database.read(
        lambda session: session.scalars(select(Pdu).where(Pdu.id == id)).one()
    )
    return pdu


def test_a_pdu_is_added_changed_and_removed(each_lab: Lab) -> None:
    sensors = [{"name": "Inlet", "kind": "temperature", "unit": "°C"}]
    pdu = make(each_lab, sensors=sensors, site_id=each_lab.make("sites")["id"])
    path = f"/pdus/{pdu['id']}"
    assert (pdu["sensors"], pdu["has_secret"], pdu["version"]) == (sensors, False, 1)
    assert each_lab.get(path).json() == pdu
    changed = each_lab.patch(path, {"host": "10.0.0.1", "sensors": []}).json()
    assert (changed["host"], changed["sensors"], changed["version"]) == ("10.0.0.1", [], 2)
    assert each_lab.delete(f"/sites/{pdu['site_id']}").json()["in_use"] == {"PDUs": 1}
    assert each_lab.delete(path).status_code == 204
    assert each_lab.get(path).status_code == 404
    assert make(each_lab, name=pdu["name"])["name"] == pdu["name"]


def test_a_secret_is_sealed_and_never_shown(each_lab: Lab) -> None:
    pdu = make(each_lab, secret=SECRET)
    path = f"/pdus/{pdu['id']}"
    answers = [each_lab.get(path), each_lab.get("/pdus"), each_lab.patch(path, {"notes": "n"})]
    assert pdu["has_secret"]
    assert all(SECRET not in answer.text for answer in answers)
    row = stored(each_lab, pdu["id"])
    assert SECRET not in str(each_lab.rows(Pdu.__table__)) + str(each_lab.rows(tables.outbox))
    assert row.secret(MasterKey.parse(MASTER_KEY)) == SECRET
    with pytest.raises(WrongMasterKey):
        row.secret(MasterKey(b"x" * 32))


def test_a_secret_is_replaced_and_forgotten(lab: Lab) -> None:
    pdu = make(lab, secret=SECRET)
    path = f"/pdus/{pdu['id']}"
    assert lab.patch(path, {"secret": "other"}).json()["version"] == 2
    assert stored(lab, pdu["id"]).secret(MasterKey.parse(MASTER_KEY)) == "other"
    assert lab.patch(path, {"secret": None}).json()["has_secret"] is False
    assert lab.patch(path, {"secret": None}).json()["version"] == 3
    told = [e.payload for e in lab.events("audit.recorded") if "secret" in e.payload["action"]]
    assert [entry["after"] for entry in told] == [{"has_secret": h} for h in (True, True, False)]


def test_a_sealed_secret_opens_for_its_own_pdu_alone(lab: Lab) -> None:
    one, other = make(lab, secret=SECRET), make(lab)
    moved = stored(lab, other["id"])
    moved.sealed_secret = stored(lab, one["id"]).sealed_secret
    with pytest.raises(WrongMasterKey):
        moved.secret(MasterKey.parse(MASTER_KEY))


@pytest.fixture
def no_key(lab: Lab) -> Iterator[None]:
    state = lab.api.app.state
    kept, state.master_key = state.master_key, None
    yield
    state.master_key = kept


@pytest.mark.usefixtures("no_key")
def test_without_a_key_no_secret_is_kept(lab: Lab) -> None:
    answer = lab.post("/pdus", {"name": "P", **FIELDS, "secret": SECRET})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-master-key")
    assert lab.get("/pdus").json()["count"] == 0
    assert lab.post("/pdus", {"name": "P", **FIELDS}).status_code == 201


def test_an_outlet_feeds_a_device_and_a_device_has_several(each_lab: Lab) -> None:
    lab = each_lab
    device = lab.make_device(name="D")["id"]
    path = f"/pdus/{make(lab, name='P')['id']}"
    for number in (1, 4):
        body = {"device_id": device, "label": f"PSU {number}"}
        answer = lab.patch(f"{path}/outlets/{number}", body)
        assert answer.json()["device"] == {"id": device, "name": "D"}
    assert answer.headers["ETag"] == lab.get(path).headers["ETag"] == '"v3"'
    outlets = lab.get(f"{path}/outlets").json()["results"]
    assert [(o["number"], o["label"]) for o in outlets if o["device"]] == [
        (1, "PSU 1"),
        (4, "PSU 4"),
    ]
    mine = lab.get(f"/devices/{device}/outlets").json()["results"]
    assert [(o["pdu"]["name"], o["number"]) for o in mine] == [("P", 1), ("P", 4)]
    assert lab.get(f"{path}/outlets?fed=false").json()["count"] == 2
    assert lab.history(device, field="outlet")[0]["new"]["number"] == 4


def test_an_outlet_is_of_its_range(lab: Lab) -> None:
    path = f"/pdus/{make(lab)['id']}/outlets"
    assert lab.patch(f"{path}/5", {"label": "x"}).status_code == 404
    assert lab.patch(f"{path}/0", {"label": "x"}).status_code == 422
    unknown = lab.patch(f"{path}/1", {"device_id": 999})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/device_id")
    stale = lab.patch(f"{path}/1", {"label": "x"}, headers={"If-Match": '"v9"'})
    assert stale.status_code == 412
    assert lab.get("/pdus/999/outlets").status_code == 404
    assert lab.get("/devices/999/outlets").status_code == 404


def test_outlets_in_use_stay(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    path = f"/pdus/{make(each_lab)['id']}"
    each_lab.patch(f"{path}/outlets/3", {"device_id": device})
    answer = each_lab.patch(path, {"outlet_count": 2})
    assert (answer.status_code, answer.json()["outlets"]) == (409, [3])
    assert each_lab.delete(path).json()["in_use"] == {"devices": 1}
    assert each_lab.patch(path, {"outlet_count": 3}).status_code == 200
    assert each_lab.patch(path, {"outlet_count": 6}).status_code == 200
    numbers = [o["number"] for o in each_lab.get(f"{path}/outlets").json()["results"]]
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_a_removed_device_is_unplugged(each_lab: Lab) -> None:
    device = each_lab.make_device()["id"]
    path = f"/pdus/{make(each_lab)['id']}"
    each_lab.patch(f"{path}/outlets/1", {"device_id": device})
    assert each_lab.delete(f"/devices/{device}").status_code == 204
    assert each_lab.get(f"{path}/outlets?fed=true").json()["count"] == 0
    assert each_lab.get(path).json()["version"] == 3
    assert each_lab.delete(path).status_code == 204


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("host", "http://x/"),
        ("host", ""),
        ("driver", "../x"),
        ("outlet_count", 0),
        ("outlet_count", 201),
        ("sensors", [{"kind": "taste", "name": "x"}]),
        ("secret", ""),
        ("secret", "x" * 501),
        ("site_id", 999),
        ("surprise", 1),
    ],
)
def test_a_wrong_field_of_a_pdu_is_named_and_a_secret_is_not_echoed(
    lab: Lab, field: str, value: Any
) -> None:
    made = make(lab)
    for answer in (
        lab.post("/pdus", {"name": "x", **FIELDS, field: value}),
        lab.patch(f"/pdus/{made['id']}", {field: value}),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"].startswith(f"/{field}")
        assert "x" * 501 not in answer.text


def test_pdus_are_kept_at_ones_own_sites(lab: Lab) -> None:
    mine, other = lab.make("sites")["id"], lab.make("sites")["id"]
    bound: dict[str, Any] = {"sites": (mine,)}
    path = f"/pdus/{make(lab, site_id=other)['id']}"
    assert lab.patch(path, {"notes": "n"}, **bound).status_code == 403
    assert lab.patch(f"{path}/outlets/1", {"label": "n"}, **bound).status_code == 403
    assert lab.delete(path, **bound).status_code == 403
    assert lab.post("/pdus", {"name": "x", **FIELDS}, **bound).status_code == 403
    assert lab.post("/pdus", {"name": "x", **FIELDS, "site_id": mine}, **bound).status_code == 201


def test_pdus_and_outlets_are_listed_in_few_statements(lab: Lab) -> None:
    path = f"/pdus/{make(lab, name='a')['id']}"
    make(lab, name="b", driver="snmp")
    with lab.statements() as seen:
        found = lab.get("/pdus?driver=snmp").json()["results"]
    assert ([pdu["name"] for pdu in found], len(seen) <= 4) == (["b"], True)
    with lab.statements() as seen:
        assert lab.get(f"{path}/outlets?limit=2").json()["count"] == 4
    assert len(seen) <= 5
    assert lab.get("/pdus?colour=red").status_code == 422
    assert lab.get("/pdus?site_id=1&brief=true").json()["count"] == 0
