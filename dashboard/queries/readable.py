"""Rows of an export in words: what `data.json` holds for machines, as a page says it to people."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field

from common.clock import day_in_words, in_words
from common.models import Period
from common.money import dollars
from common.states import in_words as state_in_words

# What only machines read: it stays in the data.
INTERNAL = {"id", "serial", "attempts", "parts_done", "parts_total", "user_agent"}
# Where the name of a column is a word of the trade.
CALLED = {
    "is_active": "Account is open",
    "is_staff": "May enter the administration",
    "fte": "Share of full time",
    "ip": "Internet address",
    "sha256": "Fingerprint (SHA-256)",
    "commitment_sha256": "Fingerprint of the commitment (SHA-256)",
}
# Of what lasts: the end is the first day after it.
PERIOD = {"starts": "First day", "ends": "Last day"}
ONE_DAY = timedelta(days=1)
# A word of ours, as columns without a choice keep it: "in_review".
WORD = re.compile(r"[a-z]+(_[a-z]+)+")
STATES = {"from_state", "to_state"}
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
        said = "" if name in INTERNAL else _said(fields[name], value)
        if said:
            yield name, said


def _called(field: "Field[Any, Any]") -> str:
    if issubclass(field.model, Period) and field.name in PERIOD:
        return PERIOD[field.name]
    return CALLED.get(field.name) or _capital(str(field.verbose_name).removesuffix(" cents"))


def _said(field: "Field[Any, Any]", value: Any) -> str:
    chosen = dict(field.flatchoices)
    if value and field.name == "ends" and issubclass(field.model, Period):
        return day_in_words(value - ONE_DAY)
    if isinstance(value, list):
        return in_plain_words([chosen.get(one, one) for one in value] if chosen else value)
    if field.name.endswith(CENTS) and isinstance(value, int):
        return dollars(value)
    if isinstance(field, CharField) and not chosen and (field.name in STATES or WORD.fullmatch(str(value))):
        return state_in_words(value)
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
