"""What only the owner of the tables can do: looking past rights and guards inside the transaction of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SAID = "SELECT current_setting('role'), current_setting('session_replication_role')"
SAY = "SELECT set_config('role', %s, true), set_config('session_replication_role', %s, true)"


@contextmanager
def owners_rights(guards: str = "origin") -> Iterator[None]:
    """The block is the owner's: no right is missing, every guard watches. Such blocks may stand inside each other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SAID)
        role, watched = cursor.fetchone()
        cursor.execute(SAY, ["none", guards])
        yield
        # A superuser's setting goes first, while the owner may still speak.
        cursor.execute("SELECT set_config('session_replication_role', %s, true)", [watched])
        cursor.execute("SELECT set_config('role', %s, true)", [role])


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Nothing the block writes meets a guard, nor a check of foreign keys: the hand of a superuser."""
    with owners_rights(guards="replica"):
        yield
