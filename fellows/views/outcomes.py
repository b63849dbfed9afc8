"""What became of the fellows: the page of staff, whose numbers lead to the fellows they count."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.counting import counted
from common.doors import SignedIn
from common.ui.curve import Curve, Fall
from common.ui.flow import Flow, Side
from fellows.models import OutcomeSnapshot
from fellows.policies import sees_all, why_not_cohort, why_not_freeze
from fellows.queries import CohortOutcome, facts_of, outcomes
from fellows.rules.outcomes import (
    BEFORE,
    CREDENTIAL,
    HERE,
    NOW,
    PLACED,
    ROLES,
    SERVICE,
    YEARS_KEPT,
    Facts,
    Measure,
    counts,
    followed,
    graduates,
    is_in,
    whole,
)
from fellows.rules.retention import Followed, Step, after, curve, followed_at
from people.queries import today

AXIS = "years after graduating"
# Who leads is told apart by what they lead as.
ROLE_KEYS = (*ROLES, *list(NOW.classes)[1:])
ROLE_WORDS = (*ROLES.values(), *list(NOW.classes.values())[1:])

BEFORE_WORDS = ("Teacher leader", "Teacher")
# How the way draws what graduates are today.
LOOKS = {**dict.fromkeys(ROLES, "leads"), "outside": "gone"}


def allowed_to_see(request: SignedIn) -> None:
    """Raises PermissionDenied for who sees no outcomes."""
    user: Any = request.user
    if not sees_all(user):
        raise PermissionDenied


def rows_of(number: int, **of: object) -> dict[str, Any]:
    """A number with the list of the fellows it counts."""
    asked = "&".join(f"{name}={value}" for name, value in of.items())
    return {"text": number, "url": f"{reverse('fellows:list')}?{asked}" if number else "", "rows": number}


def bars(measure: Measure, facts: Sequence[Facts], day: date) -> list[dict[str, Any]]:
    """Each class of a measure as a bar, drawn to all it is about."""
    all_of_it = len(whole(measure, facts))
    return [
        {
            **rows_of(number, reached=key),
            "label": words,
            "value": number,
            "whole": all_of_it,
            "text": f"{number} of {all_of_it}",
        }
        for (key, words), number in zip(measure.classes.items(), counts(measure, facts, day), strict=True)
    ]


def percent(share: Fraction | float) -> str:
    """ "81%"."""
    return f"{round(share * 100)}%"


def curve_of(people: Sequence[Followed]) -> tuple[Curve, list[dict[str, Any]]]:
    """The curve of who is still in the network, and its numbers after each whole year."""
    steps = curve(people)
    last = max((years for years in HERE.values() if followed_at(people, years)), default=1)
    rows = [_after_years(people, steps, years) for years in range(1, last + 1)]
    marked = min(YEARS_KEPT, last)
    said = f"{rows[marked - 1]['share']} after {counted(marked, 'year')}"
    falls = [_fall(step) for step in steps]
    words = ", ".join(f"{row['share']} after {counted(row['years'], 'year')}" for row in rows)
    label = f"Share still in our schools by years after graduating: {words}."
    return Curve(falls, last, marked, said, AXIS, label), rows


def _fall(step: Step) -> Fall:
    low, high = step.band or (step.share, step.share)
    return Fall(float(step.years), float(step.share), float(low), float(high))


def _after_years(people: Sequence[Followed], steps: Sequence[Step], years: int) -> dict[str, Any]:
    step = after(steps, years)
    band = f"{percent(float(step.band[0]))} to {percent(float(step.band[1]))}" if step and step.band else "–"
    share = percent(step.share if step else Fraction(1))
    return {
        "years": years,
        "share": share,
        "band": band,
        "here": rows_of(followed_at(people, years), reached=f"here_{years}"),
    }


def way_of(there: Sequence[Facts], day: date) -> Flow:
    """The way from teacher and leader over fellow to administrator."""
    before = [
        Side(words, number) for words, number in zip(BEFORE_WORDS, counts(BEFORE, there, day), strict=True)
    ]
    after = [
        Side(words, sum(is_in(one, key, day) for one in there), LOOKS.get(key, "here"))
        for key, words in zip(ROLE_KEYS, ROLE_WORDS, strict=True)
    ]
    said = [", ".join(f"{side.number} {side.words.lower()}" for side in sides) for sides in (before, after)]
    label = f"Of {counted(len(there), 'fellow')} who graduated, before: {said[0]}. Today: {said[1]}."
    return Flow(before, "graduated as fellows", after, label)


def by_cohort(rows: Iterable[CohortOutcome], facts: Iterable[Facts], day: date) -> list[dict[str, Any]]:
    """Each cohort somebody graduated of, with what its graduates are today."""
    known = graduates(facts)
    found = []
    for row in rows:
        own = [one for one in known if one.cohort == row.pk]
        cells = [
            {
                "words": words,
                **rows_of(sum(is_in(one, key, day) for one in own), cohort=row.pk, reached=key),
            }
            for key, words in zip(ROLE_KEYS, ROLE_WORDS, strict=True)
        ]
        if own:
            found.append({"cohort": row.cohort, "graduated": len(own), "cells": cells})
    return found


@login_required
@require_safe
def outcome_table(request: SignedIn) -> HttpResponse:
    """The numbers of today, for staff: each leads to its fellows."""
    allowed_to_see(request)
    day = today()
    facts, rows = list(facts_of(day).values()), outcomes()
    there = graduates(facts)
    context: dict[str, Any] = {"rows": rows, "may_change": why_not_cohort(request.user) is None}
    context |= {
        "snapshots": OutcomeSnapshot.objects.select_related("taken_by").defer("content"),
        "may_freeze": why_not_freeze(request.user) is None,
    }
    if there:
        picture, years = curve_of(followed(there, day))
        context |= {
            "graduated": rows_of(len(there), reached="graduated"),
            "credentialed": rows_of(counts(CREDENTIAL, facts, day)[0], reached="credentialed"),
            "leading": rows_of(counts(NOW, facts, day)[0], reached="leads"),
            "kept": years[picture.marked - 1],
            "curve": picture,
            "way": way_of(there, day),
            "years": years,
            "before": bars(BEFORE, facts, day),
            "now": bars(NOW, facts, day),
            "placed": bars(PLACED, facts, day),
            "credential": bars(CREDENTIAL, facts, day),
            "service": bars(SERVICE, facts, day),
            "classes": by_cohort(rows, facts, day),
            "class_words": ROLE_WORDS,
        }
    return render(request, "fellows/outcomes.html", context)
