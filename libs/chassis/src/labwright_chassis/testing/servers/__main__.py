"""`python -m labwright_chassis.testing.servers [--data-dir DIR]`: both servers until a signal.

Prints the URL of the database administrator and that of the broker, one line each.
"""

import argparse
import signal
import sys
from pathlib import Path

from labwright_chassis.testing.servers import ServerUnavailable, broker_server, database_server


def main() -> None:
    """Start both, print their URLs, stop both on SIGINT or SIGTERM; status 1 without servers."""
    parser = argparse.ArgumentParser(prog="python -m labwright_chassis.testing.servers")
    parser.add_argument("--data-dir", type=Path, help="where the data stay; temporary without")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        with (
            database_server(data_dir=options.data_dir) as database,
            broker_server(data_dir=options.data_dir) as broker,
        ):
            print(database.admin_url, broker.url(), sep="\n", flush=True)
            signal.pause()
    except ServerUnavailable as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
