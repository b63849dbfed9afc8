"""Two people at one year at once: one row, one calendar, and no word typed over another."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from common.edits import ChangedElsewhere, mark_of
from pathways import services
from pathways.models import ProgramYear, ScopeItem
from pathways.rules.calendar import Calendar
from tests.factories.pathways import ProgramYearFactory, RoleFactory
from tests.factories.people import HatFactory, manager

pytestmark = pytest.mark.django_db(transaction=True)
AtOnce = Callable[..., list[Any]]


def test_a_year_opened_by_four_at_once_is_one(at_once: AtOnce) -> None:
    people = [HatFactory(kind="registrar").person for _ in range(4)]
    found = at_once(*(lambda by=by: services.open_year(first=2027, by=by) for by in people))
    assert [year.label for year, _ in found] == ["2027-28"] * 4
    assert sum(new for _, new in found) == 1
    assert ProgramYear.objects.get().events.count() == 1


def test_a_calendar_saved_by_four_at_once_is_written_once(at_once: AtOnce) -> None:
    year, by = ProgramYearFactory(), HatFactory(kind="registrar").person
    calendar = Calendar(date(2026, 8, 13), date(2026, 8, 31))
    found = at_once(*[lambda: services.set_calendar(pk=year.pk, by=by, calendar=calendar)] * 4)
    assert sum(bool(change) for change in found) == 1
    assert (year.service_days.count(), year.events.count()) == (13, 1)


def test_of_two_who_type_into_one_empty_cell_one_is_told(at_once: AtOnce) -> None:
    year, role = ProgramYearFactory(), RoleFactory()
    cell = {"year": year, "month": date(2026, 10, 1), "role": role, "seen": mark_of("")}
    typed = [
        lambda by=by, words=words: services.type_cell(**cell, by=by, typed=words)
        for by, words in ((manager(), "One"), (manager(), "Other"))
    ]
    found = at_once(*typed)
    assert sum(isinstance(answer, ChangedElsewhere) for answer in found) == 1
    assert ScopeItem.objects.count() == 1
