"""Django's `migrate`, by the owner of the tables; then the application's role gets its rights."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from common.owner import as_owner, has_owner
from config import rights

ONE_ROLE = (
    "DATABASE_OWNER_URL is not set, so the tables belong to the role the application works as, and it could switch"
    " their guards off. docs/deploy.md says how two roles are set up."
)


class Command(Migrate):
    def execute(self, *args: Any, **options: Any) -> Any:
        # Django's checks before the work connect as well, and at first nobody but the owner can.
        with as_owner():
            rights.make_role()
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            rights.give()
        if not has_owner():
            self.stderr.write(self.style.WARNING(ONE_ROLE))
