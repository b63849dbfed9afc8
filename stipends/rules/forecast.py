"""Earned, still possible and lost, all year long, by the very code of the run (rules.md §1, Forecast).

Three statements over the same facts tell them apart: as it is (what is open counts as not done), as it may
still become (what is open is met), and as it was at the start (everything met).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from stipends.rules.credit import credits, in_date_order
from stipends.rules.facts import STILL_OPEN, Deliverable, Done, Segment, Session, session_label
from stipends.rules.policy import Policy
from stipends.rules.statement import Parts, Statement, parts_of, statement

MET = "met"
OPEN = "open"
PARTLY = "partly"
LOST = "lost"
EXCUSED = "excused"
WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Item:
    """One session, deliverable or attestation, and what it alone moves.

    `state` is met, open, partly or lost; of a deliverable that is still open also submitted or returned. What counts
    neither for nor against (an excused session under such a rule, a waived deliverable) is said so, and moves nothing.
    For what is met or open, `cents` is how much less would be possible without it; for what is lost or counts
    in part, how much more if it were met. Under a rule that pays all or nothing the items do not add up, and
    are not meant to.
    """

    segment: int
    component: str
    ref: str
    label: str
    state: str
    cents: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """earned ≤ possible ≤ maximum; lost = maximum − possible. Items by segment, component and date."""

    earned: Statement
    possible: Statement
    maximum_cents: int
    items: tuple[Item, ...]

    @property
    def open_cents(self) -> int:
        """What can still be earned on top."""
        return self.possible.earned_cents - self.earned.earned_cents

    @property
    def lost_cents(self) -> int:
        """What can no longer be earned."""
        return self.maximum_cents - self.possible.earned_cents


def forecast(
    policy: Policy, signed: bool, completed_year: bool | None, segments: Sequence[Segment], version: str = ""
) -> Forecast:
    """The standing of a statement while the year runs. `completed_year` is None while it is not known."""
    done = completed_year is not False
    hoped = [_hoped(policy, segment) for segment in segments]
    possible = statement(policy, signed, done, hoped, version)

    def cents_of(index: int, segment: Segment) -> int:
        changed = [*hoped[:index], segment, *hoped[index + 1 :]]
        return statement(policy, signed, done, changed).earned_cents

    return Forecast(
        earned=statement(policy, signed, bool(completed_year), segments, version),
        possible=possible,
        maximum_cents=maximum_cents(policy, segments),
        items=tuple(
            item
            for index, segment in enumerate(segments)
            for item in _items(index, segment, hoped[index], policy, cents_of)
        ),
    )


def outlook(
    policy: Policy, signed: bool, completed_year: bool | None, segments: Sequence[Segment]
) -> tuple[int, int]:
    """The two sums of `forecast` alone: cents earned so far, and cents that may still be earned in all."""
    done = completed_year is not False
    hoped = [_hoped(policy, segment) for segment in segments]
    earned = statement(policy, signed, bool(completed_year), segments)
    return earned.earned_cents, statement(policy, signed, done, hoped).earned_cents


def possible(policy: Policy, signed: bool, segments: Sequence[Segment], version: str = "") -> Statement:
    """The statement when all that is still open goes well and the year is completed."""
    return statement(policy, signed, True, segments, version, _hoped_parts)


def maximum_cents(policy: Policy, segments: Sequence[Segment]) -> int:
    """What these segments pay, signed and completed, with every session attended and all else met."""
    met = [
        replace(
            segment,
            sessions=tuple(_present(session) for session in segment.sessions),
            deliverables=tuple(_accepted(item) for item in segment.deliverables),
            attested=True,
        )
        for segment in segments
    ]
    return statement(policy, True, True, met).earned_cents


def _present(session: Session) -> Session:
    return replace(session, mark="present", attended_minutes=None)


def _accepted(item: Deliverable) -> Deliverable:
    return item if item.status == "waived" else replace(item, status="accepted")


def _hoped(policy: Policy, segment: Segment) -> Segment:
    """The segment when all that is open goes well."""
    return replace(segment, **_as_hoped(policy, segment.done)._asdict())


def _as_hoped(policy: Policy, done: Done) -> Done:
    sessions = _sessions_as_hoped(policy, done.sessions)
    work = tuple(_accepted(item) if item.status in STILL_OPEN else item for item in done.deliverables)
    return Done(sessions, work, done.attested is not False)


# Worked out once for many leaders, as `parts_of` is.
@lru_cache(maxsize=4096)
def _sessions_as_hoped(policy: Policy, held: tuple[Session, ...]) -> tuple[Session, ...]:
    sessions = [
        replace(session, mark="present") if session.mark is None else session
        for session in in_date_order(held)
    ]
    for index in _make_ups(policy, sessions):
        sessions[index] = replace(sessions[index], mark="made_up")
    return tuple(sessions)


@lru_cache(maxsize=4096)
def _hoped_parts(policy: Policy, top: int, under: int, done: Done) -> Parts:
    return parts_of(policy, top, under, _as_hoped(policy, done))


def _make_ups(policy: Policy, sessions: Sequence[Session]) -> list[int]:
    """Absences worth making up: the longest first, as many as the limit leaves. One make-up more would push a
    later one past the limit."""
    absent = [
        index for index, session in enumerate(sessions) if session.mark == "absent" and session.can_make_up
    ]
    absent.sort(key=lambda index: (-sessions[index].minutes, index))
    if policy.make_up_limit is None:
        return absent
    made_up = sum(1 for session in sessions if session.mark == "made_up")
    return absent[: max(policy.make_up_limit - made_up, 0)]


def _items(
    index: int, segment: Segment, hoped: Segment, policy: Policy, cents_of: Callable[[int, Segment], int]
) -> Iterator[Item]:
    """`hoped` holds the same things as `segment`, its sessions in date order."""
    possible = cents_of(index, hoped)
    for component, change in (
        *_session_changes(policy, segment, hoped),
        *_deliverable_changes(segment, hoped),
        _attestation_change(segment, hoped),
    ):
        moved = cents_of(index, change.segment) - possible
        cents = max(moved if change.state in (LOST, PARTLY) else -moved, 0)
        yield Item(index, component, change.ref, change.label, change.state, cents)


@dataclass(frozen=True, slots=True)
class _Change:
    """The hoped-for segment with one thing the other way round."""

    state: str
    ref: str
    label: str
    segment: Segment


def _session_changes(policy: Policy, segment: Segment, hoped: Segment) -> Iterator[tuple[str, _Change]]:
    short = {
        credit.session: credit for credit in credits(policy, hoped.sessions) if credit.minutes < credit.needed
    }
    for index, before in enumerate(in_date_order(segment.sessions)):
        after = hoped.sessions[index]
        if before.mark != after.mark:
            state = OPEN
        elif after in short:
            state = LOST if short[after].missed else PARTLY
        else:
            state = EXCUSED if after.mark == "excused" and policy.excused == "exclude" else MET
        other = _otherwise(after, state)
        sessions = (*hoped.sessions[:index], other, *hoped.sessions[index + 1 :])
        label = session_label(before.title, before.kind, before.date)
        yield "attendance", _Change(state, before.ref, label, replace(hoped, sessions=sessions))


def _otherwise(session: Session, state: str) -> Session:
    """The session the other way round; what counts neither for nor against stays as it is."""
    if state == EXCUSED:
        return session
    return _present(session) if state in (LOST, PARTLY) else replace(session, mark="absent")


def _deliverable_changes(segment: Segment, hoped: Segment) -> Iterator[tuple[str, _Change]]:
    for index, (before, after) in enumerate(zip(segment.deliverables, hoped.deliverables, strict=True)):
        still = before.status if before.status in (*STILL_OPEN, WAIVED) else MET
        state = LOST if before.status == "missing" else still
        other = replace(after, status="accepted" if state == LOST else "missing")
        changed = after if state == WAIVED else other
        items = (*hoped.deliverables[:index], changed, *hoped.deliverables[index + 1 :])
        label = before.title or f"Deliverable {index + 1}"
        ref = segment.records[index] if segment.records else ""
        yield "deliverables", _Change(state, ref, label, replace(hoped, deliverables=items))


def _attestation_change(segment: Segment, hoped: Segment) -> tuple[str, _Change]:
    state = OPEN if segment.attested is None else MET if segment.attested else LOST
    changed = replace(hoped, attested=not hoped.attested)
    return "attestation", _Change(state, "", "Attestation by the principal", changed)
