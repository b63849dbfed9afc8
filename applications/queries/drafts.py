"""Questions before an application is sent: may I apply, and what is missing."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from applications.models import Application, ApplicationEvent
from applications.queries.commitments import terms_of
from applications.rules.checklist import Missing, missing
from applications.states import Action
from pathways.models import OPEN_TO, EarlierYear, Offering, Placement
from people.models import School, User
from people.queries import members

# After each of these it is somebody else's turn.
TURNS = (Action.SUBMIT, Action.SEND_BACK, Action.WITHDRAW)


def completed_years(person: User, offering: Offering) -> int:
    """Years the person will have completed, when this offering's year begins, in the role it asks for; those that were
    taken over from before the program was kept here among them."""
    if offering.role.after_role_id is None:
        return 0
    about = {"person": person, "role": offering.role.after_role_id}
    served = Placement.objects.standing().filter(**about, ends__lte=offering.year.starts)
    earlier = EarlierYear.objects.standing().filter(**about, year__ends__lte=offering.year.starts)
    years = served.order_by().values("year").union(earlier.order_by().values("year"))
    return years.count()


def holds_role(person: User, offering: Offering) -> bool:
    """Whether the person has a placement in this role and year, one that was not ended early."""
    held = Placement.objects.standing().filter(person=person, role=offering.role_id, year=offering.year_id)
    return bool(held.exists())


def in_network(school: School, day: date) -> bool:
    return members(day).filter(pk=school.pk).exists()


def schools_to_choose(
    person: User, day: date, offering: Offering | None = None
) -> tuple[list[School], list[School]]:
    """Schools of the network where the person has a post, then the others, by name; for the fellowship those alone
    where the post is one it is open to. Two queries."""
    fellows = offering is not None and offering.role.pathway.makes_fellows
    posts = person.posts.on(day).filter(position__in=OPEN_TO) if fellows else person.posts.on(day)
    own = set(posts.values_list("school", flat=True))
    everyone = list(members(day))
    others = [] if fellows else [s for s in everyone if s.pk not in own]
    return [s for s in everyone if s.pk in own], others


def why_not_open_to(person: User, offering: Offering, school: School, day: date) -> str:
    """Why the fellowship is not open to this person at this school on that day, in words; nothing of a role of
    leaders."""
    if not offering.role.pathway.makes_fellows:
        return ""
    if not person.posts.on(day).filter(position__in=OPEN_TO, school=school).exists():
        return (
            f"The fellowship is open to teachers, counselors, coordinators and coaches. You have no such position at "
            f"{school} on record: ask your principal, or the Partnership."
        )
    # Fellows are strangers to this room: asked by the name of their link.
    nominated = person.fellowships.merely_nominated(offering.pk).values("pk")
    mine = person.fellowships.exclude(pk__in=nominated)
    going_on = person.fellowships.going_on().exclude(pk__in=nominated)
    if (now := going_on.select_related("cohort").first()) is not None:
        return f"You are in the {now.cohort} already, so you need not apply."
    return why_left(mine, offering)


def why_left(fellowships: Any, offering: Offering) -> str:
    """Why whoever was a fellow of the cohort this offering fills does not apply for it again, in words."""
    if not fellowships.filter(cohort__offering=offering.pk).exists():
        return ""
    return f"You left the {offering.fills}, and nobody joins the same cohort twice. You can apply for a later one."


def checklist(application: Application, typed: Mapping[str, str] | None = None) -> tuple[Missing, ...]:
    """What is missing or too long; empty when it can be sent. One query.

    `typed` are answers on the way to being saved, in place of those that are.
    """
    if application.in_office_id:
        return ()
    role = application.offering.role
    return missing(
        {**application.answers, **(typed or {})},
        most_words=terms_of(application.offering)["most_words"],
        needs_cohort=application.cohort_id is None and role.cohorts.exists(),
        has_cohort=application.cohort_id is not None,
    )


def sent_back(
    application: Application, events: Iterable[ApplicationEvent] | None = None
) -> ApplicationEvent | None:
    """What the signer last asked to be changed, while the text was not sent again since.

    Read from its `events`, the newest first, where they are at hand; else with one query.
    """
    if events is None:
        events = application.events.filter(action__in=TURNS).told()[:1]
    last = next((event for event in events if event.action in TURNS), None)
    return last if last is not None and last.action == Action.SEND_BACK else None


def last_years_answers(application: Application) -> Application | None:
    """The person's latest earlier application with answers, whose words may be brought along."""
    others = Application.objects.filter(person=application.person_id).exclude(pk=application.pk)
    return others.exclude(answers={}).order_by("-created_at").first()


def written_last(placement: Placement) -> Application | None:
    """Whose words the draft by which this placement is renewed begins with: what was signed for it, else the leader's
    latest application with answers. None for who was taken over and never wrote here."""
    written = Application.objects.filter(person=placement.person_id).exclude(answers={})
    signed = placement.commitment_sha256
    own = written.filter(records__sha256=signed).first() if signed else None
    return own or written.order_by("-created_at").first()
