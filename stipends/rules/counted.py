"""What counts of each session and of all together, in minutes (rules.md §1, Credit)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from stipends.rules.facts import Session, session_label

ONE = Fraction(1)
# Nearly always whole; a half of an odd length is not, and integers are much faster.
Minutes = int | Fraction


def minutes_words(minutes: Minutes) -> str:
    """ "180", "2,880" or "22 1/2"."""
    whole, part = divmod(minutes, 1)
    return f"{whole:,} {part}" if part else f"{whole:,}"


@dataclass(frozen=True, slots=True)
class Credit:
    """Of one session: minutes that count, minutes needed, and whether a make-up came past the limit."""

    session: Session
    minutes: Minutes
    needed: int
    past_limit: bool = False

    @property
    def missed(self) -> bool:
        """No credit though needed."""
        return self.needed > 0 and not self.minutes

    @property
    def left_early(self) -> bool:
        """Present for a part of its length."""
        return self.session.attended_minutes is not None and self.session.attended_minutes < self.needed

    def reason(self) -> str:
        """What happened in this session and what it counts, in words."""
        session = self.session
        label = session_label(session.title, session.kind, session.date)
        if not self.needed:
            return f"{label}: excused, does not count for or against."
        counts = f"{minutes_words(self.minutes)} of {self.needed:,} minutes count"
        return f"{label}: {_mark_words(self)}, {counts}."


def _mark_words(credit: Credit) -> str:
    session = credit.session
    if credit.past_limit:
        return "made up, past the number of make-ups that count"
    if session.mark == "present" and session.attended_minutes is not None:
        return f"present for {session.attended_minutes:,} minutes"
    open_yet = (
        "its roster is closed without a mark"
        if session.lacks_a_mark
        else "not held, or its roster is still open"
    )
    return (session.mark or open_yet).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Tally:
    """Minutes that count, minutes needed, and their exact fraction (1 when nothing is needed)."""

    credit: Minutes
    needed: int
    fraction: Fraction


def tally(credits: Sequence[Credit]) -> Tally:
    """The sums over all sessions of a segment."""
    needed = sum(credit.needed for credit in credits)
    counted: Minutes = sum(credit.minutes for credit in credits)
    if counted == needed:
        return Tally(counted, needed, ONE)
    return Tally(counted, needed, Fraction(counted, needed))


def percent(fraction: Fraction) -> str:
    """With one decimal, for people only: 2591/2880 shows as 90.0% and is not 90%."""
    top, under = fraction.numerator * 100, fraction.denominator
    whole, rest = divmod(top, under)
    if not rest:
        return f"{whole}%"
    tenths = (20 * top + under) // (2 * under)
    return f"{tenths // 10}.{tenths % 10}%"


def exactly(fraction: Fraction) -> str:
    """As a percentage where two decimals tell all of it, else as the fraction it is."""
    points = fraction * 10_000
    if points.denominator != 1:
        return str(fraction)
    whole, rest = divmod(points.numerator, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") + "%" if rest else f"{whole}%"
