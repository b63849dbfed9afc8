"""Fill a database of the bench, or say by the exit code whether it is filled and current."""

import argparse
import sys
from datetime import timedelta

import django
import time_machine


def _is_current() -> bool:
    from django.db import Error, connection
    from django.db.migrations.executor import MigrationExecutor

    from applications.models import Application

    try:
        executor = MigrationExecutor(connection)
        unapplied = executor.migration_plan(executor.loader.graph.leaf_nodes())
        return not unapplied and Application.objects.exists()
    except Error:
        return False


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--scale", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    if options.check:
        sys.exit(0 if _is_current() else 1)
    from common.owner import as_owner

    with as_owner():
        _without_limits()
        _build(options.scale)


def _without_limits() -> None:
    """For migrations and VACUUM, which take longer than any page may; the demo sees to itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")


def _build(scale: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from common.clock import day_begins
    from demo import build as demo
    from demo.calendar import year_start

    call_command("migrate", verbosity=0)
    # Ten days before its end the year has all its marks.
    end = year_start(demo.local_today())
    today = end.replace(year=end.year + 1, month=6, day=20)
    # Some services the demo asks look at the clock.
    with time_machine.travel(day_begins(today) + timedelta(hours=12)):
        demo.build(seed=1, scale=scale, today=today, say=lambda words: None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
