"""manage.py retention [--apply]: what is kept no longer; counted, or taken off."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from common.counting import agreeing, counted
from common.owner import as_owner
from dashboard.services import past, take_off
from dashboard.services.keeping import Past

NOTHING_YET = "Nothing was changed; --apply takes it off."


class Command(BaseCommand):
    help = (
        "Says how many rows hold what is kept no longer (docs/data.md says how long that is). With --apply it is taken "
        "off, for good: words between two people three years after their program year, and rows only machines read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--apply", action="store_true", help="take it off; nothing brings it back but a backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        do: Callable[[date], list[Past]] = take_off if options["apply"] else past
        with as_owner():
            found = do(timezone.localdate())
        for one in found:
            what = f"words in {', '.join(one.words)}" if one.words else "rows only machines read"
            self.stdout.write(f"{one.label}: {counted(one.rows, 'row')} ({what})")
        rows = sum(one.rows for one in found)
        were, are = agreeing(rows, "was", "were"), agreeing(rows, "is", "are")
        done = f"{were} taken off." if options["apply"] else f"{are} past their time. {NOTHING_YET}"
        self.stdout.write(f"{counted(rows, 'row')} {done}")
