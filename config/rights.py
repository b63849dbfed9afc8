"""What the application's role may do in the database: read and write rows, and of guarded tables only what no guard
refuses anyway. It owns nothing, so it switches no trigger off."""

from collections import defaultdict
from collections.abc import Mapping

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from common.guards import Stay
from common.owner import has_owner

ALL = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})
READ = frozenset({"SELECT"})
# Tables of libraries that have no guard of ours: what migrations write is theirs alone, and a log only grows.
OF_LIBRARIES = {
    "django_migrations": READ,
    "django_content_type": READ,
    "auth_permission": READ,
    "django_admin_log": frozenset({"SELECT", "INSERT"}),
}
STRONG = """
SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
       OR pg_has_role(rolname, current_user, 'MEMBER')
       OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relnamespace = 'public'::regnamespace)
FROM pg_roles WHERE rolname = %s
"""


def of_tables() -> dict[str, frozenset[str]]:
    """The rights of the application's role, by table: nothing that a guard without a condition refuses."""
    refused: dict[str, set[str]] = defaultdict(set)
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, Stay) and trigger.condition is None and trigger.operation is not None:
            refused[model._meta.db_table] |= {str(one) for one in trigger.operation}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table: ALL - refused[table] for table in tables} | OF_LIBRARIES


def application() -> str:
    """The name of the application's role."""
    return str(settings.DATABASE_APPLICATION["USER"])


def make_role() -> None:
    """Create the application's role where it is missing. To be called as the owner, before the tables are made.

    Raises CommandError when the role could do what only the owner should.
    """
    if not has_owner():
        return
    name = application()
    with connection.cursor() as cursor:
        cursor.execute(STRONG, [name])
        found = cursor.fetchone()
        if found is None:
            _create(name)
        elif found[0]:
            raise CommandError(
                f"The role {name} of DATABASE_URL may do more than an application needs: it owns tables, or is a"
                " superuser, or may make roles. Give DATABASE_URL a name of its own, and keep this one for"
                " DATABASE_OWNER_URL."
            )
        _keep_password(name)


def _create(name: str) -> None:
    # Roles belong to all databases of a server: another migration may make it at this moment.
    with connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN CREATE ROLE {_quoted(name)} LOGIN;"
            " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )


def _keep_password(name: str) -> None:
    """The one of DATABASE_URL, so that changing it there and migrating is all. Only a superuser sets passwords here;
    elsewhere whoever made the role did."""
    password = settings.DATABASE_APPLICATION["PASSWORD"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if password and cursor.fetchone()[0]:
            cursor.execute(f"ALTER ROLE {_quoted(name)} PASSWORD %s", [password])


@transaction.atomic
def give() -> None:
    """Give the application's role its rights, and nothing else. To be called as the owner; again changes nothing."""
    if not has_owner():
        return
    role = _quoted(application())
    with connection.cursor() as cursor:
        cursor.execute(
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {role};"
            f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {role};"
            f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}; GRANT USAGE ON SCHEMA public TO {role};"
            # A temporary table would be found before the real one of its name.
            f"REVOKE TEMPORARY ON DATABASE {_quoted(str(connection.settings_dict['NAME']))} FROM PUBLIC, {role};"
        )
        # Of a schema that stops at an earlier migration some are not there.
        there = set(connection.introspection.table_names(cursor))
        wanted = {table: rights for table, rights in of_tables().items() if table in there}
        for rights, tables in _grouped(wanted).items():
            names = ", ".join(map(_quoted, sorted(tables)))
            cursor.execute(f"GRANT {', '.join(sorted(rights))} ON {names} TO {role}")


def _grouped(rights: Mapping[str, frozenset[str]]) -> dict[frozenset[str], list[str]]:
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for table, allowed in rights.items():
        groups[allowed].append(table)
    return groups


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
