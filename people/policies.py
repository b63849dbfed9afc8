"""Who may say who signs, who acts for whom, and who wears which hat."""

from people.models import User
from people.queries import hats, signs_for, today


def may_appoint(user: User) -> bool:
    """Program managers appoint who signs where there is no principal."""
    return hats(user).manager


def may_delegate(user: User, principal: User) -> bool:
    """A principal for themselves; program managers for any principal."""
    own = user.pk == principal.pk and bool(signs_for(user, today()))
    return own or (hats(user).manager and bool(signs_for(principal, today())))


def may_give_hats(user: User) -> bool:
    """Only administrators: nobody gives themselves more than they have."""
    return hats(user).superuser
