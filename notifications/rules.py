"""When a reminder is due, when a mail may leave, when a job is late. Plain Python; day and time are passed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from common.clock import LOS_ANGELES, day_begins
from common.counting import counted


@dataclass(frozen=True, slots=True)
class Reminder:
    """What can be reminded of, in words: its `name`, the `day` it is counted from, `to` whom, and `until` when.

    `never`: why not on one side of that day; empty where both make sense. `before`: whether that other side is the one
    before it.
    """

    name: str
    day: str
    to: str
    until: str
    never: str = ""
    before: bool = True

    def allows(self, days_before: int) -> bool:
        """Whether so many days before its day (negative: after it) there is anything to remind of. The day itself
        counts as before it."""
        return not self.never or (days_before >= 0) is self.before


# As the apps' reminders name them.
REMINDERS = {
    "agreement": Reminder(
        "Service agreement",
        "the day it can be signed",
        "fellows who have not signed it",
        "they sign it",
        "Nobody is reminded before they can sign. Choose days after it.",
        before=False,
    ),
    "alumni": Reminder(
        "What graduates do", "May 1", "graduates who owe no service", "they say whether all is still right"
    ),
    "coaching-cycle": Reminder("Coaching cycle", "its last day", "the coach", "it is closed"),
    "cosign": Reminder(
        "Co-signing",
        "the day it was asked for",
        "whoever signs for the school",
        "it is answered",
        "Nobody is reminded before they were asked. Choose days after it.",
        before=False,
    ),
    "credential": Reminder(
        "Credential", "the day it expires", "the fellow who holds it", "a later one is recorded"
    ),
    "deliverable": Reminder("Deliverable", "the day it is due", "the leader", "it is handed in or waived"),
    "milestone": Reminder("Milestone", "the day it is due", "the fellow", "it is recorded"),
    "pulse": Reminder(
        "Mid-year check",
        "its last day",
        "leaders and whoever signs for their school",
        "they answered",
        "Nobody answers once it is closed. Choose days before it.",
    ),
    "service-report": Reminder(
        "Report of service", "June 30", "fellows who owe service", "they report where they served"
    ),
    "session": Reminder(
        "Session",
        "its day",
        "everybody who is invited",
        "it begins",
        "Nobody is reminded of a session that is over. Choose days before it.",
    ),
}
# Further from its day a reminder reminds of nothing.
MOST_DAYS = 90
BEFORE, AFTER = "before", "after"


def when(days_before: int, day: str) -> str:
    """In words: "7 days before the day it is due", "on its day", "3 days after June 30"."""
    side = BEFORE if days_before > 0 else AFTER
    return f"{counted(abs(days_before), 'day')} {side} {day}" if days_before else f"on {day}"


def as_typed(days_before: int) -> dict[str, str]:
    """The same as a form asks for it: how many days, and on which side of the day."""
    return {"days": str(abs(days_before)), "side": AFTER if days_before < 0 else BEFORE}


# A reminder that could not be sent for longer than this would only confuse: the next number speaks instead.
LATEST = timedelta(days=14)


def due_number(numbers: Iterable[int], about: date, today: date) -> int | None:
    """The one reminder to send today about the date `about`, or None.

    `numbers` are days before the date (negative: after it). Of several whose day has come only the last
    counts, so that an outage is caught up with one mail. One meant for before the date is not sent after it.
    """
    come = [number for number in numbers if about - timedelta(days=number) <= today]
    if not come:
        return None
    last = min(come)
    if last >= 0:
        return last if today <= about else None
    return last if today <= about - timedelta(days=last) + LATEST else None


# --- mails ----------------------------------------------------------------------------------------
# Nobody's telephone rings at night because a server came back then.
MORNING, EVENING = timedelta(hours=7), timedelta(hours=20)
# What somebody caused at night may leave so long after that; the others sit at it too.
FRESH = timedelta(hours=1)
# How long after the first, second … failed attempt the next one may be made; the last one holds for those after it.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
MOST_ATTEMPTS = 5
# Of a server that is busy, full or hangs up: about sixteen hours.
MOST_PATIENT_ATTEMPTS = 12


def is_decent(now: datetime) -> bool:
    """Whether it is day in Los Angeles, so that a mail that can wait may leave."""
    return MORNING.seconds // 3600 <= now.astimezone(LOS_ANGELES).hour < EVENING.seconds // 3600


def decent_from(now: datetime) -> datetime:
    """`now` by day; at night the morning after it."""
    if is_decent(now):
        return now
    here = now.astimezone(LOS_ANGELES)
    day = here.date() + timedelta(days=here.hour >= EVENING.seconds // 3600)
    return day_begins(day).replace(hour=MORNING.seconds // 3600)


def leaves_at(send_after: datetime, created_at: datetime, now: datetime, *, urgent: bool) -> datetime:
    """When a mail that waits may leave at the earliest: by day, unless it is urgent or was caused just before."""
    at = max(send_after, now)
    return at if urgent or at < created_at + FRESH else decent_from(at)


def pause_after(attempts: int, *, passes: bool) -> timedelta | None:
    """How long to wait after so many failed attempts; None when there were enough. `passes`: it was the server's
    trouble rather than the mail's."""
    most = MOST_PATIENT_ATTEMPTS if passes else MOST_ATTEMPTS
    return None if attempts >= most else PAUSES[min(attempts, len(PAUSES)) - 1]


# --- periodic jobs --------------------------------------------------------------------------------
# Two machines' clocks may differ by so much; a turn further ahead was noted before the clock was set back.
CLOCKS_DIFFER = timedelta(seconds=5)
# A job that runs every few seconds is not late because one turn took longer.
LEAST_PATIENCE = 60


def age_of(ran_at: datetime, now: datetime) -> int | None:
    """Seconds since a job ran; None when that lies in the future, so that nobody knows."""
    return None if ran_at > now + CLOCKS_DIFFER else max(int((now - ran_at).total_seconds()), 0)


def is_late(age_seconds: int | None, every_seconds: int) -> bool:
    """Whether a job that runs every so many seconds should have run again by now: after half a period more, at least
    a minute. Of unknown age it is late until it runs again."""
    return age_seconds is None or age_seconds > every_seconds + max(every_seconds // 2, LEAST_PATIENCE)
