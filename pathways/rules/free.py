"""Which days of a calendar somebody else keeps are without school, by what they are called, and on which days of a
year a day falls that comes again every year. Plain Python."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pathways.rules.holidays import holiday_on

# What calendars of schools call days without school; another way of saying it is another line here. Others (“Back to
# school night”, “Minimum day”) say nothing of the kind.
WORDS = (
    "break",
    "recess",
    "holidays?",
    "vacation",
    "no school",
    "no classes",
    "no instruction",
    "not in session",
    "schools? (is|are|will be) out",
    "days? off",
    "closed",
    "closure",
    "unassigned",
    "(student|pupil)s?[- ]free",
    "non[- ]?(student|instructional|attendance|school) days?",
    "admission day",
    "labor day",
    "veterans?'?s?'?( day)?",
    "thanksgiving",
    "christmas",
    "new year'?s?",
    "martin luther king",
    "mlk",
    "presidents?'?s?'?( day)?",
    "ch[aá]vez",
    "memorial day",
    "juneteenth",
    "independence day",
    "indigenous",
    "columbus",
    "good friday",
    "yom kippur",
    "rosh hashanah",
    "eid",
    "diwali",
    "genocide remembrance",
    r"(lincoln|washington)\W*s birthday",
)
_FREE = re.compile(rf"\b({'|'.join(WORDS)})(?!\w)", re.IGNORECASE)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")
# Of a day that comes again: anything else would mean another day.
KNOWN = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "UNTIL", "WKST"}


def is_free(name: str, day: date) -> bool:
    """Whether a day called so is one without school. What words alone leave open (“Lincoln”), the day decides on which
    that holiday is kept."""
    plain = name.replace("’", "'")
    return bool(_FREE.search(plain)) or holiday_on(day, plain or "-") is not None


def comes_yearly(rule: Mapping[str, Sequence[object]]) -> bool:
    """Whether a day that repeats by this rule of a calendar file (RFC 5545) comes once a year, on its date or on a
    weekday of its month. No other repetition is read."""
    said = {key: [str(value) for value in values] for key, values in rule.items()}
    whole = set(said) <= KNOWN and all(len(values) == 1 for values in said.values())
    if not whole or said.get("FREQ") != ["YEARLY"] or said.get("INTERVAL", ["1"]) != ["1"]:
        return False
    return "BYDAY" not in said or ("BYMONTH" in said and bool(_NTH.fullmatch(said["BYDAY"][0])))


def falls(rule: Mapping[str, Sequence[object]], begins: date, last: date) -> Iterator[date]:
    """The days on which it falls, from its first one through `last`, by a rule that `comes_yearly`."""
    month = int(str(rule["BYMONTH"][0])) if "BYMONTH" in rule else begins.month
    for year in range(begins.year, last.year + 1):
        day = _in_year(rule, begins, year, month)
        if day is not None and begins <= day <= last:
            yield day


def _in_year(rule: Mapping[str, Sequence[object]], begins: date, year: int, month: int) -> date | None:
    if "BYDAY" in rule:
        return _nth(year, month, str(rule["BYDAY"][0]))
    day = int(str(rule["BYMONTHDAY"][0])) if "BYMONTHDAY" in rule else begins.day
    try:
        return date(year, month, day)
    except ValueError:
        # February 29 of a year without one.
        return None


def _nth(year: int, month: int, which: str) -> date | None:
    """The weekday of a month that a rule counts: "2MO" from its beginning, "-1MO" from its end."""
    found = _NTH.fullmatch(which)
    assert found is not None, "asked of a rule that comes yearly alone"
    number, weekday = int(found[1]), WEEKDAYS.index(found[2])
    first = date(year, month, 1)
    days = [day for day in (first + timedelta(days=n) for n in range(31)) if day.month == month]
    same = [day for day in days if day.weekday() == weekday]
    at = number - 1 if number > 0 else number
    return same[at] if -len(same) <= at < len(same) else None
