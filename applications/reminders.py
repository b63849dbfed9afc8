"""Who is reminded that a signature waits, on the days after sending that the rules about "cosign" name, or that a
mid-year check is not answered, on the days before its last that those about "pulse" name."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from applications.models import Application, CommitmentPulse, PulsePair
from applications.queries.asking import digest_topic, vouched_for
from applications.queries.commitments import current_record
from applications.services.moves import record
from applications.services.pulses import letter_to_leader, letter_to_school
from applications.services.routing import ASKS, ask_signer, asking
from applications.states import Beside, State
from common.clock import day_begins, day_ends, local_date
from notifications.queries import numbers_of
from notifications.rules import due_number
from notifications.services import Letter, queue, queue_all
from pathways.models import Offering, Placement, ProgramYear, Role
from people.models import School, User
from people.queries import signer_for


def owe(now: datetime) -> int:
    """Owe what is due about signatures and about mid-year checks; answers how many mails are new."""
    return cosign_reminders(now) + queue_all(_pulses(now))


def _pulses(now: datetime) -> Iterator[Letter]:
    """Leaders, and whoever signs for their school, who have not answered near the last day of a check."""
    numbers, today = numbers_of("pulse"), local_date(now)
    if not numbers:
        return
    for pulse in CommitmentPulse.objects.on(today).select_related("year"):
        number = due_number(numbers, pulse.ends - timedelta(days=1), today)
        if number is not None:
            yield from _unanswered(pulse, number, today)


def _unanswered(pulse: CommitmentPulse, number: int, today: date) -> Iterator[Letter]:
    asked = pulse.pairs.asked_on(today).select_related("placement__person", "placement__role", "school")
    again = f"-{pulse.ends}-{number}"
    left: Counter[School] = Counter()
    for pair in asked:
        left[pair.school] += pair.school_sent_at is None
        if pair.teacher_sent_at is None:
            yield letter_to_leader(pulse, pair, reminder=again)
    for school, count in left.items():
        signer = signer_for(school, today) if count else None
        if signer is not None:
            yield letter_to_school(pulse, school, signer, count, reminder=again)


def sample_of_pulse(number: int, today: date) -> Letter:
    """The reminder `number` to a leader as it would leave today, of invented people."""
    year = ProgramYear(label=f"{today.year}-{(today.year + 1) % 100:02}")
    pulse = CommitmentPulse(year=year, starts=today, ends=today + timedelta(days=number + 1))
    leader = User(given_name="Rosa", family_name="Delgado", email="leader@example.org")
    placement = Placement(person=leader, role=Role(name="Arts Lead"))
    pair = PulsePair(pk=0, pulse=pulse, placement=placement, school=School(name="Markham Middle"))
    return letter_to_leader(pulse, pair, reminder=f"-sample-{number}")


def cosign_reminders(now: datetime) -> int:
    """Owe each signer what is due: one mail for one application, one digest for many. Answers how many mails.

    Whatever an outage left out is caught up by one reminder, not by several. Running it again owes nothing.
    """
    # A reminder before anybody was asked has no meaning here.
    numbers = tuple(number for number in numbers_of("cosign") if number < 0)
    if not numbers:
        return 0
    waiting = Application.objects.waiting_for_cosign().filter(signer__isnull=False)
    due = waiting.filter(submitted_at__lt=_sent_before(numbers, now))
    signers = due.order_by("signer").values_list("signer", flat=True).distinct()
    return sum(_remind(pk, numbers, now) for pk in signers)


def _sent_before(numbers: tuple[int, ...], now: datetime) -> datetime:
    """What was sent from this moment on is not due yet by any of the rules."""
    return day_ends(local_date(now) + timedelta(days=max(numbers)))


def sample(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about one invented application, with a link that opens nothing."""
    role, year = Role(name="Arts Lead"), ProgramYear(label=f"{today.year}-{(today.year + 1) % 100:02}")
    application = Application(
        pk=0,
        person=User(given_name="Rosa", family_name="Delgado"),
        school=School(name="Markham Middle"),
        offering=Offering(role=role, year=year, cosign_by=today + timedelta(days=14)),
        submitted_at=day_begins(today + timedelta(days=number)) + timedelta(hours=16),
    )
    signer = User(given_name="Dana", family_name="Rivera", email="principal@example.org")
    context = asking(application, token="the-link-of-this-mail", why="reminder", named=True)
    return Letter(to=signer, template=ASKS, context=context, dedupe_key=f"cosign-sample-{number}")


@transaction.atomic
def _remind(signer_pk: int, numbers: tuple[int, ...], now: datetime) -> int:
    # A second beat skips what the first one holds.
    rows = Application.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    waiting = rows.filter(
        state=State.SUBMITTED, signer=signer_pk, submitted_at__lt=_sent_before(numbers, now)
    )
    by_day: dict[int, list[Application]] = defaultdict(list)
    parts = ("person", "school", "signer", "offering__role__pathway", "offering__year", "cohort")
    for application in waiting.select_related(*parts).order_by("pk"):
        day = _due(application, numbers, now)
        if day:
            by_day[day].append(application)
    due = [application for day in sorted(by_day) for application in by_day[day]]
    for day, applications in by_day.items():
        for application in applications:
            record(application, Beside.REMIND, by=None, now=now, days=day)
    if len(due) == 1:
        _remind_of_one(due[0], now)
    elif due and due[0].signer is not None:
        _remind_of_many(due[0].signer, due, now)
    return 1 if due else 0


def _due(application: Application, numbers: tuple[int, ...], now: datetime) -> int:
    """After how many days the reminder is that is due and was not sent since it was submitted; 0 for none."""
    if application.submitted_at is None:
        return 0
    number = due_number(numbers, local_date(application.submitted_at), local_date(now))
    if number is None:
        return 0
    sent = application.events.filter(action=Beside.REMIND, days=-number, at__gte=application.submitted_at)
    return 0 if sent.exists() else -number


def _remind_of_one(application: Application, now: datetime) -> None:
    frozen = current_record(application)
    number = frozen.number if frozen else 0
    count = application.events.filter(action=Beside.REMIND).count()
    ask_signer(
        application,
        why="reminder",
        dedupe_key=f"cosign-reminder-{application.pk}-{number}-{count}",
        now=now,
    )


def _remind_of_many(signer: User, applications: list[Application], now: datetime) -> None:
    queue(
        to=signer,
        template="applications/cosign_digest",
        context={"applications": applications, "named": vouched_for(one.person_id for one in applications)},
        dedupe_key=f"cosign-digest-{signer.pk}-{local_date(now)}-{applications[0].pk}",
        topic=digest_topic(signer.pk),
    )
