"""Finds a container engine: Docker where one answers, else podman with a configuration of its own.

Podman's images, containers, volumes and networks lie in one folder of this project, and nothing in
the machine's configuration is read for or changed by them.
"""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from deploy.containers import commands
from deploy.containers.commands import ROOT, CommandError

FOLDER = ROOT / "var" / "containers"
PACKAGES = ("podman", "runc", "netavark", "aardvark-dns", "iptables", "debootstrap")
INSTALL_SECONDS = 300


class EngineUnavailable(Exception):
    """No engine answers and none can be had; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A program that runs containers. `compose` is the command that reads docker-compose.yml."""

    program: str
    compose: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)

    @property
    def pulls(self) -> bool:
        """Whether the usual images can be expected from a registry."""
        return self.program == "docker"

    def run(self, *arguments: str, limit: float = 600) -> str:
        """What a command of the engine prints; `limit` is in seconds.

        Raises:
            CommandError: it failed or took too long.
        """
        return commands.run([self.program, *arguments], limit=limit, environment=self.environment)

    def has(self, image: str) -> bool:
        """Whether the image is here."""
        try:
            self.run("image", "inspect", image, limit=60)
        except CommandError:
            return False
        return True


def find() -> Engine:
    """The engine of this machine; as root on Debian podman is installed if need be.

    Raises:
        EngineUnavailable: there is none.
    """
    if _answers(["docker", "info"], os.environ):
        return Engine("docker", ("docker", "compose"), os.environ)
    if not _has_podman():
        _install()
    environment = _podman_environment()
    if not _answers(["podman", "info"], environment):
        raise EngineUnavailable("podman is installed, and `podman info` fails")
    return Engine("podman", (sys.executable, "-m", "podman_compose"), environment)


_CONTAINERS_CONF = """\
[containers]
# A machine that is a container itself may set no more, and the runtime fails if it tries.
default_ulimits = ["nofile=20000:20000", "nproc=4096:4096"]

[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
# crun takes no hybrid control groups.
runtime = "runc"
# The usual locks lie in memory that all of root's podmans share, and a new folder frees them all.
lock_type = "file"
tmp_dir = "{run}/libpod"

[network]
network_backend = "netavark"
network_config_dir = "{folder}/networks"
"""

_STORAGE_CONF = """\
[storage]
driver = "overlay"
graphroot = "{folder}/storage"
runroot = "{run}/storage"
"""


def _podman_environment() -> dict[str, str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    # Paths of sockets are short, and what runs now is gone once the machine starts anew.
    name = hashlib.sha256(str(FOLDER).encode()).hexdigest()[:12]
    words = {"folder": str(FOLDER), "run": f"/run/labwright/{name}"}
    environment = dict(os.environ)
    for variable, text in (
        ("CONTAINERS_CONF", _CONTAINERS_CONF),
        ("CONTAINERS_STORAGE_CONF", _STORAGE_CONF),
    ):
        file = FOLDER / f"{variable.lower()}.toml"
        file.write_text(text.format_map(words), encoding="utf-8")
        environment[variable] = str(file)
    return environment


def _has_podman() -> bool:
    libraries = f"/usr/lib/podman:/usr/libexec/podman:{os.environ.get('PATH', '')}"
    needed = ("podman", "runc", "netavark", "aardvark-dns", "iptables")
    return all(shutil.which(name, path=f"{libraries}:/usr/sbin:/sbin") for name in needed)


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise EngineUnavailable(
            f"no container engine: install Docker, or as root {', '.join(PACKAGES)}"
        )
    print(f"Installing {', '.join(PACKAGES)} ...", file=sys.stderr, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    started = time.monotonic()
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
    try:
        for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
            left = INSTALL_SECONDS - (time.monotonic() - started)
            commands.run([*apt, *words], limit=left, environment=environment)
    except CommandError as error:
        raise EngineUnavailable(f"podman cannot be installed: {error}") from error


def _answers(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    try:
        commands.run(command, limit=60, environment=environment)
    except CommandError:
        return False
    return True
