"""What waits about assistance: awards for whoever wrote them and for a second person, files for finance."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashboard.queries.rows import each, grouped, local_day, name_of
from fellows.models import Award, Disbursement
from people.models import Hat, User
from people.queries import hats
from stipends.models import AssistanceBatch
from stipends.queries.assistance import DueNow


def to_approve(user: User) -> Any:
    """Awards that others proposed, for others than this person."""
    return each(
        Award.objects.to_approve(user),
        "award_proposed",
        since=local_day("proposed_at"),
        who=name_of("proposed_by"),
        what=name_of("fellow__person"),
    )


def awards_of_managers(user: User) -> Iterator[Any]:
    """What came back to whoever proposed it, payments that came back and that no award pays again, and what others
    proposed."""
    back = Award.objects.sent_back_to(user)
    yield each(back, "award_back", since=local_day("proposed_at"), what=name_of("fellow__person"))
    unpaid, of = Disbursement.objects.to_pay_again_by(user), name_of("award__fellow__person")
    yield grouped(unpaid, "assistance_back", by="award", since="came_back_on", what=of)
    yield to_approve(user)


def assistance_of_finance(user: User, day: date) -> Iterator[Any]:
    """For approvers what is proposed; for preparers what is due and in no file, and files nobody said were paid."""
    worn = hats(user)
    if worn.has(Hat.Kind.APPROVER) and not worn.manager:
        yield to_approve(user)
    if worn.superuser or worn.has(Hat.Kind.PREPARER):
        due, cohort = Disbursement.objects.to_export(DueNow(day)), "award__fellow__cohort"
        yield grouped(due, "assistance_due", by=cohort, since="due", what=f"{cohort}__name")
        batches = AssistanceBatch.objects.to_confirm()
        made = local_day("made_at")
        yield each(batches, "assistance_exported", since=made, what="number", where="year__label")
