"""Writes deploy/secrets/ (or SECRETS_DIR) once: what the compose file hands to its containers.

Existing files are kept, so that a second run changes nothing.
"""

import base64
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ.get("SECRETS_DIR") or Path(__file__).parent / "secrets")
SERVICES = ("auth", "inventory", "scheduler")


def main() -> None:
    """Make what is missing."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    for service in (*SERVICES, "gateway"):
        keep(service, lambda: secrets.token_urlsafe(32))
    keep("admin_password", lambda: secrets.token_urlsafe(18))
    for key in ("master_key", "inventory_master_key", "scheduler_master_key"):
        keep(key, lambda: base64.b64encode(os.urandom(32)).decode())
    for service in SERVICES:
        password = keep(f"{service}_database_password", lambda: secrets.token_urlsafe(24))
        host = f"{service}-database:3306"
        url = f"mysql+pymysql://labwright:{password}@{host}/labwright?charset=utf8mb4"
        keep(f"{service}_database_url", lambda url=url: url)
    broker = secrets.token_urlsafe(24)
    keep("amqp_url", lambda: f"amqp://labwright:{broker}@broker:5672/")
    keep("rabbitmq-definitions.json", lambda: definitions(broker))


def definitions(password: str) -> str:
    """The broker's only user, with all rights on its only virtual host."""
    rights = {"user": "labwright", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}
    user = {"name": "labwright", "password": password, "tags": []}
    return json.dumps({"users": [user], "vhosts": [{"name": "/"}], "permissions": [rights]})


def keep(name: str, make: Callable[[], str]) -> str:
    """The secret in that file, made if there is none. Containers run as another user: 0644."""
    file = FOLDER / name
    if not file.exists():
        file.write_text(make(), encoding="utf-8")
        file.chmod(0o644)
    return file.read_text(encoding="utf-8")


main()
