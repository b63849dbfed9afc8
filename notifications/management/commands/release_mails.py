"""manage.py release_mails: what a restored copy still owed may leave."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.services import release_kept_back


class Command(BaseCommand):
    help = "Lets the mails leave that a restored copy still owed. Cancel before what no longer holds."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{release_kept_back()} mails may leave now.")
