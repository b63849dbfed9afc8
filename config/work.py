"""`python -m config.work work` or `codes`: a worker of Celery on that lane, until asked to stop.

As `celery -A config worker` with WORKS_ON and the options that fit the lane. The command line of Celery would hold
nine megabytes in every worker for commands nobody gives it.
"""

import argparse
import socket
import sys

from config.variables import give

# One process alone sends codes, and waits for nothing else.
ALONE = "codes"


def main() -> int:
    """Works until it is stopped; answers the code to exit with."""
    parser = argparse.ArgumentParser(description="Work on what waits in a lane.")
    parser.add_argument("lane", choices=["work", "codes", "both"])
    parser.add_argument("--concurrency", type=int, default=2, help="processes; the lane of codes has one")
    parser.add_argument("--loglevel", default="warning", choices=["debug", "info", "warning", "error"])
    asked = parser.parse_args()
    give("WORKS_ON", asked.lane)
    from config.celery import app

    alone = asked.lane == ALONE
    worker = app.Worker(
        hostname=f"{'courier' if alone else 'celery'}@{socket.gethostname()}",
        pool_cls="solo" if alone else "prefork",
        concurrency=1 if alone else asked.concurrency,
        loglevel=asked.loglevel.upper(),
        without_gossip=True,
        without_mingle=True,
        quiet=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    sys.exit(main())
