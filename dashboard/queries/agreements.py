"""Service agreements that wait: to be signed by a fellow, to be published by another program manager."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from common.clock import LOS_ANGELES
from dashboard.queries.rows import each, grouped, local_day, name_of
from fellows.models import AgreementVersion, Fellow
from fellows.queries.agreements import selected_at
from people.models import User


def to_sign(user: User, day: date) -> "Iterator[Any]":
    """What a fellow has signed nothing of, once a version is published: since the day it can be signed."""
    version = AgreementVersion.objects.in_force(day).annotate(
        first=Greatest("signed_from", local_day("published_at"))
    )
    unsigned = (
        Fellow.objects.to_sign()
        .filter(person=user)
        .annotate(
            first=Subquery(version.values("first")[:1]), chosen=TruncDate(selected_at(), tzinfo=LOS_ANGELES)
        )
        .exclude(first=None)
    )
    yield each(unsigned, "agreement", since=Greatest("first", "chosen"), what="cohort__name")


def to_publish(user: User) -> "Iterator[Any]":
    """For program managers: drafts of others, whose legal basis is written."""
    yield each(
        AgreementVersion.objects.to_publish(user).exclude(legal_basis=""),
        "agreement_draft",
        since=local_day("drafted_at"),
        who=name_of("drafted_by"),
        what="number",
    )


def nothing_to_sign(day: date) -> Any:
    """For program managers: cohorts whose fellows are to sign, while no version is in force."""
    unsigned = Fellow.objects.to_sign().filter(~Exists(AgreementVersion.objects.in_force(day)))
    return grouped(
        unsigned.annotate(chosen=TruncDate(selected_at(), tzinfo=LOS_ANGELES)),
        "agreement_none",
        by="cohort",
        since=Coalesce("chosen", "cohort__starts"),
        what="cohort__name",
    )
