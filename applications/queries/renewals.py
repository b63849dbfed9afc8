"""The renewals of an offering: who may go on, who was asked, and where each stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from applications.models import Application, RenewalInvitation
from applications.states import BEFORE_ACCEPTED, State
from common.counting import counted
from pathways.models import Offering, Placement, managed
from pathways.queries.places import held_by_school, places_of
from pathways.queries.renewals import renewable
from people.models import User


@dataclass(frozen=True, slots=True)
class Renewal:
    """A placement of the year before: why its holder may not go on, when they were asked, when they said no, how
    their application stands. Only who may, and was neither asked nor began by themselves, can be ticked."""

    placement: Placement
    why_not: str
    invited_on: date | None
    declined_on: date | None
    state: str

    @property
    def pk(self) -> int:
        return self.placement.pk

    @property
    def box(self) -> str:
        """What its box on the page sends."""
        return str(self.pk)

    @property
    def waits(self) -> bool:
        """They were asked, may go on and gave no answer."""
        return bool(self.invited_on) and not (self.declined_on or self.state or self.why_not)

    @property
    def open(self) -> bool:
        return not (self.why_not or self.invited_on or self.state)


def renewals(offering: Offering, day: date) -> list[Renewal]:
    """Of each placement that could be renewed by this offering, by school and name. Eight queries, however many."""
    rows = renewable(offering, day)
    asked = offering.renewal_invitations.values_list("placement", "invited_at__date", "declined__at__date")
    invited = {placement: (asked_on, no_on) for placement, asked_on, no_on in asked}
    people = [row.placement.person_id for row in rows]
    began = Application.objects.filter(offering=offering, person__in=people)
    states = dict(began.order_by("pk").values_list("person", "state"))
    return [
        Renewal(
            row.placement,
            # Who holds the role anew has an application that says so.
            "" if row.placement.person_id in states else row.why_not,
            *invited.get(row.placement.pk, (None, None)),
            states.get(row.placement.person_id, ""),
        )
        for row in rows
    ]


def too_few_places(offering: Offering, rows: Sequence[Renewal]) -> list[str]:
    """Schools with fewer free places than people here who may go on, each in a sentence, by name. Two queries."""
    may = [row for row in rows if not row.why_not and (row.state or not row.declined_on)]
    going = [row for row in may if (row.state or State.DRAFT) in BEFORE_ACCEPTED]
    schools = {row.placement.school_id: row.placement.school.name for row in going}
    counts = Counter(row.placement.school_id for row in going)
    places, held = places_of(offering), held_by_school(offering)
    free = {pk: max(0, places.at(pk) - held[pk]) for pk in schools}
    return [
        f"{name} has {counted(free[pk], 'free place')} and {counted(counts[pk], 'person', 'people')} to go on."
        for pk, name in schools.items()
        if free[pk] < counts[pk]
    ]


def offerings_to_renew(user: User, day: date) -> "QuerySet[Offering]":
    """The offerings open now of the pathways `user` manages, each with how many were `invited`, how many `declined` and
    how many `renew` by it. One query."""
    covered = managed(user)
    shown = Offering.objects.open_on(day)
    if covered is not None:
        shown = shown.filter(role__pathway__in=covered)
    begun = Q(applications__renews__isnull=False) & ~Q(applications__state=State.WITHDRAWN)
    counts = {
        "invited": Count("renewal_invitations", distinct=True),
        "declined": Count("renewal_invitations__declined", distinct=True),
        "renew": Count("applications", filter=begun, distinct=True),
    }
    ordered = shown.annotate(**counts).order_by("year__starts", "role__pathway__position", "role__position")
    return ordered.select_related("role", "year")


def invitation_of(user: User, offering: Offering) -> RenewalInvitation | None:
    """How `user` was invited to renew by this offering, with their no where they said it; None where nobody asked."""
    invited = RenewalInvitation.objects.filter(placement__person=user, offering=offering)
    return invited.select_related("declined").order_by("pk").first()


def to_renew(user: User, day: date) -> "QuerySet[RenewalInvitation]":
    """Invitations of `user` that still can be answered and were not; whoever said no is not asked again."""
    begun = Application.objects.filter(person=user).values("offering")
    return RenewalInvitation.objects.filter(
        placement__person=user, declined=None, offering__in=Offering.objects.open_on(day).order_by()
    ).exclude(offering__in=begun)
