"""Which reasons a decision may give: a teacher reads them side by side with the outcome. Plain Python."""

OTHER = "other"
REASONS: dict[str, frozenset[str]] = {
    "offer": frozenset({"strongest", "renewed", OTHER}),
    "waitlist": frozenset({"places", OTHER}),
    "decline": frozenset({"places", "time", "experience", OTHER}),
}


def fits(outcome: str, reason: str) -> bool:
    """Whether this reason explains this outcome."""
    return reason in REASONS[outcome]
