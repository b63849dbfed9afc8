"""How long rows are kept: every table has a class, and what is kept no longer is counted before it is taken off."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import InternalError, ProgrammingError
from hypothesis import given
from hypothesis import strategies as st

from coaching.models import ActionStep, Visit
from dashboard.rules.keeping import KEPT, NO_LONGER_KEPT, PASSING, WORDS, words_end
from dashboard.services import past, take_off
from tests.factories.coaching import ActionStepFactory, CycleFactory, VisitFactory

# Three years after the year 2026-27, and the day before.
LAST, GONE = date(2030, 6, 30), date(2030, 7, 1)


def test_every_table_says_how_long_it_is_kept() -> None:
    tables = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    proxies = {model._meta.label for model in apps.get_models() if model._meta.proxy}
    assert set(KEPT) == tables - proxies


def test_words_the_two_keep_to_themselves_all_end() -> None:
    private = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if str(field.help_text).startswith("Private to")
    }
    ends = {(label, column) for label, words in WORDS.items() for column in words.columns}
    assert private
    assert private <= ends


@given(st.dates(date(2020, 1, 1), date(2120, 12, 31)))
def test_words_are_kept_for_three_whole_years(today: date) -> None:
    ended = words_end(today)
    assert (ended.year, ended.month) == (today.year - 3, today.month)
    assert words_end(today + timedelta(days=1)) >= ended


@pytest.mark.django_db
@pytest.mark.parametrize(("today", "rows"), [(LAST, 0), (GONE, 1)])
def test_the_words_of_a_visit_are_past_their_time_three_years_after_its_year(today: date, rows: int) -> None:
    VisitFactory()
    assert {one.label: one.rows for one in past(today)} == dict.fromkeys([*WORDS, *PASSING], 0) | {
        "coaching.Visit": rows
    }


@pytest.mark.django_db
def test_the_application_itself_takes_nothing_off() -> None:
    VisitFactory()
    with pytest.raises(ProgrammingError, match="must be owner"):
        take_off(GONE)


@pytest.mark.django_db(transaction=True)
def test_the_command_counts_then_takes_off_the_words_alone_and_again_finds_nothing(
    capsys: pytest.CaptureFixture[str], clock: Callable[[datetime], None]
) -> None:
    visit, step = VisitFactory(), ActionStepFactory()
    cycle = CycleFactory(talked=True, window="end_of_year", saw="Three groups at work.")
    Session.objects.create(session_key="a", session_data="-", expire_date=datetime(2026, 12, 1, tzinfo=UTC))
    clock(datetime(2030, 7, 1, 19, tzinfo=UTC))

    call_command("retention")
    said = capsys.readouterr().out
    assert "coaching.Visit: 1 row (words in words)\n" in said
    assert said.endswith("4 rows are past their time. Nothing was changed; --apply takes it off.\n")
    assert Visit.objects.get().words == visit.words

    call_command("retention", apply=True)
    assert capsys.readouterr().out.endswith("4 rows were taken off.\n")
    visit.refresh_from_db()
    cycle.refresh_from_db()
    assert (visit.words, visit.on) == (NO_LONGER_KEPT, date(2026, 10, 6))
    # What was never said is not said to be gone.
    assert (cycle.saw, cycle.feedback) == (NO_LONGER_KEPT, "")
    assert ActionStep.objects.get(pk=step.pk).words == NO_LONGER_KEPT
    assert not Session.objects.exists()
    with pytest.raises(InternalError):
        Visit.objects.update(words="Written again.")

    call_command("retention", apply=True)
    assert capsys.readouterr().out.endswith("0 rows were taken off.\n")
