"""What all pages of money share: who may enter."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from common.doors import SignedIn
from people.models import User
from stipends.policies import sees_money


def only_money(request: SignedIn) -> None:
    """Lists of runs and policies are for finance and managers. Raises PermissionDenied for others."""
    if not sees_money(request.user):
        raise PermissionDenied


def above(user: User, crumbs: list[dict[str, str]]) -> list[dict[str, str]]:
    """The way to a page that its person sees too: for them it leads from their stipend."""
    return crumbs if sees_money(user) else [{"name": "Stipend", "url": reverse("stipends:mine")}]
