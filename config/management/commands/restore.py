"""manage.py restore FOLDER: a backup into an empty installation, looked through."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, restore


class Command(BaseCommand):
    help = "Brings a backup into an empty installation, checks it, and keeps back the mails it still owed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: Any) -> None:
        try:
            told = restore(folder)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        # Tables of a newer program, and the rights of the role it works with.
        call_command("migrate", interactive=False, verbosity=0)
        for sentence in told:
            self.stderr.write(sentence)
        call_command("verify_signatures", stdout=self.stdout, stderr=self.stderr)
        call_command("verify_runs", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(
            "Restored. Mails it still owed are kept back: read them in the outbox, cancel what no longer holds, then"
            " let the others leave with `manage.py release_mails`."
        )
