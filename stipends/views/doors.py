"""What all pages of money share: who may enter."""

from django.core.exceptions import PermissionDenied

from common.doors import SignedIn
from stipends.policies import sees_money


def only_money(request: SignedIn) -> None:
    """Lists of runs and policies are for finance and managers. Raises PermissionDenied for others."""
    if not sees_money(request.user):
        raise PermissionDenied
