"""Re-hash everything that was signed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.models import CommitmentRecord, Signature
from applications.queries.evidence import differences as of_commitments
from fellows.models import AgreementSignature
from fellows.queries.evidence import differences as of_agreements


class Command(BaseCommand):
    help = "Checks every frozen text and every signature again; exit 1 on a difference."

    def handle(self, *args: Any, **options: Any) -> None:
        found = [*of_commitments(), *of_agreements()]
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{len(found)} differences.")
        signatures, records = Signature.objects.count(), CommitmentRecord.objects.count()
        self.stdout.write(f"{signatures} signatures on {records} records: all as they were signed.")
        if agreements := AgreementSignature.objects.count():
            self.stdout.write(f"{agreements} signatures on service agreements: all as they were signed.")
