"""`manage.py demo`: fill an empty database with a program year in progress."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.owner import as_owner
from demo.build import build, is_demo_only, local_today


class Command(BaseCommand):
    help = "Fill an empty database with invented people and a program year in progress around today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same demo")
        parser.add_argument("--scale", type=int, default=1, help="50 makes 20,000 people, 8,000 placements")

    def handle(self, *, seed: int, scale: int, **options: Any) -> None:
        if not is_demo_only():
            raise CommandError("This database holds people already. The demo only fills an empty one.")
        if not 1 <= scale <= 500:
            raise CommandError("Choose a scale from 1 to 500.")
        # Only the owner of a table may tell the planner about it, and without that thousands of rows take long.
        with as_owner():
            build(seed=seed, scale=scale, today=local_today(), say=self.stdout.write)
