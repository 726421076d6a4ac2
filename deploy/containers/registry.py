"""How the machine's own pip reaches its registry, for the package installers in a build.

The committed files name no registry: what this machine is told, by its environment or by pip's
configuration files, is handed to the build as secrets, which stay in no image.
"""

import ast
import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.containers import commands
from deploy.containers.commands import CommandError

# pip's option, and the variables by which pip and uv are told in the build.
OPTIONS = {
    "index-url": ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
    "extra-index-url": ("PIP_EXTRA_INDEX_URL", "UV_INDEX"),
    "trusted-host": ("PIP_TRUSTED_HOST", "UV_INSECURE_HOST"),
    "proxy": ("HTTPS_PROXY", "HTTP_PROXY"),
}
PASSED_ON = (
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
    "UV_INDEX",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "NPM_CONFIG_REGISTRY",
)
CERTIFICATES = ("PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


@contextmanager
def secrets() -> Iterator[list[str]]:
    """Arguments of a build, with the two secrets that `install-packages` reads."""
    with tempfile.TemporaryDirectory(prefix="labwright-registry-") as folder:
        file = Path(folder, "registry")
        file.touch(mode=0o600)
        file.write_text(_exports(_variables()), encoding="utf-8")
        arguments = [f"--secret=id=registry,src={file}"]
        bundle = next((os.environ[name] for name in CERTIFICATES if name in os.environ), None)
        if bundle is not None and Path(bundle).is_file():
            arguments.append(f"--secret=id=certificates,src={bundle}")
        yield arguments


def _variables() -> dict[str, str]:
    found = {}
    for option, value in _pip_configuration():
        for variable in OPTIONS.get(option, ()):
            # A folder of this machine is none in the build.
            found[variable] = " ".join(word for word in value.split() if "file:" not in word)
    found |= {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {name: value for name, value in found.items() if value}


def _pip_configuration() -> Iterator[tuple[str, str]]:
    """Option and value, the stronger sources last."""
    try:
        lines = commands.run([sys.executable, "-m", "pip", "config", "list"], limit=60)
    except CommandError:
        return
    for line in sorted(lines.splitlines(), key=lambda line: line.startswith(":env:")):
        name, _, value = line.partition("=")
        yield name.rpartition(".")[2], ast.literal_eval(value)


def _exports(variables: dict[str, str]) -> str:
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
