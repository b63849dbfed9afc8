"""The application's role in the database: what it may do, and every door it might look for."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from common.owner import as_owner
from config import rights

# Rows of these are written once. A new one belongs here, and its guard takes the rights.
APPEND_ONLY = {
    "applications_applicationevent",
    "applications_commitmentrecord",
    "applications_pulseanswer",
    "applications_pulseevent",
    "applications_pulsepairevent",
    "applications_recommendation",
    "applications_renewaldeclined",
    "applications_renewalinvitation",
    "applications_signature",
    "applications_signaturevoid",
    "coaching_cycleevent",
    "coaching_supportevent",
    "fellows_agreementsignature",
    "fellows_assistancebudget",
    "fellows_awardevent",
    "fellows_alumnianswer",
    "fellows_cohortplanevent",
    "fellows_fellowevent",
    "fellows_fieldworkevent",
    "fellows_outcomesnapshot",
    "fellows_paperservice",
    "fellows_serviceagreement",
    "fellows_servicerecordevent",
    "fellows_uclastep",
    "notifications_messageevent",
    "notifications_reminderruleevent",
    "pathways_deliverableevent",
    "pathways_evidencefile",
    "pathways_engagementanswer",
    "pathways_goalevent",
    "pathways_goalnote",
    "pathways_notetakenback",
    "pathways_offeringevent",
    "pathways_offeringversion",
    "pathways_placementevent",
    "pathways_programeventline",
    "pathways_programyearevent",
    "pathways_scopeevent",
    "pathways_signedpaper",
    "pathways_takenover",
    "people_apart",
    "people_importanswer",
    "people_importevent",
    "people_merge",
    "people_mergedrow",
    "people_personevent",
    "people_welcome",
    "seminars_attendancechange",
    "seminars_resourceevent",
    "seminars_sessionevent",
    "stipends_accountcode",
    "stipends_assistancebatch",
    "stipends_assistanceconfirmation",
    "stipends_assistanceexport",
    "stipends_assistanceexportdownload",
    "stipends_assistanceline",
    "stipends_assistancereturn",
    "stipends_budgetrow",
    "stipends_claimbatch",
    "stipends_claimconfirmation",
    "stipends_cameback",
    "stipends_claimevent",
    "stipends_claimexport",
    "stipends_claimexportdownload",
    "stipends_disputeevent",
    "stipends_export",
    "stipends_exportdownload",
    "stipends_layoutcolumn",
    "stipends_fundevent",
    "stipends_lineconfirmation",
    "stipends_paydayevent",
    "stipends_policyexamples",
    "stipends_overpaymentevent",
    "stipends_refusedline",
    "stipends_runrefusal",
    "stipends_statementchange",
    "stipends_stipendpolicyevent",
    "stipends_stipendrunevent",
    "stipends_takenoff",
}
NO_DELETE = {
    "coaching_actionstep",
    "coaching_coachedpeer",
    "coaching_consent",
    "coaching_recording",
    "coaching_seeninrecording",
    "coaching_coachedteacher",
    "coaching_hostedseminar",
    "coaching_peervisit",
    "coaching_seminarvisitor",
    "coaching_releasetime",
    "coaching_schoolwidepd",
    "coaching_teachercycle",
    "applications_commitmentpulse",
    "applications_pulsepair",
    "coaching_leaderscoach",
    "coaching_supportword",
    "coaching_visit",
    "fellows_award",
    "fellows_fellowtakenover",
    "fellows_milestoneproof",
    "fellows_paperagreement",
    "fellows_paperscan",
    "pathways_earlieryear",
    "pathways_engagementassessment",
    "pathways_feeder",
    "applications_signaturechain",
    "fellows_agreementchain",
    "fellows_agreementversion",
    "seminars_resource",
    "stipends_budget",
    "stipends_dispute",
    "stipends_fund",
    "stipends_namedsubstitute",
    "stipends_payrolllayout",
    "stipends_schoolallowance",
    "stipends_overpayment",
    "stipends_stipendrun",
    "stipends_substituteclaim",
    "stipends_substituteterms",
}
NO_UPDATE = {"stipends_stipendline"}
DENIED = "permission denied|must be owner|must be able to SET ROLE"


@pytest.fixture
def application(db: None) -> Iterator[Any]:
    """A cursor of the role web and worker sign in as."""
    server = {**connection.settings_dict, **settings.DATABASE_APPLICATION}
    line = psycopg2.connect(
        dbname=server["NAME"],
        user=server["USER"],
        password=server["PASSWORD"],
        host=server["HOST"],
        port=server["PORT"],
    )
    line.autocommit = True
    with line.cursor() as cursor:
        yield cursor
    line.close()


def test_tests_have_the_rights_of_the_application(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (settings.DATABASE_APPLICATION["USER"],)


def test_the_role_is_nobody_special_and_owns_nothing(application: Any) -> None:
    application.execute(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,"
        # The test's own (conftest.py), which the product's role has not.
        " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid AND roleid <> 'pg_read_all_stats'::regrole),"
        " (SELECT count(*) FROM pg_class WHERE relowner = r.oid),"
        " (SELECT count(*) FROM pg_proc WHERE proowner = r.oid)"
        " FROM pg_roles r WHERE rolname = current_user"
    )
    assert application.fetchone() == (False, False, False, False, False, 0, 0, 0)


def test_the_role_has_exactly_the_rights_it_should_on_every_table_and_column(application: Any) -> None:
    every = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    has = ", ".join(f"has_table_privilege(c.oid, '{right}')" for right in every)
    application.execute(
        f"SELECT relname, {has} FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm')"
        " AND relnamespace = 'public'::regnamespace"
    )
    found = {
        name: {right for right, granted in zip(every, held, strict=True) if granted}
        for name, *held in application.fetchall()
    }
    expected = {model._meta.db_table: {"SELECT", "INSERT", "UPDATE", "DELETE"} for model in _models()}
    for table in APPEND_ONLY | {"django_admin_log"}:
        expected[table] = {"SELECT", "INSERT"}
    for table in NO_DELETE:
        expected[table] = {"SELECT", "INSERT", "UPDATE"}
    for table in NO_UPDATE:
        expected[table] = {"SELECT", "INSERT", "DELETE"}
    for table in ("django_migrations", "django_content_type", "auth_permission"):
        expected[table] = {"SELECT"}
    assert found == expected
    application.execute(
        "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid"
        " WHERE attacl IS NOT NULL AND relnamespace = 'public'::regnamespace"
    )
    assert application.fetchone() == (0,)


def _models() -> list[Any]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def test_whatever_a_guard_refuses_without_a_condition_the_role_has_no_right_to(application: Any) -> None:
    # Read from the database, not from the models: a guard that stays behind in a migration counts too.
    application.execute(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgqual IS NULL AND p.prosrc ~ '^\\s*BEGIN\\s+RAISE EXCEPTION'"
        " AND (has_table_privilege(c.oid, 'UPDATE') AND t.tgtype & 16 > 0"
        "   OR has_table_privilege(c.oid, 'DELETE') AND t.tgtype & 8 > 0)"
    )
    assert application.fetchall() == []
    application.execute(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal AND t.tgqual IS NULL"
        " AND p.prosrc ~ '^\\s*BEGIN\\s+RAISE EXCEPTION' AND t.tgtype & 24 = 24"
    )
    assert {name for (name,) in application.fetchall()} == APPEND_ONLY


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
@pytest.mark.parametrize(
    "words",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "ALTER TABLE {} RENAME TO elsewhere",
        "DROP TABLE {} CASCADE",
        "CREATE TRIGGER door BEFORE UPDATE ON {} EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
        "CREATE RULE door AS ON INSERT TO {} DO INSTEAD NOTHING",
        "MERGE INTO {0} USING {0} other ON {0}.id = other.id WHEN MATCHED THEN DELETE",
        "SELECT 1 FROM {} FOR UPDATE",
    ],
)
def test_no_statement_of_the_role_changes_an_append_only_table(
    application: Any, table: str, words: str
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege, match=DENIED):
        application.execute(words.format(table))


def test_the_role_drops_and_rewrites_no_guard(application: Any) -> None:
    application.execute(
        "SELECT tgname, tgrelid::regclass::text, tgfoid::regproc::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    guards = application.fetchall()
    assert len(guards) > len(APPEND_ONLY)
    for guard, table, function in guards:
        for words in (
            f"DROP TRIGGER {guard} ON {table}",
            f"ALTER TABLE {table} DISABLE TRIGGER {guard}",
            f"ALTER FUNCTION {function}() SET search_path = pg_temp",
            f"DROP FUNCTION {function}() CASCADE",
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                application.execute(words)


@pytest.mark.parametrize(
    "words",
    [
        "SET session_replication_role = replica",
        "ALTER ROLE CURRENT_USER SET session_replication_role = replica",
        "ALTER ROLE CURRENT_USER SUPERUSER",
        "SET ROLE {owner}",
        "SET SESSION AUTHORIZATION {owner}",
        "GRANT {owner} TO CURRENT_USER",
        "CREATE TABLE elsewhere (id int)",
        "CREATE SCHEMA elsewhere",
        "CREATE TEMPORARY TABLE stipends_stipendrun (id int, state text)",
        "CREATE FUNCTION public.door() RETURNS int AS 'SELECT 1' LANGUAGE sql",
        "CREATE EXTENSION dblink",
        "COPY people_user TO PROGRAM 'cat'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
        "DELETE FROM django_admin_log",
    ],
)
def test_no_door_leads_past_the_guards(application: Any, words: str) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        application.execute(words.format(owner=settings.DATABASE_OWNER["USER"]))


def test_a_role_that_could_switch_guards_off_is_refused_in_words(db: None, settings: Any) -> None:
    settings.DATABASE_APPLICATION = {**settings.DATABASE_APPLICATION, "USER": settings.DATABASE_OWNER["USER"]}
    with pytest.raises(CommandError, match="may do more than an application needs"):
        rights.make_role()


@pytest.mark.django_db(transaction=True)
def test_rights_given_by_mistake_are_taken_back_by_the_next_migration(application: Any) -> None:
    name = settings.DATABASE_APPLICATION["USER"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"GRANT ALL ON applications_signature TO {name}; GRANT ALL ON fellows_fellowevent TO PUBLIC"
        )
    application.execute("DELETE FROM applications_signature WHERE false")
    with as_owner():
        rights.give()
    for table in ("applications_signature", "fellows_fellowevent"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            application.execute(f"DELETE FROM {table}")


@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_by_the_owner_alone(application: Any) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        application.execute("TRUNCATE people_user CASCADE")
    call_command("flush", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (name_of_application(),)


def name_of_application() -> str:
    return str(settings.DATABASE_APPLICATION["USER"])
