"""When a reminder is due. Plain Python; the day is passed in."""

from collections.abc import Iterable
from datetime import date, timedelta

# What can be reminded of, as the apps' reminders name it, and when counted from.
REMINDERS = {
    "coaching-cycle": "Coaching cycle, from its last day",
    "cosign": "Signature that waits, from the day it was asked for",
    "deliverable": "Deliverable, from the day it is due",
    "milestone": "Milestone of a fellow, from the day it is due",
    "service-report": "Report of service, from June 30",
    "session": "Session, from its day",
}
# Further from its day a reminder reminds of nothing.
MOST_DAYS = 90
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
