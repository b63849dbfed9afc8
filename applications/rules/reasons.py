"""Which reasons a decision may give: a teacher reads them side by side with the outcome. Plain Python."""

OTHER = "other"
REASONS: dict[str, frozenset[str]] = {
    "offer": frozenset({"strongest", "network", "renewed", OTHER}),
    "waitlist": frozenset({"places", "cohort", OTHER}),
    "decline": frozenset({"places", "cohort", "time", "experience", OTHER}),
}
# Reasons that speak of places at a school, and those that speak of places over the network.
AT_A_SCHOOL, OVER_THE_NETWORK = (
    frozenset({"strongest", "places", "renewed"}),
    frozenset({"network", "cohort"}),
)


def speaks_of(reason: str, *, network: bool) -> bool:
    """Whether this reason can be said of a role whose places count over the network, or of one at a school."""
    return reason not in (AT_A_SCHOOL if network else OVER_THE_NETWORK)


def fits(outcome: str, reason: str) -> bool:
    """Whether this reason explains this outcome."""
    return reason in REASONS[outcome]
