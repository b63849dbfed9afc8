"""Hours of fieldwork: their sum against the plan, who supervises, and what waits to be accepted."""

from datetime import date

from django.db.models import Case, Q, QuerySet, Sum, Value, When

from fellows.models import CohortMilestone, Fellow, FieldworkEntry, Milestone
from fellows.models.fieldwork import COUNTS, WAITS
from fellows.rules.hours import Pace, pace
from people.models import Post, User

LEADS = (Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL)


def pace_of(fellow: Fellow, today: date) -> Pace:
    """Where the hours of one fellow stand. Three queries; the fellow's cohort is read."""
    sums = fellow.fieldwork.aggregate(
        accepted=Sum("minutes", filter=COUNTS),
        logged=Sum("minutes", filter=WAITS),
    )
    fieldwork = Milestone.Kind.FIELDWORK
    line = CohortMilestone.objects.filter(cohort=fellow.cohort_id, kind=fieldwork).first()
    own = fellow.milestones.filter(kind=fieldwork).order_by("attempt").values_list("due", flat=True).last()
    return pace(
        sums["accepted"] or 0,
        sums["logged"] or 0,
        line.hours if line else None,
        starts=fellow.cohort.starts,
        due=own or (line.due if line else None),
        today=today,
    )


def reached_on(fellow: Fellow) -> date | None:
    """The day on which the hours were complete, here or on paper; None while they are not."""
    rows = fellow.milestones.filter(kind=Milestone.Kind.FIELDWORK, reached_on__isnull=False)
    return rows.values_list("reached_on", flat=True).first()


def minutes_by_fellow(cohort_pk: int) -> dict[int, tuple[int, int]]:
    """Of each fellow of a cohort who logged any: minutes that were accepted, and that wait. One query."""
    rows = FieldworkEntry.objects.filter(fellow__cohort=cohort_pk).order_by().values("fellow")
    sums = rows.annotate(
        accepted=Sum("minutes", filter=COUNTS, default=0),
        logged=Sum("minutes", filter=WAITS, default=0),
    )
    return {row["fellow"]: (row["accepted"], row["logged"]) for row in sums}


def who_may_supervise(fellow: Fellow, day: date, entry: FieldworkEntry | None = None) -> "QuerySet[User]":
    """Principals and assistant principals of today with an open account, those of the fellow's own schools first, and
    whoever supervised this `entry`; never the fellow."""
    own = Post.objects.on(day).filter(person=fellow.person_id).values("school")
    leads = Post.objects.on(day).filter(position__in=LEADS)
    near = When(pk__in=leads.filter(school__in=own).values("person"), then=Value(0))
    anybody = Q(pk__in=leads.values("person"), is_active=True)
    if entry is not None:
        anybody |= Q(pk=entry.supervisor_id)
    found = User.objects.filter(anybody).exclude(pk=fellow.person_id)
    return found.annotate(far=Case(near, default=Value(1))).order_by("far", "sort_name", "pk")


def last_supervisor(fellow: Fellow) -> User | None:
    """Who saw the latest hours: most likely it is them again."""
    last = fellow.fieldwork.order_by("-logged_at", "-pk").select_related("supervisor").first()
    return last.supervisor if last else None
