"""Guards have no door: no session sets one aside, and none is led to another table than the one it guards."""

import pgtrigger
import pytest
from django.db import DatabaseError, connection

from common.guards import Guard
from tests.factories.stipends import approved_line
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db


def test_every_trigger_of_ours_is_a_guard() -> None:
    assert [
        trigger.get_uri(model) for model, trigger in pgtrigger.registered() if not isinstance(trigger, Guard)
    ] == []


def test_no_trigger_in_the_database_can_be_ignored_or_led_astray() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, p.prosrc ILIKE '%ignore%', p.proconfig, tgenabled FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal"
        )
        installed = cursor.fetchall()
    expected = {trigger.get_pgid(model) for model, trigger in pgtrigger.registered()}
    # What leads to the account that stays is made by a migration of its own (tests/architecture/test_person_links.py).
    ours = {name for name, *_ in installed if not name.startswith("follows_a_merge_")}
    assert ours == expected
    assert {(*rest[:1], *rest[1], rest[2]) for _, *rest in installed} == {
        (False, "search_path=pg_catalog, public, pg_temp", "O")
    }


def every_guard() -> str:
    names = [trigger.get_pgid(model) for model, trigger in pgtrigger.registered()]
    return f"SET LOCAL pgtrigger.ignore = '{{{','.join(names)}}}'"


def say(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("UPDATE stipends_stipendrun SET total_cents = 1", "an approved run does not change"),
        ("UPDATE stipends_stipendline SET amount_cents = 1", "a line is written once"),
        ("DELETE FROM stipends_stipendline", "a line of a locked run does not change"),
        ("DELETE FROM stipends_stipendrun", "a run is made void, not deleted"),
        ("UPDATE pathways_programyear SET label = '2099-00'", "what it was paid by stays"),
        ("UPDATE stipends_stipendrunevent SET note = 'x'", "rows of this table stay as they are"),
    ],
)
def test_a_session_that_says_ignore_is_ignored(words: str, refusal: str) -> None:
    line = approved_line()
    line.run.events.create(action="approve", by=line.run.approved_by, at=line.run.approved_at)
    with pytest.raises(DatabaseError, match=refusal), owners_rights():
        say(every_guard(), words)


@pytest.mark.parametrize(
    "words",
    [
        "CREATE TEMPORARY TABLE stipends_stipendrun (id bigint, state text, year_id bigint, kind text)",
        "CREATE SCHEMA astray; CREATE TABLE astray.stipends_stipendrun (id bigint, state text, year_id bigint,"
        " kind text); SET LOCAL search_path = astray, public",
    ],
)
def test_a_table_of_the_same_name_does_not_lead_a_guard_astray(words: str) -> None:
    approved_line()
    # The application's role may not even make such a table; the owner may, and is refused all the same.
    with pytest.raises(DatabaseError, match="a line of a locked run does not change"), owners_rights():
        say(words, "DELETE FROM public.stipends_stipendline")
