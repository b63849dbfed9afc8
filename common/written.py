"""Statements that are written once. To write one, the ORM takes longer than the database takes to answer it; what
changes from one person and moment to the next are its values alone. So it is written for stand-ins, and the values of
whoever asks are put in their place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Larger than any id, and in no year that is written anywhere: each stands for one value alone.
PERSON, SCHOOL, PATHWAY, ROW = 10**15, 2 * 10**15, 3 * 10**15, 4 * 10**15
DAY, NOW = date(1000, 1, 1), datetime(1500, 1, 1, tzinfo=UTC)
NEAR = timedelta(days=400)


@dataclass(frozen=True)
class Values:
    """What is put in: ids by their stand-ins; a day and a moment, None where the statement asks for none."""

    ids: dict[int, int] = field(default_factory=dict)
    day: date | None = None
    now: datetime | None = None


Slot = Callable[[Values], Any]


@dataclass(frozen=True)
class Written:
    """A statement, and how each of its values is found."""

    sql: str
    slots: list[Slot]

    def values(self, real: Values) -> list[Any]:
        return [slot(real) for slot in self.slots]

    def rows(self, real: Values) -> list[Any]:
        """What the queryset it was written from would find for these values: one query."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values(real))
            return list(cursor.fetchall())


def written(query: "QuerySet[Any, Any]") -> Written:
    """The statement of a queryset about stand-ins, whose rows are plain values."""
    sql, values = query.query.sql_with_params()
    return Written(sql, [_slot(value) for value in values])


def _slot(value: Any) -> Slot:
    """What stands in place of a value of a stand-in; a word stays. A day that was not asked about is an error: it
    would be another one tomorrow."""
    if isinstance(value, datetime):
        assert abs(value - NOW) < NEAR, value
        return partial(_moment, value - NOW)
    if isinstance(value, date):
        assert abs(value - DAY) < NEAR, value
        return partial(_day, value - DAY)
    if isinstance(value, list | tuple):
        return partial(_list, [_slot(part) for part in value])
    return partial(_id_or_word, value)


def _moment(after: timedelta, real: Values) -> datetime:
    assert real.now is not None
    return real.now + after


def _day(after: timedelta, real: Values) -> date:
    assert real.day is not None
    return real.day + after


def _list(slots: list[Slot], real: Values) -> list[Any]:
    return [slot(real) for slot in slots]


def _id_or_word(value: Any, real: Values) -> Any:
    return real.ids.get(value, value) if isinstance(value, int) else value
