"""Rows of an export in words: what `data.json` holds for machines, as a page says it to people."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Field

from common.clock import day_in_words, in_words
from common.money import dollars

# Columns of sums end so; they hold whole cents.
CENTS = "_cents"
WORDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "Yes" if value else "No"),
    (datetime, in_words),
    (date, day_in_words),
    (Decimal, lambda value: f"{value.normalize():f}"),
)


def readable(label: str, rows: Iterable[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """Rows of one table, as `told` gives them, as names and words; what is empty is left out."""
    fields = {field.name: field for field in apps.get_model(label)._meta.concrete_fields}
    return [[(_called(fields[name]), said) for name, said in _said_of(row, fields)] for row in rows]


def _said_of(row: dict[str, Any], fields: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        said = _said(fields[name], value)
        if said:
            yield name, said


def _called(field: "Field[Any, Any]") -> str:
    return _capital(str(field.verbose_name).removesuffix(" cents"))


def _said(field: "Field[Any, Any]", value: Any) -> str:
    chosen = dict(field.flatchoices)
    if isinstance(value, list):
        return in_plain_words([chosen.get(one, one) for one in value] if chosen else value)
    if field.name.endswith(CENTS) and isinstance(value, int):
        return dollars(value)
    return in_plain_words(chosen.get(value, value) if chosen else value)


def in_plain_words(value: Any) -> str:
    """A value as people read it: Yes or No, a day, a moment in Los Angeles; of several things a line each."""
    if isinstance(value, dict):
        told = ((str(name), in_plain_words(one)) for name, one in value.items())
        return "\n".join(f"{_capital(name.replace('_', ' '))}: {said}" for name, said in told if said)
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(in_plain_words, value)))
    # A truth is a number too, and a moment a day: the narrower kind stands first.
    for kind, words in WORDS:
        if isinstance(value, kind):
            return words(value)
    return "" if value is None else str(value)


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
