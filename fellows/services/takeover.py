"""Fellows of before the product are taken over: who they are, how far they came, what they signed on paper. The service
they gave is entered and accepted in `fellows.services.papers`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.canonical import fingerprint
from common.clock import day_begins, day_in_words, local_date
from common.errors import DomainError, demand, demand_all
from common.states import in_words
from fellows.models import (
    AgreementVersion,
    Fellow,
    FellowCohort,
    FellowEvent,
    FellowTakenOver,
    Milestone,
    PaperAgreement,
    ServiceAgreement,
)
from fellows.policies import why_not, why_not_by_hand, why_not_twice
from fellows.queries.takeover import BOUND, FIRST_CLASS, WAY, kept_state, wrong_days
from fellows.rules.agreement import kept_as, paper_text
from fellows.rules.dates import add_months
from fellows.services.fellows import check_places, hold_places, locked, record, refuse_day_far_from
from fellows.services.papers import PaperYear, enter_year
from fellows.services.proofs import refuse_number
from fellows.states import GOING_ON, STUDYING, Action, State
from people.models import User
from people.services import add_person
from people.states import AccountAction

PLACES, MONTHS = 8, 14
NO_AGREEMENT = "Say where the agreement on paper is kept, when it was signed and which terms it has."


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has no account here yet."""

    email: str
    given_name: str
    family_name: str = ""
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class OnPaper:
    """An agreement that was signed on paper: the terms it has, the day, and where it is kept."""

    terms_of: AgreementVersion
    signed_on: date
    kept: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone with its day, and the day on which it expires."""

    kind: str
    on: date
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """All that is said of a fellow of before. `cohort`: the cohort, or the year it began in, whose cohort is made where
    there is none; `days`: since when they were in each state on the way; `since`: in the one they are in."""

    person: User | Newcomer
    cohort: FellowCohort | int
    state: State
    reason: str
    days: Mapping[State, date] = field(default_factory=dict)
    since: date | None = None
    milestones: Sequence[Reached] = ()
    agreement: OnPaper | None = None
    years: Sequence[PaperYear] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the fellow, and in words what was not on record before."""

    fellow: Fellow
    added: tuple[str, ...]


@transaction.atomic
def take_over(*, before: Before, by: User, now: datetime | None = None) -> Taken:
    """A fellow as paper tells of them; whatever position they have today. What is on record already stays, and the same
    again adds nothing.

    Raises DomainError for what cannot be so, for what is on record otherwise, without an agreement for who owes
    service, for a cohort that is full, and without a reason.
    """
    moment = now or timezone.now()
    added: list[str] = []
    demand(why_not(by, Action.TAKE_OVER))
    person = _person(before.person, by, added)
    # The places first, then the person, as whoever fills a cohort holds them: twice at once is once.
    cohort = hold_places(_cohort(before.cohort, local_date(moment), added).pk)
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    demand(why_not(by, Action.TAKE_OVER, Fellow(person=person, cohort=cohort)))
    there = Fellow.objects.filter(person=person, cohort=cohort).first()
    demand_all(_wrong(before, cohort, there, local_date(moment)))
    fellow = _same(locked(there.pk), before) if there else _new(before, person, cohort, by, moment, added)
    for one in before.milestones:
        _reach(fellow, one, by, moment, added)
    if before.agreement is not None:
        _put_on_record(fellow, before.agreement, by, moment, added)
    for year in before.years:
        if enter_year(fellow, year, by, moment):
            added.append(f"service of {year.year} on paper")
    return Taken(fellow, tuple(added))


def _person(said: User | Newcomer, by: User, added: list[str]) -> User:
    if isinstance(said, User):
        return said
    if not said.given_name.strip():
        raise DomainError(
            f"Nobody here has the address {said.email}. Write their name too: then an account is made.",
            at="given_name",
        )
    named = {"given_name": said.given_name, "family_name": said.family_name, "external_id": said.external_id}
    person = add_person(by=by, email=said.email, **named, action=AccountAction.TAKE_IN)
    added.append("an account, without a mail")
    return person


def _cohort(said: FellowCohort | int, today: date, added: list[str]) -> FellowCohort:
    """The cohort that began in that year, made as cohorts are: fourteen months, summer to summer."""
    if isinstance(said, FellowCohort):
        return said
    if not FIRST_CLASS <= said <= today.year:
        raise DomainError(
            f"Write a year from {FIRST_CLASS} to {today.year}, in which the cohort began.", at="cohort"
        )
    known = FellowCohort.objects.filter(starts__year=said).order_by("starts").first()
    if known is not None:
        return known
    starts = date(said, 6, 22)
    days = {"starts": starts, "ends": add_months(starts, MONTHS), "places": PLACES}
    cohort, new = FellowCohort.objects.get_or_create(name=f"Cohort of {said}", defaults=days)
    if not new:
        raise DomainError(
            f"The {cohort} began in {cohort.starts.year}. Write that year, or correct its days.",
            at="cohort",
        )
    added.append(f"the {cohort}, from {day_in_words(starts)}")
    return cohort


def _wrong(before: Before, cohort: FellowCohort, there: Fellow | None, today: date) -> Iterator[DomainError]:
    if not before.reason.strip():
        yield DomainError("Say how this is known. It stays on record.", at="reason")
    if before.state is State.NOMINATED:
        yield DomainError("Whoever is nominated now is nominated on the page of fellows.", at="state")
        return
    for wrong in wrong_days(before.state, before.days, before.since, cohort.starts, today):
        yield DomainError(wrong.sentence, at=wrong.at)
    if before.agreement is not None:
        yield from _wrong_agreement(before.agreement, today)
    elif before.state in BOUND and (there is None or not there.agreements.exists()):
        yield DomainError(NO_AGREEMENT, at="kept")
    yield from _wrong_milestones(before.milestones, today)


def _wrong_milestones(said: Sequence[Reached], today: date) -> Iterator[DomainError]:
    for one in said:
        if one.on > today:
            words = f"{day_in_words(one.on)} lies ahead. Write a day that is past."
            yield DomainError(words, at=f"{one.kind}_on")
        elif one.expires is not None and one.expires <= one.on:
            yield DomainError("It expires after the day it was reached.", at=f"{one.kind}_expires")


def _wrong_agreement(said: OnPaper, today: date) -> Iterator[DomainError]:
    if not said.kept.strip():
        yield DomainError("Say where the paper is kept.", at="kept")
    if said.signed_on > today:
        yield DomainError("That day lies ahead. Write the day on which the paper was signed.", at="signed_on")


def _new(
    before: Before, person: User, cohort: FellowCohort, by: User, moment: datetime, added: list[str]
) -> Fellow:
    state = kept_state(before.state)
    if state in STUDYING:
        _place(cohort, local_date(moment))
    if state in GOING_ON:
        demand(why_not_twice(person, cohort))
    fellow = Fellow.objects.create(
        person=person, cohort=cohort, state=state, graduated_on=before.days.get(State.GRADUATED)
    )
    FellowTakenOver.objects.create(
        fellow=fellow, reason=before.reason.strip(), state=before.state, since=before.since, by=by, at=moment
    )
    _told(fellow, before, by, moment)
    added.append(f"a fellow, “{in_words(before.state).lower()}”")
    return fellow


def _told(fellow: Fellow, before: Before, by: User, moment: datetime) -> None:
    """A line of history for each state whose day is known, and for the one they are in."""
    kept, was = State(fellow.state), ""
    days = {**before.days, **({before.state: before.since} if before.since else {})}
    for state in [one for one in WAY if one in days and one is not kept] + [kept]:
        FellowEvent.objects.create(
            fellow=fellow,
            action=Action.TAKE_OVER,
            from_state=was,
            to_state=state,
            by=by,
            at=moment,
            day=days.get(state),
            note=before.reason.strip() if state is kept else "",
        )
        was = str(state)


def _place(cohort: FellowCohort, today: date) -> None:
    """A place of the cohort, which is held; one that is over had as many as it had fellows, and gets them."""
    taken = cohort.fellows.holding_a_place().count()
    if cohort.ends <= today and taken >= cohort.places:
        cohort.places = taken + 1
        cohort.save(update_fields=["places"])
    check_places(cohort)


def _same(fellow: Fellow, before: Before) -> Fellow:
    """Who is on record already stays so. Raises DomainError where paper tells otherwise."""
    kept = kept_state(before.state)
    if State(fellow.state) not in (kept, before.state):
        raise DomainError(
            f"{fellow.person} is in the {fellow.cohort} already, as “{in_words(fellow.state)}”. Write that state, or "
            "change it on their page.",
            at="state",
        )
    graduated = before.days.get(State.GRADUATED)
    if graduated is not None and graduated != fellow.graduated_on:
        known = day_in_words(fellow.graduated_on) if fellow.graduated_on else "no day"
        raise DomainError(
            f"On record {fellow.person} graduated on {known}. Write that day, or leave it empty.",
            at="graduated_on",
        )
    return fellow


def _reach(fellow: Fellow, said: Reached, by: User, moment: datetime, added: list[str]) -> None:
    refuse_day_far_from(fellow.cohort, said.on, at=f"{said.kind}_on")
    if said.expires is not None:
        refuse_day_far_from(fellow.cohort, said.expires, at=f"{said.kind}_expires")
    rows = Milestone.objects.filter(fellow=fellow, kind=said.kind)
    known = rows.filter(reached_on__isnull=False).first()
    if known is not None:
        if (known.reached_on, known.expires_on or said.expires) == (
            said.on,
            said.expires or known.expires_on,
        ):
            return
        assert known.reached_on is not None
        raise DomainError(
            f"{_named(known)} is on record as reached on {day_in_words(known.reached_on)}. Write that day, or "
            "correct it on the page of the fellow.",
            at=f"{said.kind}_on",
        )
    if not hasattr(fellow, "taken_over"):
        demand(why_not_by_hand(said.kind))
    row = rows.open().order_by("attempt").first()
    if row is None:
        row = Milestone(fellow=fellow, kind=said.kind, attempt=rows.count() + 1)
    row.reached_on, row.expires_on = said.on, said.expires
    row.save()
    facts: dict[str, Any] = {"milestone": row.kind, "attempt": row.attempt, "day": said.on}
    record(fellow, Action.REACH_MILESTONE, by, moment, **facts)
    added.append(_named(row))


def _named(row: Milestone) -> str:
    words: str = row.get_kind_display()
    return words


def _put_on_record(fellow: Fellow, said: OnPaper, by: User, moment: datetime, added: list[str]) -> None:
    refuse_number(said.kept, at="kept")
    if _signed_already(fellow, said):
        return
    if fellow.graduated_on is not None and said.signed_on > fellow.graduated_on:
        raise DomainError(
            f"They graduated on {day_in_words(fellow.graduated_on)}: the agreement was signed by that day. Correct the "
            "day, or leave it out.",
            at="signed_on",
        )
    version = said.terms_of
    text = paper_text(
        version.in_rules,
        fellow.person.name,
        fellow.cohort.name,
        signed_on=said.signed_on,
        kept=said.kept.strip(),
    )
    _refuse_taken_back(fellow, text)
    agreement = ServiceAgreement.objects.create(
        fellow=fellow,
        version=version.number,
        terms=kept_as(version.terms),
        text=text,
        sha256=fingerprint(text.encode()),
        typed_name="",
        signed_at=day_begins(said.signed_on),
    )
    PaperAgreement.objects.create(
        agreement=agreement,
        terms_of=version,
        signed_on=said.signed_on,
        kept=said.kept.strip(),
        by=by,
        at=moment,
    )
    record(fellow, Action.PAPER_AGREEMENT, by, moment, day=said.signed_on)
    added.append("the agreement on paper")


def _refuse_taken_back(fellow: Fellow, text: str) -> None:
    """One text is on record once, also when it holds no more."""
    same = PaperAgreement.objects.filter(
        agreement__fellow=fellow, agreement__sha256=fingerprint(text.encode()), taken_back_at__isnull=False
    )
    if same.exists():
        raise DomainError(
            "This very agreement was taken back as a mistake. Write what the paper says, or where it is kept now.",
            at="kept",
        )


def _signed_already(fellow: Fellow, said: OnPaper) -> bool:
    """Whether the very same is on record. Raises DomainError where another agreement is."""
    known = fellow.agreements.select_related("paper").order_by("-pk").first()
    if known is None:
        return False
    paper = getattr(known, "paper", None)
    if paper is not None and (paper.signed_on, paper.terms_of_id) == (said.signed_on, said.terms_of.pk):
        return True
    what = (
        f"on paper, of {day_in_words(paper.signed_on)}"
        if paper
        else f"signed here as version {known.version}"
    )
    raise DomainError(f"An agreement is on record already, {what}. Leave this one out.", at="signed_on")
