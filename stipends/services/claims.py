"""Verbs on claims for substitutes until they are approved: filled in by the school, sent, approved by somebody else, or
sent back."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import day_in_words
from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from common.money import dollars
from common.states import step
from common.storage import forget, stored
from common.uploads import Accepted
from notifications.services import cancel, queue
from people.models import School, User
from seminars.models import Session
from stipends.models import ClaimEvent, ClaimLine, NamedSubstitute, SubstituteClaim
from stipends.policies import why_not_claim
from stipends.queries.batches import kept_of
from stipends.queries.claims import DAY, Look, Worked, claimable, look_at, units_of, why_used
from stipends.services.substitutes import hold_terms
from stipends.states import CLAIM_MOVES, ClaimAction, ClaimState

MEANWHILE = (
    "Somebody claimed a teacher or a substitute of these for the same day in this moment. Open the claim again: what is"
    " taken is named there."
)
AGREE = "Say below that you send it all the same, or leave lines out."
NOTHING_TO_CLAIM = "Nobody of this school is left to claim for at this session."


@dataclass(frozen=True, slots=True)
class Typed:
    """What the school says of a line. `cost` is in cents; None asks for the published rate."""

    substitute: str
    units: Decimal
    number: str = ""
    cost: int | None = None
    # The mark of what was shown of the line; empty: taken as typed.
    seen: str = ""


def fill_in(*, school: School, session: Session, by: User, now: datetime | None = None) -> SubstituteClaim:
    """The claim that the school has open for the year, with a line for each of its teachers who was at this session
    and is not claimed yet; a new one where none is open. Whom the school named ahead stands in the line, where they
    have time left that day. Raises DomainError where there is nobody."""
    demand(why_not_claim(by, ClaimAction.OPEN, school_id=school.pk))
    try:
        return _fill_in(school, session, by, now or timezone.now())
    except IntegrityError:
        raise DomainError(MEANWHILE) from None


@transaction.atomic
def _fill_in(school: School, session: Session, by: User, now: datetime) -> SubstituteClaim:
    # Two who press at once fill in one claim.
    School.objects.select_for_update(no_key=True).get(pk=school.pk)
    year = session.event.year
    found = list(claimable(school, year).filter(session=session).values_list("person", "day"))
    if not found:
        raise DomainError(NOTHING_TO_CLAIM)
    claims = SubstituteClaim.objects.filter(school=school, year=year, state=ClaimState.DRAFT)
    claim = claims.order_by("pk").select_for_update(of=("self",)).first()
    if claim is None:
        claim = SubstituteClaim.objects.create(school=school, year=year, opened_by=by, opened_at=now)
    lines = [_line(claim, session, person, day) for person, day in found]
    made = [line for line in lines if line is not None]
    if not made:
        raise DomainError(f"Whoever was at {session.title} is claimed for that whole day already.")
    for line in made:
        _take_named(line)
        line.save()
    _record(claim, ClaimAction.OPEN, by, now, lines=len(made))
    return claim


def _line(claim: SubstituteClaim, session: Session, person: int, day: Any) -> ClaimLine | None:
    """A line for as much of the day as is not claimed yet; None where all of it is."""
    that_day = ClaimLine.objects.live().filter(teacher=person, day=day)
    units = min(units_of(session), DAY - sum(that_day.values_list("units", flat=True), Decimal(0)))
    if units <= 0:
        return None
    return ClaimLine(claim=claim, session=session, teacher_id=person, day=day, units=units)


def _take_named(line: ClaimLine) -> None:
    """Put in whom the school named ahead for this teacher and day, unless they are used up that day meanwhile."""
    named = NamedSubstitute.objects.standing().filter(
        school=line.claim.school_id, teacher=line.teacher_id, day=line.day
    )
    for one in named:
        that_day = list(ClaimLine.objects.live().filter(day=line.day))
        left = DAY - sum((two.units for two in that_day if two.teacher_id == line.teacher_id), Decimal(0))
        line.units = min(one.units, left)
        line.substitute, line.substitute_key, line.number = one.substitute, one.substitute_key, one.number
        if why_used(line, that_day):
            line.substitute = line.substitute_key = line.number = ""


def fill(
    *,
    pk: int,
    by: User,
    lines: Mapping[int, Typed],
    out: frozenset[int] = frozenset(),
    proofs: Mapping[int, Accepted] | None = None,
    now: datetime | None = None,
) -> SubstituteClaim:
    """Keep what the school typed, by line; those `out` are left out of the claim, and can be claimed again. `proofs`
    were judged by the form. Raises DomainError, all or nothing, where a substitute has no time left that day, where
    another window changed a line meanwhile, and when the disk is full."""
    try:
        with ExitStack() as kept:
            names = {
                line: kept.enter_context(stored(file, "claims")) for line, file in (proofs or {}).items()
            }
            return _fill(pk, by, lines, out, names, now or timezone.now())
    except IntegrityError:
        raise DomainError(MEANWHILE) from None


@transaction.atomic
def _fill(
    pk: int,
    by: User,
    lines: Mapping[int, Typed],
    out: frozenset[int],
    proofs: Mapping[int, str],
    now: datetime,
) -> SubstituteClaim:
    claim = _locked(pk)
    demand(why_not_claim(by, ClaimAction.FILL, claim))
    for line in claim.lines.filter(pk__in=out):
        if line.proof:
            forget(str(line.proof.name))
        line.delete()
    kept = list(claim.lines.select_related("teacher").order_by("day", "pk"))
    changed = [line for line in kept if _take(line, lines.get(line.pk), proofs.get(line.pk, ""))]
    for line in changed:
        _demand_free(line, kept)
    # Two lines may exchange their substitutes; in between one of them would be used twice.
    claim.lines.filter(pk__in=[line.pk for line in changed]).update(substitute="", substitute_key="")
    for line in changed:
        line.save()
    if changed or out:
        _record(claim, ClaimAction.FILL, by, now, lines=len(kept))
    return claim


def _take(line: ClaimLine, typed: Typed | None, proof: str) -> bool:
    """Put what was typed into a line; whether that is anything new."""
    if typed is None:
        return False
    before = line.written
    line.substitute, line.number = typed.substitute, typed.number.strip()
    line.units, line.actual_cents = typed.units, typed.cost
    line.substitute_key = line._key()
    if proof:
        if line.proof:
            forget(str(line.proof.name))
        line.proof = proof
    changed = before != line.written
    if changed and typed.seen not in ("", mark_of(before)):
        raise DomainError(
            f"Somebody changed the line of {line.teacher.name} in another window meanwhile. Open the claim again, look"
            " at what stands there, and change it then.",
            at=f"{line.pk}-substitute",
        )
    return changed


def _demand_free(line: ClaimLine, kept: list[ClaimLine]) -> None:
    """That neither teacher nor substitute is claimed for more than the day has."""
    elsewhere = ClaimLine.objects.live().filter(day=line.day).exclude(claim=line.claim_id)
    others = [*(one for one in kept if one is not line), *elsewhere]
    whole = sum(
        (one.units for one in others if (one.day, one.teacher_id) == (line.day, line.teacher_id)), line.units
    )
    if whole > DAY:
        words = f"{line.teacher.name} is claimed for more than one day on {day_in_words(line.day)}. Write fewer days."
        raise DomainError(words, at=f"{line.pk}-units")
    if line.substitute and (used := why_used(line, others)):
        raise DomainError(used, at=f"{line.pk}-substitute")


@transaction.atomic
def submit_claim(*, pk: int, by: User, seen: str = "", now: datetime | None = None) -> SubstituteClaim:
    """Send it for approval, with what comes back as it stands now. Raises DomainError naming every line that cannot
    be claimed so, and where what the school may claim is used up; LookFirst where what is left covers some lines in
    part or not at all, unless `seen` is the mark of exactly that."""
    claim = _locked(pk)
    demand(why_not_claim(by, ClaimAction.SUBMIT, claim))
    # Two claims of a school sent at once would both take what is left.
    School.objects.select_for_update(no_key=True).get(pk=claim.school_id)
    moment = now or timezone.now()
    look = _demand_sendable(claim)
    if look.short and seen != look.mark:
        raise LookFirst(f"{look.shortfall} {AGREE}", lines=(), seen=look.mark)
    _freeze(claim, look.lines)
    claim.submitted_by, claim.submitted_at = by, moment
    move_claim(claim, ClaimAction.SUBMIT, by, moment, cents=claim.total_cents)
    return claim


def _demand_sendable(claim: SubstituteClaim) -> Look:
    # What its days are paid by stays so until this is done.
    hold_terms(set(claim.lines.values_list("day", flat=True)))
    look = look_at(claim)
    if not look.lines:
        raise DomainError("This claim has no line. Fill in a session first, or discard it.")
    if look.refusals:
        raise DomainError(" ".join(look.refusals))
    return look


def _freeze(claim: SubstituteClaim, lines: list[Worked]) -> None:
    for one in lines:
        line = one.line
        line.terms, line.reimbursed_cents = one.terms, one.back.cents
        line.paid_units = Decimal(one.back.units.numerator) / one.back.units.denominator
        line.reasons = list(one.back.reasons)
        line.save(update_fields=["terms", "reimbursed_cents", "paid_units", "reasons"])
    claim.total_cents = sum(one.back.cents for one in lines)


@transaction.atomic
def send_claim_back(*, pk: int, by: User, words: str, now: datetime | None = None) -> SubstituteClaim:
    """Back to the school, with words on what to change. Raises DomainError without words."""
    claim = _locked(pk)
    demand(why_not_claim(by, ClaimAction.RETURN, claim))
    if not words.strip():
        raise DomainError("Say what the school should change.")
    event = move_claim(claim, ClaimAction.RETURN, by, now or timezone.now(), words.strip())
    assert claim.submitted_by is not None
    queue(
        to=claim.submitted_by,
        template="stipends/claim_returned",
        context={"claim": claim, "words": words.strip()},
        dedupe_key=f"claim-returned-{event.pk}",
        topic=_topic(claim),
    )
    return claim


@transaction.atomic
def approve_claim(*, pk: int, by: User, total_cents: int, now: datetime | None = None) -> SubstituteClaim:
    """Freeze what comes back, with its reasons. `total_cents` is what the approver saw; where it is another one by
    now, or a line cannot be claimed any more, it is refused in words."""
    claim = _locked(pk)
    demand(why_not_claim(by, ClaimAction.APPROVE, claim))
    School.objects.select_for_update(no_key=True).get(pk=claim.school_id)
    lines = _demand_sendable(claim).lines
    cents = sum(one.back.cents for one in lines)
    if cents != total_cents:
        raise DomainError(
            f"This claim amounts to {dollars(cents)} now, not to {dollars(total_cents)}. Look at it again first."
        )
    _freeze(claim, lines)
    claim.approved_by, claim.approved_at = by, now or timezone.now()
    claim.lines_sha256 = kept_of([claim.pk])[claim.pk].sha256
    move_claim(claim, ClaimAction.APPROVE, by, claim.approved_at, cents=cents)
    return claim


@transaction.atomic
def discard_claim(*, pk: int, by: User, now: datetime | None = None) -> SubstituteClaim:
    """Put a claim aside that was not approved; its teachers can be claimed again."""
    claim = _locked(pk)
    demand(why_not_claim(by, ClaimAction.DISCARD, claim))
    move_claim(claim, ClaimAction.DISCARD, by, now or timezone.now())
    claim.lines.update(live=False)
    return claim


def _locked(pk: int) -> SubstituteClaim:
    rows = SubstituteClaim.objects.select_related("school", "year", "submitted_by")
    return rows.select_for_update(of=("self",)).get(pk=pk)


def _topic(claim: SubstituteClaim) -> str:
    return f"claim-returned-{claim.pk}"


FIELDS = (
    *("state", "submitted_by", "submitted_at", "approved_by", "approved_at", "total_cents"),
    *("lines_sha256", "batch"),
)


def move_claim(
    claim: SubstituteClaim, action: ClaimAction, by: User, at: datetime, note: str = "", **facts: Any
) -> ClaimEvent:
    """Save the claim in its next state by the table, with a line of history. The only place that sets a claim's
    state. A mail about what was sent back says nothing any more."""
    cancel(topic=_topic(claim))
    was, claim.state = claim.state, step(CLAIM_MOVES, ClaimState(claim.state), action)
    claim.save(update_fields=FIELDS)
    return _record(claim, action, by, at, note, was=was, **facts)


def _record(
    claim: SubstituteClaim,
    action: ClaimAction,
    by: User,
    at: datetime,
    note: str = "",
    *,
    was: str | None = None,
    **facts: Any,
) -> ClaimEvent:
    before = claim.state if was is None else was
    return ClaimEvent.objects.create(
        claim=claim, action=action, by=by, at=at, note=note, from_state=before, to_state=claim.state, **facts
    )
