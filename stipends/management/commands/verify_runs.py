"""manage.py verify_runs: hashes again what was calculated, approved and exported; exit 1 on a difference."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from stipends.models import AssistanceExport, ClaimExport, Export, StipendRun
from stipends.queries.verify import differences


class Command(BaseCommand):
    help = "Hashes lines, runs, approved claims and files again. Prints a line a difference; exit 1 if there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for sentence in differences():
            found += 1
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{found} differences.")
        files = Export.objects.count() + ClaimExport.objects.count() + AssistanceExport.objects.count()
        self.stdout.write(f"{StipendRun.objects.count()} runs and {files} files are what they were.")
