"""Django's `flush`, by the owner of the tables: the application's role empties none."""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from common.owner import as_owner


class Command(Flush):
    def handle(self, **options: Any) -> None:
        with as_owner():
            super().handle(**options)
