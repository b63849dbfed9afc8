"""Owe the reminders that are due. The outbox sends them."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from common.clock import LOS_ANGELES
from dashboard.reminders import owe_all
from notifications.services import by_itself

YEARS = range(2000, 2101)


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise ArgumentTypeError(f"{text!r} is no moment. Write it like 2026-03-01T08:00.")
    if moment.year not in YEARS:
        raise ArgumentTypeError(f"Choose a moment between the years {YEARS[0]} and {YEARS[-1]}.")
    return moment if moment.tzinfo else moment.replace(tzinfo=LOS_ANGELES)


class Command(BaseCommand):
    help = "Owe every reminder that is due; run twice, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", type=_moment, help="as if it were then (Los Angeles time)")
        parser.add_argument("--dry-run", action="store_true", help="count, and owe nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        with by_itself():
            counts = owe_all(options["at"] or timezone.now())
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
        if options["dry_run"]:
            transaction.set_rollback(True)
            self.stdout.write("Dry run: nothing was kept.")
