"""An offering is written: words, days, places and what is handed in. Applicants read it once it is published."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from common.counting import counted
from common.edits import ChangedElsewhere, mark_of, merge
from common.errors import DomainError, LookFirst, demand
from pathways.models import Deliverable, Offering, SchoolPlaces
from pathways.policies import why_not
from pathways.queries import DAYS, offering_content
from pathways.services.offerings import change_days
from pathways.states import OfferingAction
from people.models import School, User

SIGNED = (
    "Leaders hold this role in this year, so its deliverables stay as they were signed. New ones are for the "
    "offering of a later year."
)
CHANGED = (
    "Somebody changed this offering since you opened the page. Nothing was saved yet. Save again to keep what stands "
    "in the fields here."
)
LATE_SIGNED = "Leaders hold this role in this year, so what holds of late work stays as they signed it."
RUBRIC_CHANGED = "What readers score by was changed there."
# Shown line by line, or as one.
NESTED = ("prompts", "rubric")


@dataclass(frozen=True, slots=True)
class Asked:
    """A deliverable as it was typed; without a `pk` a new one."""

    pk: int | None
    title: str
    asks: str
    evidence: tuple[str, ...]
    due: date
    weight: int
    accepted_by: str
    required: bool
    completes_from: str = ""
    event_kind: str = ""


def mark_of_offering(offering: Offering) -> str:
    """What a page says of the offering it showed: another one once anything it says is changed (two queries)."""
    return mark_of(json.dumps(offering_content(offering), sort_keys=True))


@transaction.atomic
def write(
    *,
    pk: int,
    by: User,
    words: Mapping[str, Any],
    days: Mapping[str, date | None],
    places: Mapping[int, int | None],
    asked: Sequence[Asked] | None,
    seen: str,
    reason: str = "",
    now: datetime | None = None,
) -> Offering:
    """The offering says this now: `words` by the name of the field, its days, by school the number of places (None: the
    usual one), and all that is handed in (None: as it is). What applicants read stays the published version; of that
    only days count at once, and change with a `reason`.

    Raises LookFirst when another window changed it since the page with the mark `seen`, and DomainError for what cannot
    be: days out of order, a deliverable outside the year, deliverables of leaders who signed for others.
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("role", "year").get(pk=pk)
    demand(why_not(by, OfferingAction.WRITE, offering))
    if mark_of_offering(offering) != seen:
        raise LookFirst(
            CHANGED,
            lines=[*_differing(offering, words), *_other_places(offering, places)],
            seen=mark_of_offering(offering),
        )
    if offering.published_version_id is not None:
        offering = change_days(pk=pk, by=by, days=days, reason=reason, now=now)
    else:
        _set(offering, days)
    _demand_signed(offering, words)
    _set(offering, words)
    _whole(offering)
    offering.save(update_fields=[*words, *DAYS])
    _place(offering, places)
    if asked is not None:
        _ask(offering, asked)
    return offering


@transaction.atomic
def plan(
    *,
    pk: int,
    by: User,
    days: Mapping[str, date | None],
    places: int,
    seen: Mapping[str, str] = MappingProxyType({}),
) -> Offering:
    """The days of a draft and how many leaders a school usually takes. The same again changes nothing.

    `seen` are the marks of what the page showed: what was not touched there never goes over what somebody else
    changed since. Raises ChangedElsewhere where both changed the same, DomainError for days out of order, and for
    what was published: its days change with a reason.
    """
    offering = Offering.objects.select_for_update(of=("self",)).select_related("role", "year").get(pk=pk)
    demand(why_not(by, OfferingAction.WRITE, offering))
    if offering.published_version_id is not None:
        raise DomainError("This offering is published. Its days change with a reason: open it by its name.")
    given = {**days, "places_per_school": places}
    merged = merge(_texts({name: getattr(offering, name) for name in given}), _texts(given), seen)
    if merged.elsewhere:
        raise ChangedElsewhere(merged.elsewhere)
    _set(offering, {name: value for name, value in given.items() if name in merged.kept})
    _whole(offering)
    offering.save(update_fields=[*DAYS, "places_per_school"])
    return offering


@transaction.atomic
def copy_days(*, pk: int, to: Sequence[int], by: User) -> list[Offering]:
    """The days of one offering, for drafts of the same year; all of them or none. Answers those that had others: the
    same again changes nothing. Raises DomainError as `plan` does."""
    source = Offering.objects.get(pk=pk)
    days = {name: getattr(source, name) for name in DAYS} | {"closes": source.last_day}
    changed = []
    for offering in Offering.objects.filter(pk__in=to, year=source.year_id).order_by("pk"):
        if any(getattr(offering, name) != day for name, day in days.items()):
            changed.append(plan(pk=offering.pk, by=by, days=days, places=offering.places_per_school))
    return changed


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: object) -> str:
    """As a field of a form says it."""
    return "" if value is None else str(value)


def _set(offering: Offering, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(offering, name, value)


def _demand_signed(offering: Offering, words: Mapping[str, Any]) -> None:
    if words["late_days"] != offering.late_days and offering.is_held:
        raise DomainError(LATE_SIGNED, at="late_days")


def _whole(row: Offering | Deliverable) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from None


def _differing(offering: Offering, words: Mapping[str, Any]) -> list[str]:
    """What it says now where that is not what was typed."""
    said, typed = ({**given, **given["prompts"]} for given in (_words(offering, words), words))
    other = [name for name, text in said.items() if name not in NESTED and text != typed[name]]
    lines = [f"{name.replace('_', ' ').capitalize()} reads there: “{said[name]}”." for name in other]
    return [*lines, RUBRIC_CHANGED] if said["rubric"] != typed["rubric"] else lines


def _other_places(offering: Offering, typed: Mapping[int, int | None]) -> list[str]:
    """Of each school, the number of places that stands where it is not what was typed."""
    usual = offering.places_per_school
    stands = dict(offering.school_places.values_list("school", "places"))
    meant = {pk: usual if number is None else number for pk, number in typed.items()}
    other = [pk for pk, number in meant.items() if number != stands.get(pk, usual)]
    schools = School.objects.filter(pk__in=other)
    return [f"{school} has {counted(stands.get(school.pk, usual), 'place')} there." for school in schools]


def _words(offering: Offering, words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(offering, name) for name in words}


def _place(offering: Offering, places: Mapping[int, int | None]) -> None:
    """By school the number it has of its own, None to have the usual one; others stay."""
    for school, number in places.items():
        if number is None or number == offering.places_per_school:
            SchoolPlaces.objects.filter(offering=offering, school=school).delete()
        else:
            SchoolPlaces.objects.update_or_create(
                offering=offering, school_id=school, defaults={"places": number}
            )


def _ask(offering: Offering, asked: Sequence[Asked]) -> None:
    """Exactly these are handed in. Raises DomainError where leaders owe others already."""
    there = {item.pk: item for item in offering.deliverables.all()}
    if sorted(asked_of(there.values()), key=_key) == sorted(asked, key=_key):
        return
    if offering.is_held:
        raise DomainError(SIGNED)
    named = [one.pk for one in asked if one.pk is not None]
    if len(named) != len(set(named)) or not there.keys() >= set(named):
        raise DomainError("One of these deliverables is not there any more. Open this page anew.")
    offering.deliverables.exclude(pk__in=named).delete()
    for one in asked:
        item = there.get(one.pk or 0) or Deliverable(offering=offering)
        for field in fields(Asked)[1:]:
            value = getattr(one, field.name)
            setattr(item, field.name, list(value) if field.name == "evidence" else value)
        _whole(item)
        item.save()


def _key(one: Asked) -> tuple[int, str]:
    return one.pk or 0, one.title


def asked_of(items: Iterable[Deliverable]) -> list[Asked]:
    """Deliverables as they stand."""
    names = [field.name for field in fields(Asked)]
    return [
        Asked(**{name: getattr(item, name) for name in names} | {"evidence": tuple(item.evidence)})
        for item in items
    ]
