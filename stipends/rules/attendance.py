"""What attendance pays (rules.md §1, Attendance amount): the sentences about sessions, then those of its kind."""

from collections.abc import Sequence
from fractions import Fraction

from stipends.rules.counted import Credit, Tally, minutes_words, percent
from stipends.rules.facts import session_label
from stipends.rules.kinds.base import Component
from stipends.rules.policy import Policy
from stipends.rules.words import credit_in_words


def attendance(policy: Policy, credits: Sequence[Credit], sums: Tally, full: Fraction) -> Component:
    """Pays from `full`, the base times the weight of attendance."""
    paid = policy.attendance.pays(credits, sums, full)
    # That minutes count as minutes, each line says by itself.
    asks = policy.credit != "exact" and any(one.left_early for one in credits)
    why = [credit_in_words(policy.credit)] if asks else []
    reasons = (_counted(sums), *_session_reasons(credits), *why, *paid.reasons)
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
