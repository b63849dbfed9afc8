"""What of deliverables waits: for their leaders, and for the managers of their pathways."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dashboard.queries.rows import each, grouped, local_day, name_of
from pathways.models import DeliverableRecord
from pathways.policies import records_waiting_for, records_without_evidence
from people.models import User

# What is due later than this is shown as next up, not as waiting.
AHEAD = timedelta(days=30)


def owed_by(user: User, day: date) -> Iterator[Any]:
    """Deliverables of one's own roles that are late or due soon, and whatever came back or was reopened; not what waits
    for whoever signs for the school."""
    owed = DeliverableRecord.objects.serving(day).filter(
        placement__person=user,
        placement__year__starts__lte=day,
        placement__year__ends__gt=day,
        proposed_at=None,
    )
    shown = {"what": "deliverable__title", "where": "placement__role__name"}
    too_late = owed.too_late(day)
    first = owed.never_handed_in().filter(deliverable__due__lte=day + AHEAD).exclude(pk__in=too_late)
    yield each(too_late, "deliverable_too_late", since="deliverable__due", **shown)
    yield each(owed.reopened(), "deliverable_reopened", since=local_day("decided_at"), **shown)
    for kind, rows in (("deliverable", first), ("deliverable_returned", owed.come_back())):
        yield each(rows.due_while_serving(), kind, since="deliverable__due", **shown)
        # It waits since the role began, and is not late.
        yield each(rows.due_before_the_role(), f"{kind}_before", since="placement__starts", **shown)


def to_accept(user: User) -> Iterator[Any]:
    """For a manager: what staff accept, by role; and each that lost the evidence it completed itself from."""
    by_staff = DeliverableRecord.objects.filter(deliverable__accepted_by="staff")
    yield grouped(
        records_waiting_for(by_staff, user),
        "accept_many",
        by="placement__role",
        since=local_day("submitted_at"),
        what="placement__role__name",
    )
    yield each(
        records_without_evidence(user),
        "evidence_gone",
        since=local_day("evidence_gone_at"),
        who=name_of("placement__person"),
        what="deliverable__title",
        where="placement__school__name",
    )
