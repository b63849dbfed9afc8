"""What attendance pays (rules.md §1, Attendance amount): the sentences about sessions, then those of its kind."""

from collections.abc import Sequence
from fractions import Fraction

from stipends.rules.counted import Credit, Tally, minutes_words, percent
from stipends.rules.facts import session_label
from stipends.rules.kinds import AttendanceKind
from stipends.rules.kinds.base import Component


def attendance(kind: AttendanceKind, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
    """Pays from `full`, the base times the weight of attendance."""
    paid = kind.pays(credits, sums, full)
    reasons = (_counted(sums), *_session_reasons(credits), *paid.reasons)
    return Component(paid.amount, paid.complete, reasons)


def _counted(sums: Tally) -> str:
    if not sums.needed:
        return "No session was required."
    return f"{minutes_words(sums.credit)} of {sums.needed:,} minutes count ({percent(sums.fraction)})."


def _session_reasons(credits: Sequence[Credit]) -> list[str]:
    attended = [
        session_label(credit.session.title, credit.session.kind, credit.session.date)
        for credit in credits
        if credit.session.mark == "present" and credit.minutes == credit.needed
    ]
    other = [
        credit.reason()
        for credit in credits
        if credit.session.mark != "present" or credit.minutes != credit.needed
    ]
    return [f"Present, in full: {'; '.join(attended)}.", *other] if attended else other
