"""What `manage.py up` needs of Django before it starts the rest: tables, the demo, and the words of the welcome."""

import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.owner import as_owner
from config import rights
from config.welcome import welcome


class Command(BaseCommand):
    help = "Make the tables, and the demo's people when DEMO=1 and there is nobody. Prints what to try at ADDRESS."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="where the product will be")

    def handle(self, *, address: str, **options: object) -> None:
        """Progress goes to stderr, the welcome to stdout."""
        with as_owner():
            with connection.cursor() as cursor:
                # Both may take longer than a page may.
                cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
            self._make_tables()
            if settings.DEMO and not get_user_model()._default_manager.exists():
                self._say("Loading the demo (a program year of invented people) ...")
                call_command("demo", stdout=sys.stderr)
        self.stdout.write("\n".join(welcome(address)))

    def _make_tables(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        else:
            rights.make_role()
            rights.give()

    def _say(self, words: str) -> None:
        print(words, file=sys.stderr, flush=True)
