"""Re-hash everything that was signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.models import CommitmentRecord, Signature
from applications.queries.evidence import differences


class Command(BaseCommand):
    help = "Checks every frozen text and every signature again; exit 1 on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences.")
        signatures, records = Signature.objects.count(), CommitmentRecord.objects.count()
        self.stdout.write(f"{signatures} signatures on {records} records: all as they were signed.")
