"""`make fuzz`: longer than in the tests, and each time with other requests."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.dev.one_process import standalone
from tests.fuzz.run import fuzz


def main() -> None:
    """Fuzz a lab of its own; exit 1 with what was found."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    arguments, extra = parser.parse_known_args()
    with (
        tempfile.TemporaryDirectory(prefix="labwright-fuzz-") as name,
        standalone(Path(name)) as address,
    ):
        found = fuzz(address, seconds=arguments.seconds, folder=Path(name), extra=extra)
    print(found or f"Nothing found in {arguments.seconds} seconds.")
    sys.exit(1 if found else 0)


main()
