"""What `migrate` fills in: roles, a key, the first admin."""

import stat
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from labwright_auth.accounts.models import User
from labwright_auth.app import PASSWORD_FILE, create_service, prepare
from labwright_auth.keys.models import SigningKey
from labwright_auth.permissions import PERMISSIONS
from labwright_auth.roles import queries
from labwright_auth.roles.models import Permission
from labwright_auth.roles.service import seed_roles
from labwright_auth.settings import AuthSettings
from labwright_chassis import clock
from labwright_chassis.db import Database
from labwright_contracts.permissions import ROLES, exported
from labwright_contracts.permissions import Permission as Declared

NEW = Declared(name="inventory:laser:fire", description="Fire the laser", roles=("Approver",))


def may(lab: Any, role: str) -> set[str]:
    rows: Any = lab.database.read(lambda s: queries.named(s, [role]))
    return set(rows[0].permissions)


def seed(lab: Any, *declared: Declared) -> None:
    lab.database.unit(lambda s: seed_roles(s, declared=declared, now=clock.now()))


def test_what_auth_declares_is_exported():
    assert set(PERMISSIONS) <= set(exported())


def test_the_matrix_begins_with_every_permission_of_every_service(any_lab):
    answer = any_lab.api.get("/api/v1/auth/roles", headers=any_lab.as_person("ada"))
    roles = {role["name"]: set(role["permissions"]) for role in answer.json()["results"]}
    assert tuple(roles) == ROLES
    assert roles["Super Admin"] == {permission.name for permission in exported()}
    assert "inventory:device:read" in roles["Viewer"]
    assert "scheduler:booking:create" not in roles["Viewer"]


def test_the_matrix_is_for_admins(lab):
    assert lab.api.get("/api/v1/auth/roles").status_code == 401
    headers = lab.as_person("linus")
    assert lab.api.get("/api/v1/auth/roles", headers=headers).status_code == 403


def test_a_second_time_changes_nothing(any_lab):
    def state(session: Any) -> list[Any]:
        counts = [select(func.count()).select_from(m) for m in (User, SigningKey, Permission)]
        return [session.scalar(count) for count in counts]

    before = any_lab.database.read(state)
    create_service().migrate(any_lab.database, any_lab.settings)
    assert any_lab.database.read(state) == before


def test_a_new_permission_goes_to_its_default_roles_and_to_super_admin(any_lab):
    seed(any_lab, *exported(), NEW)
    assert NEW.name in may(any_lab, "Approver") & may(any_lab, "Super Admin")
    assert NEW.name not in may(any_lab, "User")


def test_what_an_admin_took_stays_taken(any_lab):
    def take(session: Any) -> None:
        (role,) = queries.named(session, ["User"])
        role.granted = []

    any_lab.database.unit(take)
    seed(any_lab, *exported(), NEW)
    assert may(any_lab, "User") == set()


def test_a_description_follows_the_release(lab):
    seed(lab, NEW)
    seed(lab, NEW.model_copy(update={"description": "Fire the big laser"}))
    known = lab.database.read(queries.seeded)
    assert known[NEW.name].description == "Fire the big laser"


def test_the_first_admin_gets_a_password_in_a_file_of_his_own(make_lab, tmp_path: Path):
    lab = make_lab(admin_password="")
    file = tmp_path / "data" / PASSWORD_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lab.login("ada", file.read_text().strip()).status_code == 200


def test_a_configured_password_is_written_nowhere(lab, tmp_path: Path):
    assert not (tmp_path / "data" / PASSWORD_FILE).exists()
    assert lab.login("ada").json()["roles"] == ["Super Admin"]


def test_the_first_admin_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("AUTH_DATABASE_URL", "sqlite:///unused")
    monkeypatch.setenv("LABWRIGHT_ADMIN_USERNAME", "root.of-lab")
    monkeypatch.setenv("LABWRIGHT_ADMIN_PASSWORD", "from outside")
    monkeypatch.setenv("DATA_DIR", "/somewhere")
    settings = AuthSettings()
    assert settings.admin_username == "root.of-lab"
    assert settings.admin_password.get_secret_value() == "from outside"
    assert settings.data_dir == Path("/somewhere")


def test_two_that_begin_at_once_make_one_admin_and_one_key(make_settings, database_url):
    settings = make_settings(database_url=database_url, admin_password="")
    service = create_service()
    databases = [Database(database_url) for _ in range(4)]
    service.migrations.upgrade(databases[0])
    failures: list[Exception] = []

    def begin(database: Database) -> None:
        try:
            prepare(database, settings)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    def state(session: Any) -> list[Any]:
        counts = [select(func.count()).select_from(m) for m in (User, SigningKey)]
        return [session.scalar(count) for count in counts]

    assert failures == []
    assert databases[0].read(state) == [1, 1]
    for database in databases:
        database.dispose()
