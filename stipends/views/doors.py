"""What all pages of money share: who may enter."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from common.doors import SignedIn
from people.models import School, User
from stipends.models import claims_for
from stipends.policies import sees_money


def only_money(request: SignedIn) -> None:
    """Lists of runs and policies are for finance and managers. Raises PermissionDenied for others."""
    if not sees_money(request.user):
        raise PermissionDenied


def school_of(request: SignedIn, pk: int) -> School:
    """The school of this number. Raises Http404 where its claims are not theirs to see."""
    if not sees_money(request.user) and pk not in claims_for(request.user):
        raise Http404("No such school of yours.")
    return get_object_or_404(School, pk=pk)


def above(user: User, crumbs: list[dict[str, str]]) -> list[dict[str, str]]:
    """The way to a page that its person sees too: for them it leads from their stipend."""
    return crumbs if sees_money(user) else [{"name": "Stipend", "url": reverse("stipends:mine")}]
