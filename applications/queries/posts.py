"""Whether the applicant works where they apply to serve, and whether they are perhaps known by another account."""

import json
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Application
from common.written import DAY, ROW, Values, Written, written
from people.models import Post, twins
from people.queries import today

# Once decided it no longer helps anybody to decide.
MATTERS = ("submitted", "cosigned", "in_review", "waitlisted", "offered")


def with_post(applications: "QuerySet[Application]", day: date | None = None) -> "QuerySet[Application]":
    """Adds `has_post`: whether the applicant holds a post at the school on that day (today) or later in the year
    applied for; and `twins`: other accounts that are perhaps the applicant's too."""
    day = day or today()
    posts = Post.objects.filter(
        Q(ends=None) | Q(ends__gt=day),
        person=OuterRef("person"),
        school=OuterRef("school"),
        starts__lt=OuterRef("offering__year__ends"),
    )
    return applications.annotate(has_post=Exists(posts), twins=twins(day, "person"))


def put_post_on(application: Application) -> None:
    """Gives one application that was read what `with_post` adds. One query, apart and written once: within the one that
    reads the row, to write and to plan it took a quarter of a page."""
    [(held, told)] = _of_one().rows(Values({ROW: application.pk}, today()))
    application.has_post = held  # type: ignore[attr-defined]  # as if annotated
    application.twins = [json.loads(twin) for twin in told]  # type: ignore[attr-defined]


@cache
def _of_one() -> Written:
    return written(_post_and_twins(ROW, DAY))


def _post_and_twins(pk: int, day: date) -> "QuerySet[Application, Any]":
    found = with_post(Application.objects.filter(pk=pk), day).order_by()
    return found.values_list("has_post", "twins")  # type: ignore[misc]  # annotated


def post_missing(application: Application) -> str:
    """A sentence when the applicant, by what `with_post` adds, holds none there while that matters; else ""."""
    year = application.offering.year
    held = application.has_post  # type: ignore[attr-defined]
    if held or application.state not in MATTERS or year.ends <= today():
        return ""
    return (
        f"Our records do not show that {application.person} works at {application.school} in {year.label}. "
        "With a new account that is usual, and nothing has to wait for it. "
        "If they do work there, they say so under “Where you work” and its principal confirms it, or a registrar "
        "enters it."
    )
