"""Whoever accepted an offer of the fellowship and left the cohort since. Fellows stand above this room, so they are
asked by the name of their link."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from applications.models import Application
from applications.states import State
from people.models import User


def left_at() -> dict[str, Subquery]:
    """For `annotate`: when their writer left the cohort of fellows that the offering fills; None of all others."""
    fellows: Any = User._meta.get_field("fellowships").related_model
    left = fellows.objects.withdrawn().filter(
        person=OuterRef("person"), cohort__offering=OuterRef("offering")
    )
    return {"left_at": Subquery(left.values("left_at")[:1])}


def left_cohort_at(application: Application) -> datetime | None:
    """The same of one that was accepted. One query; none of a role of leaders."""
    if application.state != State.ACCEPTED or not application.offering.role.pathway.makes_fellows:
        return None
    return Application.objects.only("pk").annotate(**left_at()).get(pk=application.pk).left_at
