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


def by_the_owner(*statements: str) -> None:
    """Runs the statements with the owner's rights, one by one: what stays, or what no transaction may hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        [role] = cursor.fetchone()
        cursor.execute("SET ROLE NONE")
        try:
            for statement in statements:
                cursor.execute(statement)
        finally:
            cursor.execute(f"SET ROLE {role}")


@contextmanager
def refusing(event: str, table: str, code: str) -> Iterator[None]:
    """PostgreSQL answers every INSERT or UPDATE of the table with this number, as of a full disk, say."""
    by_the_owner(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
        f" 'could not extend file \"base/16384/2619\": refused' USING ERRCODE = '{code}'; END $$",
        f"CREATE TRIGGER refuse BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()",
    )
    try:
        yield
    finally:
        by_the_owner("DROP FUNCTION refuse() CASCADE")
