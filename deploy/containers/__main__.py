"""`make images`, `make compose-up`, `make compose-down`, `make compose`."""

import sys
import time
from collections.abc import Callable, Sequence

from deploy.containers import engine, images
from deploy.containers.commands import CommandError
from deploy.containers.engine import EngineUnavailable
from deploy.containers.stack import Stack

PROJECT = "labwright"


def build() -> None:
    """Build the images, and say what was built."""
    found = engine.find()
    built = images.build(found)
    print(f"Built by {found.program}:")
    for image in built:
        print(f"  {image.name:<26} {image.size / 1e6:6.0f} MB {image.seconds:6.1f} s")


def up() -> None:
    """Start everything; the images must be there."""
    started = time.monotonic()
    stack = Stack(engine.find(), PROJECT)
    stack.up()
    print(f"Started in {time.monotonic() - started:.0f} s: {', '.join(stack.containers())}")


def down() -> None:
    """Stop and remove the containers; the data stay in their volumes."""
    Stack(engine.find(), PROJECT).down()


def compose(*words: str) -> None:
    """Any other compose command."""
    print(Stack(engine.find(), PROJECT).compose(*words), end="")


COMMANDS: dict[str, Callable[..., None]] = {
    "images": build,
    "up": up,
    "down": down,
    "compose": compose,
}


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands; 0 also where no engine is, which is said."""
    try:
        COMMANDS[arguments[0]](*arguments[1:])
    except EngineUnavailable as error:
        print(f"No containers here: {error}.")
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


sys.exit(main(sys.argv[1:]))
