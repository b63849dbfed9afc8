"""Who may see and do what with applications."""

from applications.models import Application, Review
from applications.states import ReviewState
from pathways.policies import manages
from people.models import User
from people.queries import acts_for, hats, today

OWN = frozenset({"save", "submit", "revise", "withdraw", "apply_again", "accept", "turn_down", "nudge"})
SIGNER = frozenset({"cosign", "send_back", "decline_support"})
# What an administrator records because the person said it elsewhere. Signing is not among them, and never will be.
ON_BEHALF = frozenset({"accept_for", "turn_down_for", "withdraw_for", "send_back_for", "decline_support_for"})
# Lines of history about who reads an application; the applicant is not told.
NOT_TOLD = frozenset({"assign", "score", "recuse", "stage_unread"})
STAFF = frozenset(
    {"start_review", "assign", "offer", "waitlist", "decline", "reroute", "reopen", "read_reviews"}
)


def may(user: User, action: str, application: Application) -> bool:
    """One answer for pages and services. Nobody signs for, reviews or decides their own application."""
    own = application.person_id == user.pk
    if action in OWN:
        return own
    if own:
        return False
    if action in SIGNER:
        return speaks_for_signer(user, application)
    if action in ON_BEHALF:
        return hats(user).superuser
    return action in STAFF and manages(user, application.offering.role.pathway_id)


def speaks_for_signer(user: User, application: Application) -> bool:
    """The person who was asked, or whom they named to act for them today."""
    if application.signer_id is None:
        return False
    if application.signer_id == user.pk:
        return True
    return any(principal.pk == application.signer_id for principal in acts_for(user, today()))


def may_read_reviews(user: User, application: Application, own: Review | None) -> bool:
    """Staff who decide, and readers; never the applicant, nor a reader before their `own` scores are in."""
    if application.person_id == user.pk or (own is not None and own.state == ReviewState.ASSIGNED):
        return False
    return (own is not None and own.state == ReviewState.SUBMITTED) or may(user, "read_reviews", application)
