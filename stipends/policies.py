"""Who may see and do what with stipends. Finance and managers see money; people see their own."""

from django.db.models import Q, QuerySet

from people.models import Hat, User
from people.queries import hats
from stipends.models import StipendLine, StipendPolicy, StipendRun
from stipends.states import LOCKED, RunState

PREPARING = {"draft_policy", "prepare", "calculate", "export", "confirm"}
APPROVING = {"approve"}
PAID = Q(run__state__in=list(LOCKED)) & ~Q(run__kind=StipendRun.Kind.PROJECTION)
# Either of the two: a draft is published by whoever did not write it.
EITHER = {"publish_policy", "retire_policy", "discard_policy", "void", "download"}


def sees_money(user: User) -> bool:
    """Finance and program managers see every run, line and policy."""
    worn = hats(user)
    return worn.finance or worn.manager


def runs_visible_to(runs: "QuerySet[StipendRun]", user: User) -> "QuerySet[StipendRun]":
    """All for finance and managers, none for others."""
    return runs if sees_money(user) else runs.none()


def policies_visible_to(policies: "QuerySet[StipendPolicy]", user: User) -> "QuerySet[StipendPolicy]":
    """All for finance and managers; a leader reads the rule in the reasons of a statement."""
    return policies if sees_money(user) else policies.none()


def lines_visible_to(lines: "QuerySet[StipendLine]", user: User) -> "QuerySet[StipendLine]":
    """All for finance and managers; one's own once they are approved."""
    if sees_money(user):
        return lines
    if not user.is_authenticated:
        return lines.none()
    return lines.filter(Q(person=user) & PAID)


def why_not_approved(run: StipendRun) -> str:
    """Why nobody may approve this run whoever they are, in words; empty when somebody may."""
    if run.hopes:
        return "A projection is for planning and pays nobody. Prepare an instalment or a final run."
    if run.state != RunState.CALCULATED or run.total_cents:
        return ""
    if not run.lines_count:
        return f"This run has no lines, as nobody holds a role in {run.year}. There is nothing to approve."
    return "This run pays nobody, and its lines say why. There is nothing to approve until something changes."


def may(user: User, action: str) -> bool:
    """One answer for views, templates, admin and services. That nobody does both parts of a pair, and nobody
    handles their own pay, is checked with the row at hand by the services, and by the database."""
    worn = hats(user)
    if worn.superuser:
        return action in PREPARING | APPROVING | EITHER
    prepares, approves = worn.has(Hat.Kind.PREPARER), worn.has(Hat.Kind.APPROVER)
    return (
        (action in PREPARING and prepares)
        or (action in APPROVING and approves)
        or (action in EITHER and (prepares or approves))
    )
