"""What a placement stands on, and where its page leads to it."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.urls import reverse

from common.downloads import is_picture
from pathways.models import Placement
from pathways.policies import why_not, why_not_paper
from pathways.queries.standing_on import TAKEN_BACK, in_words, paper_of
from pathways.rules.late import in_words as said_of_late
from pathways.states import PlacementAction
from people.queries import hats

CAME_BACK = "The school did not sign it; the Partnership looks into it."
register = template.Library()


@register.filter
def late_work(days: int | None) -> str:
    """What holds of late work where so many days are allowed."""
    return said_of_late(days)


@register.filter
def picture(name: str) -> bool:
    """Whether a file of that name is a picture."""
    return is_picture(name)


@register.simple_tag(takes_context=True)
def signed_record(context: Context, placement: Placement) -> str:
    """Where whoever looks reads what both signed: the leader, who signed it, and program managers; else nothing."""
    user = context["user"]
    if not placement.commitment_sha256:
        return ""
    reads = (
        placement.person_id == user.pk
        or hats(user).manager
        or user.signatures.filter(sha256=placement.commitment_sha256).exists()
    )
    return reverse("applications:record", args=[placement.commitment_sha256]) if reads else ""


@dataclass(frozen=True, slots=True)
class Stands:
    """On what it stands, in words; where its paper is read, where one is added, where the leader signs."""

    words: str
    paper: str = ""
    add: str = ""
    sign: str = ""
    # It was put on record by mistake: it has no days, and nobody owes anything.
    back: bool = False
    # The school said no, or sent it back: where a manager reads why, and asks both again.
    again: str = ""


@register.simple_tag(takes_context=True)
def stands_on(context: Context, placement: Placement) -> Stands | None:
    """What there is to say of a placement that was taken over; None of any other."""
    user = context["user"]
    if not hasattr(placement, "taken_over") or not (words := in_words(placement)):
        return None
    paper, asked = paper_of(placement), getattr(placement, "signing", None)
    reads = paper is not None and why_not_paper(user, placement) is None
    open_still = asked is not None and not placement.commitment_in_force
    signs = open_still and asked is not None and asked.person_id == user.pk and asked.is_to_sign
    adds = why_not(user, PlacementAction.ADD_PAPER, placement) is None
    back = open_still and asked is not None and asked.came_back
    return Stands(
        f"{words} {CAME_BACK}" if back else words,
        reverse("applications:paper", args=[paper.pk]) if paper and reads else "",
        reverse("applications:paper_new", args=[placement.pk]) if adds else "",
        reverse("applications:detail", args=[asked.pk]) if asked and signs else "",
        words == TAKEN_BACK,
        reverse("applications:detail", args=[asked.pk]) if asked and adds and back else "",
    )
