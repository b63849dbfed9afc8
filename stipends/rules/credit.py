"""What each session counts under a policy (rules.md §1, Credit)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from stipends.rules.counted import Credit, Minutes
from stipends.rules.facts import FactError, Session
from stipends.rules.policy import Bands, Excused, Policy


def in_date_order(sessions: Sequence[Session]) -> list[Session]:
    """By date. On one day the longer comes first, then by kind, title and ref: the order they are given in
    never matters, and what is free or limited goes to the session that is worth more."""
    if all(one.date < next.date for one, next in pairwise(sessions)):
        return list(sessions)
    return sorted(sessions, key=_order)


def _order(session: Session) -> tuple[object, ...]:
    attended = -1 if session.attended_minutes is None else session.attended_minutes
    return (
        session.date,
        -session.minutes,
        session.kind,
        session.title,
        session.ref,
        session.mark or "",
        attended,
    )


def credits(policy: Policy, sessions: Sequence[Session]) -> list[Credit]:
    """The credit of each session, in date order."""
    made_up = 0
    result = []
    for session in in_date_order(sessions):
        if session.mark == "made_up":
            made_up += 1
            past_limit = policy.make_up_limit is not None and made_up > policy.make_up_limit
            minutes = 0 if past_limit else _times(session.minutes, policy.make_up_credit)
            result.append(Credit(session, minutes, session.minutes, past_limit))
        else:
            result.append(_credit(policy, session))
    return result


def _credit(policy: Policy, session: Session) -> Credit:
    """Of any mark but a make-up. A mark this rule does not know is refused: it would pay as an absence."""
    length = session.minutes
    match session.mark:
        case "present":
            return Credit(session, _present(policy, session), length)
        case "excused":
            return _excused(policy.excused, session)
        case "absent" | None:
            return Credit(session, 0, length)
        case _:
            raise FactError("mark", f"Nobody has said what the mark {session.mark[:40]!r} counts.")


def _excused(rule: Excused, session: Session) -> Credit:
    match rule:
        case "exclude":
            return Credit(session, 0, 0)
        case "absent":
            return Credit(session, 0, session.minutes)
        case "present":
            return Credit(session, session.minutes, session.minutes)
        case _:
            assert_never(rule)


def _present(policy: Policy, session: Session) -> Minutes:
    length = session.minutes
    if session.attended_minutes is None or session.attended_minutes >= length:
        return length
    attended = session.attended_minutes
    match policy.credit:
        case Bands():
            return _banded(policy.credit, attended, length)
        case "exact":
            return attended
        case "full_only":
            return 0
        case _:
            assert_never(policy.credit)


def _banded(bands: Bands, attended: int, length: int) -> Minutes:
    if attended >= bands.full * length:
        return length
    return _times(length, Fraction(1, 2)) if attended >= bands.half * length else 0


def _times(length: int, factor: Fraction) -> Minutes:
    product = length * factor
    return product.numerator if product.denominator == 1 else product
