"""A database whose tables were made by the steps that are one now."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.management.commands.migrate import half_way
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db(transaction=True)


def steps() -> dict[tuple[str, str], Any]:
    return MigrationLoader(None).disk_migrations


def know(of: set[tuple[str, str]]) -> None:
    """The database says that these were applied, and no others."""
    with owners_rights():
        recorder = MigrationRecorder(connection)
        recorder.migration_qs.all().delete()
        for app, name in sorted(of):
            recorder.record_applied(app, name)


@pytest.fixture
def of_before() -> Iterator[set[tuple[str, str]]]:
    """The tables are today's, and the database knows of the old steps alone; which those are."""
    now = applied()
    old = {step for one in steps().values() for step in one.replaces}
    know((now - {name for name, one in steps().items() if one.replaces}) | old)
    yield old
    know(now)


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def test_one_that_took_all_of_them_is_taken_over_as_it_stands(of_before: set[Any]) -> None:
    assert len(of_before) > 100
    call_command("migrate", verbosity=0)
    assert applied() == set(steps()) | of_before


def test_one_that_lacks_the_last_is_refused_in_words_and_stays_as_it_is(of_before: set[Any]) -> None:
    before = applied() - {max(of_before)}
    know(before)
    with pytest.raises(CommandError, match=r"one step here\. Nothing was changed"):
        call_command("migrate", verbosity=0)
    assert applied() == before


def test_one_whose_steps_are_older_still_is_refused_too(of_before: set[Any]) -> None:
    know(applied() - of_before | {("people", "0001_people")})
    with pytest.raises(CommandError, match=r"one step here\. Nothing was changed"):
        call_command("migrate", verbosity=0)


def test_one_whose_first_start_was_killed_goes_on(of_before: set[Any]) -> None:
    know({("people", "0001_all_tables"), ("pathways", "0001_all_tables")})
    assert not half_way()
