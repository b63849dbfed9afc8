"""Tables as they were before a migration, to try what it carries over."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command

from tests.owner import by_the_owner


def migrate(*to: str) -> None:
    """As the owner of the tables does it, rights included: to this migration of an app, else all to their last."""
    call_command("migrate", *to, verbosity=0)


@contextmanager
def column_of_today(table: str, column: str) -> Iterator[None]:
    """In the block an older table has an empty column of numbers that factories of today write."""
    by_the_owner(f"ALTER TABLE {table} ADD COLUMN {column} bigint")
    try:
        yield
    finally:
        by_the_owner(f"ALTER TABLE {table} DROP COLUMN {column}")


@contextmanager
def tables_before(app: str, name: str) -> Iterator[None]:
    """In the block the tables of the app are those that this migration left; after it they are today's again, with
    the rows the block made: those of other apps, too, whose migrations went back with it. For tests with
    `transaction=True`."""
    migrate(app, name)
    try:
        yield
    finally:
        migrate()
