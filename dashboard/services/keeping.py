"""What is kept no longer is counted, and taken off when somebody says so: by the owner of the tables, for the
application's role may not, and triggers that keep words as they were written stand aside for this one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from common.clock import day_begins
from dashboard.rules.keeping import NO_LONGER_KEPT, PASSING, WORDS, Words, passing_ends, words_end


@dataclass(frozen=True, slots=True)
class Past:
    """`rows` of the table `label` hold what is kept no longer; `words`: of which columns, or the rows themselves."""

    label: str
    words: tuple[str, ...]
    rows: int


def past(today: date) -> list[Past]:
    """What is kept no longer on `today`, by table. Nothing is changed."""
    return [Past(label, columns, rows.count()) for label, columns, rows in _rules(today)]


def take_off(today: date) -> list[Past]:
    """Takes it off, and answers how much that was. Each table is whole or not begun; again, it finds nothing.

    Only the owner of the tables may (`common.owner.as_owner`): raises ProgrammingError for whoever is not.
    """
    return [_take_off(*rule) for rule in _rules(today)]


def _take_off(label: str, columns: tuple[str, ...], rows: QuerySet[Any]) -> Past:
    if not columns:
        with transaction.atomic():
            gone, _ = rows.delete()
        return Past(label, columns, gone)
    table = connection.ops.quote_name(rows.model._meta.db_table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        # Column by column: what was never said is not said to be gone.
        emptied = {pk for column in columns for pk in _without(rows, column)}
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return Past(label, columns, len(emptied))


def _without(rows: QuerySet[Any], column: str) -> list[Any]:
    """The rows in which `column` had words, without them."""
    said = list(rows.filter(_said(column)).values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=said).update(**{column: NO_LONGER_KEPT})
    return said


def _rules(today: date) -> Iterator[tuple[str, tuple[str, ...], QuerySet[Any]]]:
    for label, words in WORDS.items():
        yield label, words.columns, _with_words(label, words, today)
    for label, passing in PASSING.items():
        ends = day_begins(passing_ends(passing, today))
        yield label, (), _all_of(label).filter(**{f"{passing.since}__lt": ends})


def _with_words(label: str, words: Words, today: date) -> QuerySet[Any]:
    rows = _all_of(label).filter(**{f"{words.ended}__lte": words_end(today)})
    return rows.filter(reduce(or_, (_said(column) for column in words.columns)))


def _said(column: str) -> Q:
    return ~Q(**{f"{column}__in": ["", NO_LONGER_KEPT]})


def _all_of(label: str) -> QuerySet[Any]:
    return apps.get_model(label)._base_manager.all()
