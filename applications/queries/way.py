"""Where somebody's own applications stand: a line of steps, with who has it, since when and what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from applications.models import Application, ApplicationEvent
from applications.queries.lists import LISTED, PARTS, next_step, waiting_words
from applications.states import State
from common.clock import day_in_words, local_date
from people.models import User

S = State
STEPS = ("Sent", "Principal signs", "Partnership reads", "Decision", "Your answer", "You begin")
# Which step an application is at; what has ended is at none.
AT = {
    S.DRAFT: 0,
    S.RETURNED: 0,
    S.SUBMITTED: 1,
    S.COSIGNED: 2,
    S.IN_REVIEW: 2,
    S.WAITLISTED: 3,
    S.OFFERED: 4,
    S.ACCEPTED: 5,
}
HEADS = {
    S.DRAFT: "Your application is with you: it is not sent yet.",
    S.RETURNED: "Your application came back to you.",
    S.SUBMITTED: "Your application is with {signer}.",
    S.COSIGNED: "Your application is with the Partnership.",
    S.IN_REVIEW: "Your application is with the Partnership.",
    S.WAITLISTED: "You are on the waitlist.",
    S.OFFERED: "You have an offer. It is with you to answer.",
    S.ACCEPTED: "You have accepted. The role is yours.",
    S.DECLINED: "Your application was declined.",
    S.NOT_SUPPORTED: "Your school did not support your application.",
    S.TURNED_DOWN: "You turned the offer down.",
    S.LAPSED: "The offer ran out before it was answered.",
}
NEXT = {
    S.DRAFT: "Next: finish it, sign it and send it.",
    S.RETURNED: "Next: change what was asked for, and sign it again.",
    S.WAITLISTED: "Next: when a place becomes free, you get a mail with the offer. You need do nothing now.",
    S.OFFERED: "Next: accept it, or turn it down.",
}
# How long something that came to an end is still news.
NEWS = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """One step of the way: `done`, `here` or `ahead`, with words on when and who."""

    name: str
    state: str
    words: str


@dataclass(frozen=True)
class Way:
    """An application as its writer meets it on their home."""

    pk: int
    title: str
    school: str
    head: str
    next: str
    steps: list[Step]


def ways(user: User, now: datetime) -> list[Way]:
    """The applications of `user` that go on, or ended in the last thirty days, the latest first: one query."""
    lines = ApplicationEvent.objects.filter(application=OuterRef("pk")).order_by("-at")
    rows: QuerySet[Application] = (
        Application.objects.filter(person=user)
        .select_related(*PARTS)
        .only(*LISTED, "starts", *(f"offering__{day}" for day in ("cosign_by", "closes", "extended_to")))
        .annotate(
            since=Subquery(lines.filter(to_state=OuterRef("state")).values("at")[:1]),
            signed_at=Subquery(lines.filter(action="cosign").values("at")[:1]),
            reminded_at=Max("events__at", filter=Q(events__action__in=["remind", "nudge"])),
        )
        .order_by("-changed_at", "-pk")
    )
    return [_way(row, now) for row in rows if _shows(row, now)]


def _shows(application: Application, now: datetime) -> bool:
    state, since = State(application.state), getattr(application, "since", None)
    if state is S.ACCEPTED:
        return application.starts is None or application.starts > local_date(now)
    if state in AT:
        return application.offering.year.ends > local_date(now)
    return state in HEADS and since is not None and now - since < NEWS


def _way(application: Application, now: datetime) -> Way:
    state = State(application.state)
    role = application.offering.role.name
    return Way(
        pk=application.pk,
        title=f"{role}, {application.offering.year.label}",
        school=str(application.school),
        head=HEADS[state].format(signer=application.signer or "the Partnership"),
        next=next_step(application) or NEXT.get(state, ""),
        steps=list(_steps(application, now)) if state in AT else [],
    )


def _steps(application: Application, now: datetime) -> Iterator[Step]:
    here = AT[State(application.state)]
    done = {
        0: _on(application.submitted_at, "signed by you"),
        1: _on(getattr(application, "signed_at", None)),
    }
    ahead = {
        1: f"by {day_in_words(application.offering.cosign_by)}",
        3: "You get a mail",
        5: _begins(application, now),
    }
    for number, name in enumerate(STEPS):
        if number < here:
            yield Step(name, "done", done.get(number, ""))
        elif number == here:
            yield Step(name, "here", _here(application, now))
        else:
            yield Step(name, "ahead", ahead.get(number, ""))


def _begins(application: Application, now: datetime) -> str:
    """From when the role is held: the day of the offer, once there is one; before, what `usual_first_day` says."""
    first = application.starts or application.offering.year.starts
    if application.starts is None and first < local_date(now):
        return "from the day offers go out, or later"
    return f"from {day_in_words(first)}"


def _here(application: Application, now: datetime) -> str:
    """Who has it, and since when."""
    state, since = State(application.state), getattr(application, "since", None)
    words = waiting_words(application, now)
    if state is S.SUBMITTED:
        by = day_in_words(application.offering.cosign_by)
        return f"{words[:1].upper()}{words[1:]}. By {by}"
    if state is S.DRAFT:
        return f"Not sent yet; apply by {day_in_words(application.offering.last_day)}"
    if state is S.ACCEPTED:
        return f"From {day_in_words(application.starts or application.offering.year.starts)}"
    when = f", since {day_in_words(local_date(since))}" if since and state is not S.OFFERED else ""
    return f"{words[:1].upper()}{words[1:]}{when}"


def _on(moment: datetime | None, words: str = "") -> str:
    return ", ".join(
        part for part in (day_in_words(local_date(moment)) if moment else "", words if moment else "") if part
    )
