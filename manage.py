#!/usr/bin/env python
"""Django's command line, and `up`, which runs the product on one machine.

Without DATABASE_URL and REDIS_URL it brings its own servers, kept in .local/.
"""

import os
import signal
import sys


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def _django() -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def main() -> None:
    # From here on a TERM ends what was begun, in order and without a traceback; so does Ctrl-C while `up` begins.
    signal.signal(signal.SIGTERM, _end)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    up = sys.argv[1:2] == ["up"]
    if up:
        signal.signal(signal.SIGINT, _end)
    from config.variables import check, read

    check()
    if not up and read("DATABASE_URL", "") and read("REDIS_URL", ""):
        _django()
        return
    from config.local.servers import ServerError, servers

    try:
        with servers():
            if up:
                from config.local.up import run

                # Not Django: it would sit in memory for as long as the product runs.
                run()
            else:
                _django()
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
