"""Finding the programs of the servers, and installing them as root on Debian."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labwright_chassis.testing.servers.errors import ServerUnavailable

PACKAGES = {
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "epmd": "rabbitmq-server",
    "rabbitmq-server": "rabbitmq-server",
    "rabbitmqctl": "rabbitmq-server",
}
# Debian's rabbitmq-server in /usr/sbin switches to the user rabbitmq; the plain script comes first.
PLACES = (
    "/usr/lib/rabbitmq/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
    ":/opt/homebrew/sbin:/opt/homebrew/bin"
)
SERVICE_POLICY = Path("/usr/sbin/policy-rc.d")
INSTALL_LIMIT_SECONDS = 900


def program(name: str, *, package: str = "") -> str:
    """Path of an installed program; as root on Debian its package is installed if need be.

    `package` is for programs other than the servers' own. Raises ServerUnavailable with what to
    install.
    """
    wanted = package or PACKAGES[name]
    path = _find(name)
    if path is None and _can_install():
        _install(wanted)
        path = _find(name)
    if path is None:
        raise ServerUnavailable(_missing(name, wanted))
    return path


def _missing(name: str, package: str) -> str:
    told = f"{name} is not installed. Install {package}"
    if name not in PACKAGES:
        return f"{told}."
    return (
        f"{told} (apt-get install mariadb-server rabbitmq-server, brew install mariadb rabbitmq),"
        " or start Docker, or set TEST_MYSQL_URL and TEST_AMQP_URL to servers that are there."
    )


def _find(name: str) -> str | None:
    return shutil.which(name, path=f"{PLACES}:{os.environ.get('PATH', '')}")


def _can_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists()


def _install(package: str) -> None:
    print(f"Installing {package} for tests ...", file=sys.stderr, flush=True)
    with _one_at_a_time(), _services_stay_down():
        _apt_get("update")
        _apt_get("install", "-y", "--no-install-recommends", package)


def _apt_get(*arguments: str) -> None:
    try:
        subprocess.run(
            ["apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_LIMIT_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise ServerUnavailable(f"apt-get {' '.join(arguments)}:\n{error.stderr}") from error
    except subprocess.TimeoutExpired as error:
        raise ServerUnavailable(f"apt-get {' '.join(arguments)} took too long") from error


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / "labwright-install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _services_stay_down() -> Iterator[None]:
    """Debian starts what it installs unless a policy says 101, `action forbidden`."""
    if SERVICE_POLICY.exists():
        yield
        return
    SERVICE_POLICY.write_text("#!/bin/sh\nexit 101\n")
    SERVICE_POLICY.chmod(0o755)
    try:
        yield
    finally:
        SERVICE_POLICY.unlink()
