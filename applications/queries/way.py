"""Where an application stands: a line of steps, with who has it, since when and, for its writer, what is next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Prefetch

from applications.models import Application, ApplicationEvent
from applications.queries.left import left_at
from applications.queries.lists import LISTED, PARTS, REMINDERS, next_step, waiting_words
from applications.queries.standings import STANDINGS
from applications.rules.days import usual_first_day
from applications.states import Action, State
from common.clock import day_in_words, local_date
from people.models import User

S = State


class Reader(StrEnum):
    """To whom the line speaks. Who reads an application is told to none of them by it."""

    WRITER = "writer"
    SIGNER = "signer"
    OTHER = "other"


STEPS = {
    Reader.WRITER: ("Sent", "Principal signs", "Partnership reads", "Decision", "Your answer", "You begin"),
    Reader.SIGNER: ("Sent", "You sign", "Partnership reads", "Decision", "Answer", "Role begins"),
    Reader.OTHER: ("Sent", "Principal signs", "Partnership reads", "Decision", "Answer", "Role begins"),
}
# Who holds the role already is read and decided about by nobody; whoever renews is decided about without being read.
IN_OFFICE = (0, 1, 5)
RENEWS = (0, 1, 3, 4, 5)
READ = 2
# What its writer reads first while they hold the role already.
HEADS = {
    S.DRAFT: "Sign for the role you hold: nothing is paid before.",
    S.RETURNED: "Your school asks for a correction. The Partnership makes it; then both sign anew.",
    S.SUBMITTED: "You signed for your role; it is with {signer}.",
    S.NOT_SUPPORTED: "Your school did not sign for the role you hold. The Partnership looks into it.",
    S.ACCEPTED: "Both signed. The role is yours.",
}
# Which line of the history tells that a step was taken, and the word before its day.
TAKEN: dict[int, tuple[Callable[[ApplicationEvent], bool], str]] = {
    1: (lambda line: line.action == Action.COSIGN, ""),
    2: (lambda line: line.action == Action.START_REVIEW, "from"),
    3: (lambda line: line.to_state == S.OFFERED, "offered"),
    4: (lambda line: line.to_state == S.ACCEPTED, "accepted"),
}
# How long something that came to an end is still news.
NEWS = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """One step of the way: `done`, `here`, `ahead`, or `ended`, with words on when and who."""

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


def history() -> "Prefetch[str]":
    """The lines of the history, the newest first: what `steps_of` reads of an application."""
    return Prefetch("events", ApplicationEvent.objects.told())


def _last(application: Application, fits: Callable[[ApplicationEvent], bool]) -> datetime | None:
    """When what fits happened, the last time, by its `history`."""
    return next((line.at for line in application.events.all() if fits(line)), None)


def _since(application: Application) -> datetime | None:
    return _last(application, lambda line: line.to_state == application.state)


def ways(user: User, now: datetime) -> list[Way]:
    """The applications of `user` that go on, or ended in the last thirty days, the latest first: two queries."""
    rows = (
        Application.objects.filter(person=user)
        .annotate(**left_at())
        .prefetch_related(history())
        .select_related(*PARTS, "in_office", "offering__role__pathway", "offering__fellow_cohort")
        .only(
            *LISTED,
            "starts",
            "in_office__starts",
            "renews",
            "offering__role__pathway__kind",
            "offering__fellow_cohort__starts",
            *(f"offering__{day}" for day in ("cosign_by", "closes", "extended_to")),
        )
        .order_by("-changed_at", "-pk")
    )
    return [_way(row, now) for row in rows if _shows(row, now)]


def _shows(application: Application, now: datetime) -> bool:
    state, since = State(application.state), _since(application)
    stands = STANDINGS[state]
    if state is S.ACCEPTED and application.left_at is not None:
        return now - application.left_at < NEWS
    if state is S.ACCEPTED:
        return application.starts is None or application.starts > local_date(now)
    if not stands.ended:
        return application.offering.year.ends > local_date(now)
    return bool(stands.head) and since is not None and now - since < NEWS


def _way(application: Application, now: datetime) -> Way:
    stands, role = STANDINGS[State(application.state)], application.offering.role.name
    return Way(
        pk=application.pk,
        title=f"{role}, {application.offering.year.label}",
        school=str(application.school),
        head=_head(application).format(signer=application.signer or "the Partnership"),
        next=next_step(application) or ("" if application.in_office_id else stands.next),
        steps=steps_of(application, Reader.WRITER, now),
    )


def _head(application: Application) -> str:
    state = State(application.state)
    if state is S.ACCEPTED and application.left_at is not None:
        return left_in_words(application)
    held = HEADS.get(state) if application.in_office_id else None
    return held or STANDINGS[state].head


def left_in_words(application: Application) -> str:
    """What whoever left the cohort of fellows reads: on which day the fellowship ended; "" of everybody else."""
    if application.left_at is None:
        return ""
    return f"Your fellowship in the {_cohort(application)} ended on {day_in_words(local_date(application.left_at))}."


def steps_of(application: Application, reader: Reader, now: datetime) -> list[Step]:
    """The line of an application with its `history`; of one that ended, up to where it did."""
    if application.stands_on_paper:
        return list(_on_paper(application, reader, now))
    ended = _ended(application)
    if ended is None:
        return list(_steps(application, reader, now))
    at, words = ended
    taken = [
        Step(STEPS[reader][n], "done", _done(application, reader, n)) for n in _numbers(application) if n < at
    ]
    since = application.left_at or _since(application)
    return [*taken, Step(STEPS[reader][at], "ended", _on(since, words, before=True) or words)]


def _on_paper(application: Application, reader: Reader, now: datetime) -> Iterator[Step]:
    """Of who holds the role on a paper both signed: whoever had signed here before stays told."""
    if application.submitted_at is not None:
        yield Step(STEPS[reader][0], "done", _done(application, reader, 0))
    yield Step("Both signed on paper", "done", "")
    yield Step(STEPS[reader][-1], "done", _begins(application, now))


def _ended(application: Application) -> tuple[int, str] | None:
    """At which step, and with what word; None while it goes on."""
    state = State(application.state)
    stands = STANDINGS[state]
    if state is S.ACCEPTED and application.left_at is not None:
        return stands.step, "Fellowship ended"
    if state is S.WITHDRAWN:
        left = next((line for line in application.events.all() if line.to_state == S.WITHDRAWN), None)
        return STANDINGS[State(left.from_state)].step if left and left.from_state else 0, stands.ended
    return (stands.step, stands.ended) if stands.ended else None


def _steps(application: Application, reader: Reader, now: datetime) -> Iterator[Step]:
    here = _at(application)
    ahead = {
        1: "" if application.in_office_id else f"by {day_in_words(application.offering.cosign_by)}",
        3: "You get a mail" if reader is Reader.WRITER else "",
        5: _begins(application, now),
    }
    for number in _numbers(application):
        name = STEPS[reader][number]
        if number < here:
            yield Step(name, "done", _done(application, reader, number))
        elif number == here and _has_begun(application, now):
            yield Step(name, "done", f"since {day_in_words(_first_day(application))}")
        elif number == here:
            yield Step(name, "here", _here(application, reader, now))
        else:
            yield Step(name, "ahead", ahead.get(number, ""))


def _numbers(application: Application) -> tuple[int, ...]:
    """The steps there are for this application."""
    if application.in_office_id:
        return IN_OFFICE
    return RENEWS if application.renews_id else tuple(range(len(STEPS[Reader.WRITER])))


def _at(application: Application) -> int:
    """The step it is at; what is not read goes straight to the decision."""
    step = STANDINGS[State(application.state)].step
    return step + 1 if step == READ and application.renews_id else step


def _begins(application: Application, now: datetime) -> str:
    """From when the role is held: the day of the offer, once there is one; before, the usual one, if it is known."""
    today, begins = local_date(now), application.offering.year.starts
    if application.in_office is not None:
        return f"since {day_in_words(application.in_office.starts)}"
    if (
        application.starts is None
        and _cohort(application) is None
        and usual_first_day(begins, today) != begins
    ):
        return "from the day offers go out, or later"
    return f"from {day_in_words(_first_day(application))}"


def _done(application: Application, reader: Reader, number: int) -> str:
    """When a step was taken, and by whom where that is anybody's to know."""
    if number == 0:
        by = "you" if reader is Reader.WRITER else application.person
        return _on(application.submitted_at, f"signed by {by}")
    fits, words = TAKEN[number]
    return _on(_last(application, fits), words, before=True)


def _here(application: Application, reader: Reader, now: datetime) -> str:
    """Who has it, and since when."""
    state, since = State(application.state), _since(application)
    reminded_at = _last(application, lambda line: line.action in REMINDERS)
    words = waiting_words(application, now, to_signer=reader is Reader.SIGNER, reminded_at=reminded_at)
    if state is S.SUBMITTED and application.in_office_id:
        return f"{words[:1].upper()}{words[1:]}"
    if state is S.SUBMITTED:
        by = day_in_words(application.offering.cosign_by)
        return f"{words[:1].upper()}{words[1:]}. By {by}"
    if state is S.DRAFT and application.in_office_id:
        return "Not signed yet"
    if state is S.DRAFT:
        return f"Not sent yet; apply by {day_in_words(application.offering.last_day)}"
    if state is S.ACCEPTED:
        return f"From {day_in_words(_first_day(application))}"
    when = f", since {day_in_words(local_date(since))}" if since and state is not S.OFFERED else ""
    return f"{words[:1].upper()}{words[1:]}{when}"


def _first_day(application: Application) -> date:
    """Of a role that is held already, the day it truly began, which may be corrected."""
    if application.in_office is not None:
        return application.in_office.starts
    cohort = _cohort(application)
    return application.starts or (cohort.starts if cohort else application.offering.year.starts)


def _cohort(application: Application) -> Any:
    """Which cohort of fellows it leads to, if it is one of the fellowship."""
    return application.offering.fills


def _has_begun(application: Application, now: datetime) -> bool:
    return State(application.state) is S.ACCEPTED and _first_day(application) <= local_date(now)


def _on(moment: datetime | None, words: str = "", *, before: bool = False) -> str:
    """The day with words after it, or `before` it; nothing without a day."""
    if moment is None:
        return ""
    day = day_in_words(local_date(moment))
    if before:
        return f"{words} {day}".strip()
    return f"{day}, {words}" if words else day
