"""`manage.py load_program`: the pathways, roles and cohorts of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from pathways.imports import load_program


class Command(BaseCommand):
    help = "Create the pathways, roles and cohorts that are missing. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_program()
        self.stdout.write(f"{new} new rows." if new else "Everything is there already.")
