"""Parts of the pages of claims: the bar of a year, what was checked, and the queue of those who approve."""

from common.clock import day_in_words, local_date
from common.money import dollars
from common.ui.digest import Fact
from common.ui.lists import to
from common.ui.pictures import Part
from common.ui.queue import Queue, Waiting
from people.models import User
from stipends.models import SubstituteClaim
from stipends.queries.accounts import Account
from stipends.queries.claims import Look, Worked, by_state
from stipends.states import ClaimState


def account_parts(account: Account) -> list[Part]:
    """The year of a school as one bar."""
    parts = [
        Part("paid", "Paid", account.paid),
        Part("done", "Sent to be paid", account.exported, hatched=True),
        Part("done", "Approved", account.approved),
        Part("part", "Waits for approval", account.claimed),
    ]
    return parts if account.left is None else [*parts, Part("ahead", "Left", max(account.left, 0))]


def checks_of(claim: SubstituteClaim, look: Look) -> list[Fact]:
    """What was looked at for whoever approves; what is unusual is to be looked at by them too."""
    count = len(look.lines)
    short = [
        one.line.teacher.name for one in look.lines if one.minutes is not None and one.minutes < _half(one)
    ]
    bare = [one.line.teacher.name for one in look.lines if one.line.actual_cents and not one.line.proof]
    capped = [one.line.teacher.name for one in look.lines if _above_the_cap(one)]
    facts = [
        Fact("Roster", " ".join(look.refusals) or f"All {count} were there", look=bool(look.refusals)),
        Fact("Substitutes", "None is used for more than a day, and no day is claimed twice"),
    ]
    if look.cents != claim.total_cents:
        words = f"{dollars(look.cents)} now, {dollars(claim.total_cents)} when it was sent:"
        why = "what a day pays, a roster or a limit changed since"
        facts.append(Fact("Another amount", f"{words} {why}", look=True))
    longer = [f"{one.line.teacher.name}: {one.longer}" for one in look.lines if one.longer]
    if longer:
        facts.append(Fact("More than the session takes", " ".join(longer), look=True))
    if short:
        facts.append(Fact("Less than half of it there", ", ".join(short), look=True))
    if bare:
        facts.append(Fact("A cost without a receipt", ", ".join(bare), look=True))
    if look.short:
        facts.append(
            Fact("Paid less than claimed", ", ".join(one.line.teacher.name for one in look.short), look=True)
        )
    if capped:
        facts.append(Fact("Cut to the most a day may cost", ", ".join(capped), look=True))
    return facts


def _half(one: Worked) -> float:
    session = one.line.session
    return (session.ends_at - session.starts_at).total_seconds() / 120


def _above_the_cap(one: Worked) -> bool:
    """Whether its cost was more than a day may cost. Without a day left nothing of it counts anyway."""
    if one.terms is None or one.terms.day_cap_cents is None or not one.back.units:
        return False
    cost = one.terms.rate * 100 * one.line.units if one.line.actual_cents is None else one.line.actual_cents
    return cost > one.terms.day_cap_cents * one.line.units


def queue_of(user: User, claim: SubstituteClaim) -> Queue:
    """What waits for approval beside this claim, the longest first. Three queries."""
    claims = SubstituteClaim.objects.visible_to(user)
    to_page = to("stipends:claim")
    waiting = claims.to_approve(user).select_related("school").order_by("submitted_at", "pk")[:50]
    counts = by_state(claims.filter(year=claim.year_id))
    done = sum(counts.get(state, 0) for state in (ClaimState.APPROVED, ClaimState.EXPORTED, ClaimState.PAID))
    rows = [Waiting(one.school.name, _sent(one), to_page(one)) for one in waiting]
    return Queue(
        "Claims to approve",
        "approved",
        rows,
        to_page(claim),
        done,
        done + counts.get(ClaimState.SUBMITTED, 0),
    )


def _sent(claim: SubstituteClaim) -> str:
    assert claim.submitted_at is not None
    return f"{dollars(claim.total_cents)}, sent {day_in_words(local_date(claim.submitted_at))}"
