"""A policy in sentences that anybody paid by it can read. Two policies that pay differently read differently."""

from fractions import Fraction

from stipends.rules.counted import exactly
from stipends.rules.policy import COMPONENTS, Bands, CreditKind, IncompleteYear, Policy, Proration, Whole

EXCUSED = {
    "exclude": "An excused session leaves the sum: it neither counts nor is missing.",
    "absent": "An excused session counts as missed.",
    "present": "An excused session counts as attended.",
}
DELIVERABLES = {
    "weighted": "Deliverables pay by the weight of those accepted; waived ones leave the sum.",
    "all_or_nothing": "Deliverables pay only when every one that was not waived is accepted.",
}
# By word, whole: a word of a policy that is missing here cannot be said, and is not passed over in silence.
CREDIT: dict[CreditKind, str] = {
    "exact": "Of a session the minutes attended count.",
    "full_only": "A session counts only when it was attended to its end.",
}
PRORATION: dict[Proration, str] = {
    "none": "Whoever serves part of a year is paid as for the whole, leave or not.",
    "service_days": "Whoever serves part of a year is paid for the service days served.",
}
INCOMPLETE_YEAR: dict[IncompleteYear, str] = {
    "forfeit": "Whoever does not complete the year is paid nothing.",
    "earned_to_date": "Whoever does not complete the year is paid what was earned so far.",
}
WHOLE: dict[Whole, tuple[str, ...]] = {
    "components": (),
    "all_or_nothing": ("Nothing is paid unless every part with a weight is complete.",),
}
LEAVE = {
    "exclude_days": "Days of leave are taken off, unless they are protected.",
    "protected": "Days of leave stay paid.",
}


def in_words(policy: Policy) -> tuple[str, ...]:
    """The whole policy, a sentence or two a line: weights, attendance, its minutes, what else counts, gates."""
    return (
        _weights(policy.weights_bp),
        policy.attendance.said(),
        credit_in_words(policy.credit),
        EXCUSED[policy.excused],
        _make_ups(policy),
        DELIVERABLES[policy.deliverables],
        "Attestation pays when the principal attests that the school's expectations were met.",
        _proration(policy),
        *_gates(policy),
    )


def _weights(weights: tuple[int, int, int]) -> str:
    shares = [
        f"{exactly(Fraction(weight, 10_000))} {name}"
        for weight, name in zip(weights, COMPONENTS, strict=True)
    ]
    return f"The amount has three parts: {', '.join(shares[:2])} and {shares[2]}."


def credit_in_words(credit: CreditKind | Bands) -> str:
    """What a session counts that was attended in part."""
    if isinstance(credit, Bands):
        return (
            f"A session counts in full from {exactly(credit.full)} of its length on, by half from "
            f"{exactly(credit.half)} on, else not at all."
        )
    return CREDIT[credit]


def _make_ups(policy: Policy) -> str:
    worth = "in full" if policy.make_up_credit == 1 else f"by {exactly(policy.make_up_credit)}"
    if policy.make_up_limit is None:
        return f"A session made up counts {worth}."
    return f"A session made up counts {worth}, but only the first {policy.make_up_limit}."


def _proration(policy: Policy) -> str:
    said = PRORATION[policy.proration]
    return said if policy.proration == "none" else f"{said} {LEAVE[policy.leave]}"


def _gates(policy: Policy) -> tuple[str, ...]:
    said = [INCOMPLETE_YEAR[policy.incomplete_year], *WHOLE[policy.whole]]
    if policy.minimum_attendance is not None:
        said.append(
            f"Below {exactly(policy.minimum_attendance)} of the required minutes nothing is paid at all."
        )
    return tuple(said)
