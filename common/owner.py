"""The two roles of the database: the owner makes tables and guards, the application only works in them.

A trigger is no promise to whoever can switch it off, so web, worker and beat never hold the owner's name.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def has_owner() -> bool:
    """Whether this process was given an owner apart from the application's role."""
    return bool(settings.DATABASE_OWNER)


@contextmanager
def as_owner() -> Iterator[None]:
    """What the block says to the database, the owner says. For commands that change the schema or empty it.

    The connection is closed before and after, so it must not be in a transaction. Without an owner of its own
    the process stays what it is.
    """
    mine = connection.settings_dict
    owner = {**mine, **settings.DATABASE_OWNER}
    if owner == mine:
        yield
        return
    connection.validate_no_atomic_block()
    # Of this thread alone: what others connect as stays.
    connection.close()
    connection.settings_dict = owner
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = mine
