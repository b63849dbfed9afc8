#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL and REDIS_URL it brings its own servers, kept in .local/."""

import os
import signal
import sys


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


def main() -> None:
    # From here on a TERM ends what was begun, in order and without a traceback; so does Ctrl-C while `up` begins.
    signal.signal(signal.SIGTERM, _end)
    if sys.argv[1:2] == ["up"]:
        signal.signal(signal.SIGINT, _end)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.local.servers import ServerError, servers

    try:
        with servers():
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
