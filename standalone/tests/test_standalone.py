"""The whole platform in one process, started and started again on one folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labwright_standalone.data_dir import DataDir
from tests.dev.one_process import standalone
from tests.dev.processes import ADMIN
from tests.journeys.person import Person, eventually


@contextmanager
def lab(folder: Path) -> Iterator[Person]:
    """A standalone process on that folder, and its admin, signed in."""
    with standalone(folder) as address, Person(address) as admin:
        yield admin.sign_in(*ADMIN)


def test_a_scheduler_that_lost_its_database_learns_of_the_devices_again(tmp_path: Path) -> None:
    with lab(tmp_path) as admin:
        device = admin.make_device(admin.make_type())
    for file in tmp_path.glob("scheduler.sqlite3*"):
        file.unlink()
    with lab(tmp_path) as admin:
        path = f"/api/v1/scheduler/devices/{device}"
        eventually(lambda: admin.get(path).status_code == 200)


def test_only_its_owner_may_look_into_the_folder_of_a_lab(tmp_path: Path) -> None:
    folder = DataDir(tmp_path / "new").root
    assert folder.stat().st_mode & 0o777 == 0o700
