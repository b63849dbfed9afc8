"""Where the page of a placement leads to what both signed."""

from django import template
from django.template import Context
from django.urls import reverse

from pathways.models import Placement
from people.queries import hats

register = template.Library()


@register.simple_tag(takes_context=True)
def signed_record(context: Context, placement: Placement) -> str:
    """Where whoever looks reads what both signed: the leader, who signed it, and program managers; else nothing."""
    user = context["user"]
    reads = (
        placement.person_id == user.pk
        or hats(user).manager
        or user.signatures.filter(sha256=placement.commitment_sha256).exists()
    )
    return reverse("applications:record", args=[placement.commitment_sha256]) if reads else ""
