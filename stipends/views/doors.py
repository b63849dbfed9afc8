"""What all pages of money share: who may enter."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from stipends.policies import may, sees_money


def only_money(request: HttpRequest) -> None:
    """Lists of runs and policies are for finance and managers. Raises PermissionDenied for others."""
    if not sees_money(request.user):
        raise PermissionDenied


def demand(request: HttpRequest, action: str) -> None:
    """Raises PermissionDenied for a verb this person has no hat for."""
    if not may(request.user, action):
        raise PermissionDenied
