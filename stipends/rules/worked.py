"""Three people by which a rule is understood: one who did it all, one who missed one session, one who came later."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from common.money import dollars
from stipends.rules.facts import MONTHS, Deliverable, FactError, Segment, Session, session_label
from stipends.rules.policy import LITERAL, Policy
from stipends.rules.statement import Statement, statement


@dataclass(frozen=True, slots=True)
class Asked:
    """What a role asks for in a year: its sessions and deliverables, and the service days of the calendar."""

    sessions: tuple[Session, ...]
    deliverables: tuple[Deliverable, ...]
    days: tuple[date, ...]

    @property
    def anything(self) -> bool:
        return bool(self.sessions or self.deliverables)


@dataclass(frozen=True, slots=True)
class Worked:
    """One of the three: cents in all and by component, why, what missing a session lost, and what the guide's own rule
    pays; None where that rule needs the calendar, and there is none."""

    title: str
    cents: int
    parts: tuple[int, ...]
    why: str
    lost_cents: int
    guide_cents: int | None

    @property
    def said(self) -> str:
        """ "Misses one session: $2,310.00"."""
        return f"{self.title}: {dollars(self.cents)}"


def three(policy: Policy, annual_cents: int, asked: Asked) -> tuple[Worked, ...]:
    """Calculated as a run calculates them. Without a session nobody misses one, and without service days nobody comes
    later: then there are fewer than three. Raises FactError where the rule needs service days and there are none."""
    people = [_everything(annual_cents, asked)]
    if asked.sessions:
        people.append(_missing(policy, annual_cents, asked))
    if len(asked.days) > 1:
        people.append(_later(annual_cents, asked))
    return tuple(_worked(policy, *person) for person in people)


# Title, why, what was lost, and what happened.
Person = tuple[str, str, int, Segment]


def _paid(policy: Policy, segment: Segment) -> Statement:
    return statement(policy, True, True, [segment])


def _worked(policy: Policy, title: str, why: str, lost: int, segment: Segment) -> Worked:
    result = _paid(policy, segment)
    parts = tuple(cell.cents for cell in result.cells[0])
    return Worked(title, result.earned_cents, parts, why, lost, _by_the_guide(segment))


def _by_the_guide(segment: Segment) -> int | None:
    try:
        return _paid(LITERAL, segment).earned_cents
    except FactError:
        return None


def _whole(annual_cents: int, asked: Asked) -> Segment:
    """Present at all that is asked, everything accepted, the whole year."""
    return Segment(
        annual_cents=annual_cents,
        share=Fraction(1),
        service_days=len(asked.days),
        year_service_days=len(asked.days),
        leave_days=0,
        sessions=tuple(_marked(one, "present") for one in asked.sessions),
        deliverables=tuple(replace(one, status="accepted") for one in asked.deliverables),
        attested=True,
    )


def _marked(session: Session, mark: str) -> Session:
    return replace(session, mark=mark, attended_minutes=None)


def _everything(annual_cents: int, asked: Asked) -> Person:
    sessions, work = len(asked.sessions), len(asked.deliverables)
    came = (
        f"{'The session' if sessions == 1 else f'All {sessions} sessions'}, " if sessions else "No sessions, "
    )
    handed = f"{work} of {work} accepted" if work else "nothing to hand in"
    why = f"{came}{handed}, the principal confirms."
    return "Comes to everything", why, 0, _whole(annual_cents, asked)


def _missing(policy: Policy, annual_cents: int, asked: Asked) -> Person:
    """Of the kind there is most of, the first: what anybody may miss."""
    kinds = Counter(one.kind for one in asked.sessions)
    kind = kinds.most_common(1)[0][0]
    number, missed = next((at, one) for at, one in enumerate(asked.sessions) if one.kind == kind)
    whole = _whole(annual_cents, asked)
    absent, made_up = (_with(whole, number, mark) for mark in ("absent", "made_up"))
    full, less, back = (_paid(policy, one).earned_cents for one in (whole, absent, made_up))
    minutes = sum(one.minutes for one in whole.sessions)
    label = session_label(missed.title, missed.kind, missed.date)
    what = f"{label}, {missed.minutes:,} of {minutes:,} minutes"
    return "Misses one session", f"{what}: {_costs(full, less, back)}", max(full - less, 0), absent


def _with(segment: Segment, number: int, mark: str) -> Segment:
    marked = _marked(segment.sessions[number], mark)
    before, after = segment.sessions[:number], segment.sessions[number + 1 :]
    return replace(segment, sessions=(*before, marked, *after))


def _costs(full: int, less: int, back: int) -> str:
    """What a missed session costs, in words, from cents with all, without it, and with it made up."""
    cost = dollars(full - less)
    if full <= less:
        return "it costs nothing."
    if back >= full:
        return f"{cost} less, which a make-up brings back."
    if back > less:
        return f"{cost} less; a make-up brings back {dollars(back - less)}."
    return f"{cost} less, and no make-up brings it back."


def _later(annual_cents: int, asked: Asked) -> Person:
    """In the middle of the service days, and at every session from then on."""
    first = asked.days[len(asked.days) // 2]
    whole = _whole(annual_cents, asked)
    sessions = tuple(one for one in whole.sessions if one.date >= first)
    days = sum(1 for day in asked.days if day >= first)
    why = f"{days} of {len(asked.days)} service days; {_of(sessions, asked.sessions)} from then on."
    segment = replace(whole, service_days=days, sessions=sessions)
    return f"Comes on {MONTHS[first.month - 1]} {first.day}", why, 0, segment


def _of(some: Sequence[Session], of: Sequence[Session]) -> str:
    if not some:
        return "no session"
    return f"{len(some)} of {len(of)} sessions"
