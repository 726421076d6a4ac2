"""A laboratory of many devices, and people who may book them."""

from bench.scale import Scale
from tests.journeys.person import Person, eventually

KINDS, MAKERS, SITES, TAGS = 8, 5, 4, 11
ARRIVAL_SECONDS = 180


def make_devices(admin: Person, scale: Scale) -> list[int]:
    """Import as many as the scale says; their ids once the scheduler knows them all."""
    for number in range(KINDS):
        admin.make_type(name=f"Bench type {number}")
    _make(admin, "manufacturers", "Maker", MAKERS)
    _make(admin, "sites", "Site", SITES)
    _make(admin, "tags", "tag", TAGS)
    import_devices(admin, range(scale.devices))
    address = "/api/v1/scheduler/devices"
    eventually(lambda: admin.get(address).json()["count"] == scale.devices, seconds=ARRIVAL_SECONDS)
    ids: list[int] = []
    while len(ids) < scale.devices:
        page = admin.get(address, params={"limit": 500, "offset": len(ids), "ordering": "id"})
        ids += [device["id"] for device in page.json()["results"]]
    return ids


def make_person(address: str) -> tuple[int, str]:
    """Somebody who may book: the id and a session token."""
    with Person(address) as person:
        token = person.take_token(person.register())
        answer = person.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return answer.json()["id"], token


def import_devices(admin: Person, numbers: range, *, model: str = "Model A") -> None:
    """Import these devices, or change those that are there."""
    answer = admin.post(
        "/api/v1/inventory/imports",
        params={"dry_run": False},
        files={"file": ("devices.csv", devices_file(numbers, model=model), "text/csv")},
        timeout=300,
    )
    assert answer.status_code == 200, answer.text


def devices_file(numbers: range, *, model: str) -> str:
    """A CSV file of devices, each with type, manufacturer, model, site and two tags."""
    rows = "".join(
        f"OI-{n},BENCH-{n},Bench type {n % KINDS},Maker {n % MAKERS},{model},Site {n % SITES},"
        f"tag {n % TAGS};tag {(n + 3) % TAGS}\n"
        for n in numbers
    )
    return f"oi_id,name,device_type,manufacturer,model,site,tags\n{rows}"


def _make(admin: Person, collection: str, name: str, count: int) -> None:
    for number in range(count):
        answer = admin.post(f"/api/v1/inventory/{collection}", json={"name": f"{name} {number}"})
        assert answer.status_code == 201, answer.text
