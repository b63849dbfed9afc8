"""manage.py restore FOLDER: a backup into an empty installation, looked through."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, look_through, restore
from notifications.services import hold_mails


class Command(BaseCommand):
    help = (
        "Brings a backup into an empty installation and checks it. It holds its mails until `release_mails`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: Any) -> None:
        try:
            about = restore(folder)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        # Tables of a newer program, and the rights of the role it works with.
        call_command("migrate", interactive=False, verbosity=0)
        hold_mails()
        for sentence in look_through(about):
            self.stderr.write(sentence)
        call_command("verify_signatures", stdout=self.stdout, stderr=self.stderr)
        call_command("verify_runs", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(
            "Restored. People sign in, and codes they ask for leave; all other mails wait until somebody says so. Read"
            " in Messages what this copy owes, cancel what no longer holds, then let the rest leave with"
            " `manage.py release_mails`."
        )
