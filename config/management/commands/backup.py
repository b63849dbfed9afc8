"""manage.py backup FOLDER: the database and the files of one moment."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, back_up, missing_files


class Command(BaseCommand):
    help = "Writes database and files of one moment into a folder that is not there yet. Keys are kept elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, folder: Path, **options: Any) -> None:
        try:
            about = back_up(folder)
        except (BackupError, OSError) as error:
            raise CommandError(f"{error} No complete backup was made.") from error
        for name in missing_files():
            self.stderr.write(f"A row names {name}, which was not in store before this backup either.")
        self.stdout.write(
            f"Backed up to {folder}: the database and {about['files']} files. Keep SIGNATURE_KEY and SECRET_KEY"
            " apart from it: they are not in it, and without SIGNATURE_KEY no signature can be checked."
        )
