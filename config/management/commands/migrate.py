"""Django's `migrate`, by the owner of the tables; then the application's role gets its rights."""

from typing import Any

from django.core.management import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from common.owner import as_owner, has_owner
from config import rights

ONE_ROLE = (
    "DATABASE_OWNER_URL is not set, so the tables belong to the role the application works as, and it could switch"
    " their guards off. docs/deploy.md says how two roles are set up."
)

HALF_WAY = (
    "This database stands between two steps that are one step here. Nothing was changed. Bring it to its last step with"
    " the program it is of, as docs/deploy.md says under “A database of an older program”; then come back."
)


class Command(Migrate):
    def execute(self, *args: Any, **options: Any) -> Any:
        # Django's checks before the work connect as well, and at first nobody but the owner can.
        with as_owner():
            rights.make_role()
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        if half_way():
            raise CommandError(HALF_WAY)
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            rights.give()
        if not has_owner():
            self.stderr.write(self.style.WARNING(ONE_ROLE))


def half_way() -> bool:
    """Whether an app of this database took steps that are gone, but not all of those that are one now."""
    disk = MigrationLoader(None).disk_migrations
    done = set(MigrationRecorder(connection).applied_migrations())
    took = {app for app, _ in done - set(disk)}
    return any(
        app in took and not done.issuperset(one.replaces)
        for (app, name), one in disk.items()
        if one.replaces and (app, name) not in done
    )
