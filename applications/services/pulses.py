"""The mid-year check of a year: its days, opened by the clock, settled by staff where the two see it differently."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications.models import CommitmentPulse, PulseEvent, PulsePair, PulsePairEvent
from applications.policies import why_not_pair, why_not_pulse
from applications.queries.pulses import records_of, to_ask
from applications.states import PAIR_MOVES, PairAction, PairState, PulseAction
from common.clock import day_in_words, local_date
from common.errors import DomainError, demand
from common.states import step
from notifications.services import Letter, queue_all
from pathways.models import ProgramYear
from people.models import School, User
from people.queries import signer_for

DAY = timedelta(days=1)


@transaction.atomic
def set_pulse(
    *, year: ProgramYear, by: User, first_day: date, last_day: date, now: datetime | None = None
) -> CommitmentPulse:
    """A year's mid-year check is open from its first day to its last; set again, it is changed. Nobody is asked before
    the first day. Raises DomainError for days outside the year or behind us, and for another first day once it was
    open."""
    moment = now or timezone.now()
    demand(why_not_pulse(by))
    # Two who set it at once wait for each other here.
    ProgramYear.objects.select_for_update(no_key=True).get(pk=year.pk)
    before = CommitmentPulse.objects.filter(year=year).first()
    _demand_days(year, before, first_day, last_day, local_date(moment))
    days = {"starts": first_day, "ends": last_day + DAY}
    if before is not None and (before.starts, before.ends) == (days["starts"], days["ends"]):
        return before
    pulse, new = CommitmentPulse.objects.update_or_create(year=year, defaults=days)
    action = PulseAction.SET if new else PulseAction.CHANGE
    PulseEvent.objects.create(
        pulse=pulse, action=action, first_day=first_day, last_day=last_day, by=by, at=moment
    )
    return pulse


def _demand_days(
    year: ProgramYear, before: CommitmentPulse | None, first_day: date, last_day: date, today: date
) -> None:
    if not year.starts <= first_day < year.ends:
        raise DomainError(f"Choose a day within {year}.", at="first_day")
    if not first_day <= last_day < year.ends:
        raise DomainError(f"Choose a day from the first day on, within {year}.", at="last_day")
    if last_day < today:
        raise DomainError("This day is over. Choose today or a later day.", at="last_day")
    if before is not None and before.starts <= today:
        if first_day != before.starts:
            said = f"It is open since {day_in_words(before.starts)}, so its first day stays."
            raise DomainError(said, at="first_day")
    elif first_day < today:
        raise DomainError("This day is over. Choose today or a later day.", at="first_day")


def open_pulses(*, now: datetime) -> int:
    """Ask the two of every placement that is served while a check is open and was not asked yet, and owe the mails;
    answers how many pairs are new. Running it again asks nobody twice."""
    day = local_date(now)
    return sum(_open(pk, day, now) for pk in CommitmentPulse.objects.on(day).values_list("pk", flat=True))


@transaction.atomic
def _open(pk: int, day: date, now: datetime) -> int:
    # A second beat skips what the first one holds.
    rows = CommitmentPulse.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    pulse = rows.select_related("year").filter(pk=pk).first()
    if pulse is None or not pulse.is_open(day):
        return 0
    placements = list(to_ask(pulse, day))
    texts = records_of(placements)
    PulsePair.objects.bulk_create(
        PulsePair(pulse=pulse, placement=one, school_id=one.school_id, record_id=texts[one.pk], opened_at=now)
        for one in placements
        if one.pk in texts
    )
    made = PulsePair.objects.filter(pulse=pulse, placement__in=[*texts])
    new = list(made.select_related("placement__person", "placement__role", "school"))
    queue_all(_asking(pulse, new, day))
    return len(new)


def _asking(pulse: CommitmentPulse, new: list[PulsePair], day: date) -> Iterator[Letter]:
    for pair in new:
        yield letter_to_leader(pulse, pair)
    leaders = Counter(pair.school for pair in new)
    for school, count in leaders.items():
        if (signer := signer_for(school, day)) is not None:
            yield letter_to_school(pulse, school, signer, count)


def letter_to_leader(pulse: CommitmentPulse, pair: PulsePair, *, reminder: str = "") -> Letter:
    """The mail that asks a leader, or with `reminder`, what names that one, asks again. It holds no answer."""
    return Letter(
        to=pair.placement.person,
        template="applications/pulse",
        context={"pulse": pulse, "pair": pair, "last_day": pulse.last_day, "again": bool(reminder)},
        dedupe_key=f"pulse-{pair.pk}{reminder}",
        topic=leader_topic(pair.pk),
    )


def letter_to_school(
    pulse: CommitmentPulse, school: School, signer: User, count: int, *, reminder: str = ""
) -> Letter:
    """One mail to whoever signs for a school, about all its leaders who are asked about."""
    return Letter(
        to=signer,
        template="applications/pulse_school",
        context={
            "pulse": pulse,
            "school": school,
            "count": count,
            "last_day": pulse.last_day,
            "again": bool(reminder),
        },
        dedupe_key=f"pulse-{pulse.pk}-{school.pk}-{signer.pk}{reminder}",
        topic=school_topic(pulse.pk, school.pk),
    )


def leader_topic(pair_pk: int) -> str:
    """Under this the mails wait that ask a leader."""
    return f"pulse-of-leader-{pair_pk}"


def school_topic(pulse_pk: int, school_pk: int) -> str:
    """Under this the mails wait that ask whoever signs for a school."""
    return f"pulse-of-school-{pulse_pk}-{school_pk}"


@transaction.atomic
def settle_pair(*, pk: int, by: User, talked_on: date, words: str, now: datetime | None = None) -> PulsePair:
    """Staff talked to both: since when it is settled, and what comes of it, for program managers alone. Raises
    DomainError without words, or for a day that is still to come."""
    moment = now or timezone.now()
    pair = locked_pair(pk)
    demand(why_not_pair(by, PairAction.SETTLE, pair, now=moment))
    if talked_on > local_date(moment):
        raise DomainError("This day is still to come. Settle it once you talked to both.", at="talked_on")
    if talked_on < pair.pulse.starts:
        raise DomainError(
            "Nobody had answered by then. Choose the day you talked to the second.", at="talked_on"
        )
    if not words.strip():
        raise DomainError("Write what comes of it, in a sentence or two.", at="words")
    move_pair(pair, PairAction.SETTLE, by=by, now=moment, note=words.strip(), talked_on=talked_on)
    return pair


def locked_pair(pk: int) -> PulsePair:
    """The pair, its row locked until the transaction ends: the two wait for each other here."""
    PulsePair.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    parts = ("pulse__year", "placement__person", "placement__role", "school", "record", "school_sent_by")
    return PulsePair.objects.select_related(*parts).get(pk=pk)


def move_pair(
    pair: PulsePair, action: PairAction, *, by: User, now: datetime, note: str = "", **told: object
) -> None:
    """The next state by the table, with a line of history. The row must be locked; other columns that were set are
    saved with it."""
    before = pair.state
    pair.state = step(PAIR_MOVES, PairState(before), action)
    pair.save(update_fields=["state"])
    PulsePairEvent.objects.create(
        pair=pair,
        action=action,
        from_state=before,
        to_state=pair.state,
        by=by,
        at=now,
        note=note,
        **told,
    )
