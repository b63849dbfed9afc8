"""What a placement stands on: two signatures here, a paper, or nothing yet."""

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.clock import day_in_words
from pathways.models import Placement, PlacementEvent, SignedPaper, managed
from pathways.models.placements import was_mistake
from pathways.states import PlacementAction
from people.models import User

TAKEN_BACK = "Taken back: it was put on record by mistake, and nothing counts by it."
UNSIGNED = "Not signed by both yet: nothing is paid until it is."


def taken_over(user: User) -> "QuerySet[Placement]":
    """The leaders in office that were taken over, of the pathways `user` manages, with all their list shows, the newest
    first; `was_mistake`: taken back since; `since`: the first day that was said of them. Two queries."""
    covered = managed(user)
    rows = Placement.objects.filter(taken_over__isnull=False)
    if covered is not None:
        rows = rows.filter(role__pathway__in=covered)
    # What asks both to sign stands above this room; it is named, and nothing of it is read but its state.
    rows = rows.select_related(
        "person", "role", "cohort", "school", "year", "taken_over__by", "signing__signer"
    )
    # What is taken back is put on another day, out of the way; the history keeps the one that was said.
    back = PlacementEvent.objects.filter(placement=OuterRef("pk"), action=PlacementAction.TAKE_BACK)
    since = Coalesce(Subquery(back.order_by("-pk").values("first_day")[:1]), "starts")
    rows = rows.annotate(was_mistake=was_mistake(), since=since)
    return rows.prefetch_related(papers()).order_by("-taken_over__at", "-pk")


def papers() -> "Prefetch[str]":
    """The papers of a placement, the newest first, each with whoever kept it."""
    return Prefetch("papers", SignedPaper.objects.select_related("by"))


def paper_of(placement: Placement) -> SignedPaper | None:
    """The paper it stands on, if it does. No query where it was not taken over."""
    if placement.commitment_sha256 or not placement.commitment_in_force:
        return None
    return next(iter(placement.papers.all()), None)


def in_words(placement: Placement) -> str:
    """What a placement stands on: "Signed on paper on Aug 3 by Ana Ruiz and Dana Lee"; empty where both signed here
    and nothing more is to be said."""
    paper = paper_of(placement)
    if paper is not None:
        return f"Signed on paper on {day_in_words(paper.signed_on)} by {paper.signed_by}"
    if placement.taken_back:
        return TAKEN_BACK
    return "" if placement.commitment_in_force else UNSIGNED
