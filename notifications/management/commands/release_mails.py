"""manage.py release_mails: a restored copy may send mails from now on."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.services import release_mails


class Command(BaseCommand):
    help = "Lets mails leave a restored copy: what it owed, and what it owes since. Cancel first what no longer holds."

    def handle(self, **options: Any) -> None:
        number = release_mails()
        if number is None:
            self.stdout.write("No mails were held.")
        else:
            mails = "1 mail may" if number == 1 else f"{number} mails may"
            self.stdout.write(f"{mails} leave now, and others from now on.")
