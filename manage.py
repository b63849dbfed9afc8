#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL and REDIS_URL it brings its own servers, kept in .local/."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.local import ServerError, servers

    try:
        with servers():
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
