"""Why a run pays what it pays: sentences from the facts that a line keeps (rules.md §3)."""

from dataclasses import dataclass
from enum import StrEnum

from common.money import dollars
from stipends.rules.instalments import Step, share_cents

NOTHING_LEFT = "zero"
# All that was due was taken off for what was paid too much before.
ALL_TAKEN = "set_against"


class Nothing(StrEnum):
    """Why nothing was left to pay."""

    UNEARNED = "unearned"
    PAID_UP = "paid_up"
    TOO_LITTLE = "too_little"

    def words(self, step: Step) -> str:
        """For a run that pays by `step`."""
        if self is Nothing.UNEARNED:
            return "nothing was earned"
        if self is Nothing.TOO_LITTLE:
            return "its share is less than a cent"
        whole = step.kind == "share_of_maximum"
        return "the whole amount was paid before" if whole else "everything earned was paid before"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a line keeps beside its cells. `whole_cents` is the whole amount of the year when the run pays a share
    of it; None on lines from before it was kept. `hopes` marks a projection. `taken_cents` were taken off what was due;
    `waived_cents` of what was paid above what was earned were waived."""

    step: Step
    hopes: bool
    exclusion: str
    earned_cents: int
    whole_cents: int | None
    paid_cents: int
    pay_cents: int
    taken_cents: int = 0
    waived_cents: int = 0

    @property
    def due_cents(self) -> int:
        """What was to be paid before anything was taken off."""
        return self.pay_cents + self.taken_cents


def run_in_words(step: Step, hopes: bool) -> str:
    """What a whole run pays, in a sentence."""
    says = "This run projects" if hopes else "This run pays"
    most = "" if step.kind == "balance" else ", but never more than is left of it"
    return f"{says} {step_in_words(step, hopes)}{most}."


def reasons(kept: Kept) -> tuple[str, ...]:
    """From the amount of the statement to the amount of the line. Nothing for who is excluded from a balance: the
    exclusion says why."""
    excluded = kept.exclusion not in ("", NOTHING_LEFT, ALL_TAKEN)
    if kept.step.kind != "balance":
        return (*_share(kept, excluded), *_taken(kept))
    return () if excluded else (*_balance(kept), *_taken(kept))


def why_nothing(step: Step, unearned: bool, paid_up: bool) -> Nothing:
    """Why nothing was left to pay. `paid_up`: at least what was earned, and something, was paid before."""
    if unearned and step.kind != "share_of_maximum":
        return Nothing.UNEARNED
    return Nothing.PAID_UP if paid_up else Nothing.TOO_LITTLE


def step_in_words(step: Step, hopes: bool = False) -> str:
    """What a step pays, within a sentence: "1/2 of the whole amount"."""
    earned = "what may still be earned" if hopes else "what was earned"
    if step.kind == "balance":
        return f"{earned}, less what was paid before"
    whole = "the whole amount" if step.kind == "share_of_maximum" else earned
    return whole if step.share == 1 else f"{step.share} of {whole}"


def _share(kept: Kept, excluded: bool) -> tuple[str, ...]:
    of_maximum = kept.step.kind == "share_of_maximum"
    whole = kept.whole_cents if of_maximum else kept.earned_cents
    says = f"This run pays {step_in_words(kept.step, kept.hopes)}"
    if whole is None:
        return (f"{says}.",)
    says += f" of {dollars(whole)}" if of_maximum else f", {dollars(whole)}"
    if excluded:
        return (f"{says}.",)
    share = share_cents(kept.step, whole)
    result = f"{says}: {dollars(share)}." if kept.step.share != 1 else f"{says}."
    return (result, f"Paid before: {dollars(kept.paid_cents)}.", *_cut(kept, share, whole))


def _cut(kept: Kept, share: int, whole: int) -> tuple[str, ...]:
    """Why a line pays less than its share."""
    if kept.due_cents == share:
        return ()
    left = max(whole - kept.paid_cents, 0)
    if not left:
        return (f"Nothing of the {dollars(whole)} is left to pay.",)
    return (f"{dollars(left)} is left of the {dollars(whole)}, so this run pays {dollars(kept.due_cents)}.",)


def _taken(kept: Kept) -> tuple[str, ...]:
    if not kept.taken_cents:
        return ()
    return (
        f"{dollars(kept.taken_cents)} of it is taken off for what was paid too much before, as was agreed:"
        f" {dollars(kept.pay_cents)} is left to pay.",
    )


def _balance(kept: Kept) -> tuple[str, ...]:
    title = "It may still earn" if kept.hopes else "Earned now:"
    earned, paid, pay = map(dollars, (kept.earned_cents, kept.paid_cents, kept.due_cents))
    says = f"{title} {earned}, less {paid} paid before: {pay}."
    over = kept.paid_cents - kept.earned_cents
    return (says,) if over <= 0 or kept.hopes else (says, *_over(over, kept.waived_cents))


def _over(over_cents: int, waived_cents: int) -> tuple[str, ...]:
    """What was paid above what was earned: what of it was waived, and what is for finance to settle."""
    over = over_cents - waived_cents
    told = (f"{dollars(waived_cents)} was paid above what was earned, and waived.",) if waived_cents else ()
    if not over:
        return told
    return (
        *told,
        f"{dollars(over)} was paid above what was earned. No run takes it off unless they agree:"
        " finance settles it.",
    )
