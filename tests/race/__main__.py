"""`python -m tests.race --seconds 60`: the race proof on SQLite and on MariaDB."""

import argparse
import tempfile

from labwright_chassis.testing.servers import database_server
from tests.race.run import Outcome, run


def main() -> None:
    """Race on both databases; exit 1 when anything was found."""
    options = _options()
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder, database_server() as server:
        for name, url in (
            ("sqlite", f"sqlite:///{folder}/race.sqlite3"),
            ("mariadb", server.create_database("race")),
        ):
            if options.database not in (name, "both"):
                continue
            outcome = run(
                url,
                seconds=options.seconds,
                processes=options.processes,
                kills=options.kills,
                seed=options.seed,
            )
            print(f"{name}: {outcome}", *outcome.verdict.findings, sep="\n  ", flush=True)
            outcomes.append(outcome)
    failed = [o for o in outcomes if not o.verdict.clean or o.failures]
    raise SystemExit(1 if failed else 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", choices=("sqlite", "mariadb", "both"), default="both")
    return parser.parse_args()


main()
