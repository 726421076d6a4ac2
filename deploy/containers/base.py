"""Makes the base image where none can be pulled: a small Debian with Python, by debootstrap."""

import os
import shutil
import tempfile
from pathlib import Path

from deploy.containers import commands
from deploy.containers.commands import CommandError
from deploy.containers.engine import Engine, EngineUnavailable

MADE = "localhost/labwright-base"
PULLED = "python:3.13-slim"
CONTENT = "python3,python3-venv,ca-certificates"
SECONDS = 600
# What Debian's tools leave behind and no image needs.
LEFTOVERS = ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "var/log")


def provide(engine: Engine) -> str:
    """The base image: the one named by BASE, the usual one, or one made here, once.

    Raises:
        EngineUnavailable: this is no Debian, or not root, or its packages cannot be fetched.
    """
    given = os.environ.get("BASE")
    if given or engine.pulls:
        return given or PULLED
    if not engine.has(MADE):
        _make(engine)
    return MADE


def _make(engine: Engine) -> None:
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        raise EngineUnavailable(
            "no base image: set BASE to one that podman can pull, or as root install debootstrap"
        )
    with tempfile.TemporaryDirectory(prefix="labwright-base-") as folder:
        root, archive = Path(folder, "root"), Path(folder, "root.tar")
        options = ["--variant=minbase", f"--include={CONTENT}"]
        suite = _suite()
        try:
            _call("debootstrap", *options, suite, str(root), *_mirror(suite))
        except CommandError as error:
            raise EngineUnavailable(f"no base image can be made: {error}") from error
        left_out = [f"--exclude=./{name}/*" for name in LEFTOVERS]
        _call("tar", "-C", str(root), "--numeric-owner", *left_out, "-cf", str(archive), ".")
        engine.run("import", "--quiet", str(archive), MADE)


def _suite() -> str:
    """This machine's own release of Debian."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    fields = dict(line.split("=", 1) for line in lines if "=" in line)
    return fields.get("VERSION_CODENAME", "stable").strip('"')


def _mirror(suite: str) -> list[str]:
    """Where this machine fetches its packages; none leaves the choice to debootstrap."""
    words = ("$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages")
    for line in _call("apt-get", "indextargets", "--format", *words).splitlines():
        address, _, place = line.partition(" ")
        if place == f"{suite} main":
            return [address]
    return []


def _call(*command: str) -> str:
    return commands.run(command, limit=SECONDS)
