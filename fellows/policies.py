"""Who may see fellows and decide on their service."""

from fellows.models import Fellow
from people.models import Hat, User
from people.queries import hats


def may(user: User, action: str, fellow: Fellow) -> bool:
    """`report`, `sign`: the fellow. `move`, `accept`, `record`, `suspend`: managers, never for themselves."""
    own = fellow.person_id == user.pk
    if action in {"report", "sign"}:
        return own
    return not own and hats(user).manager


def may_nominate(user: User) -> bool:
    """Program managers."""
    return hats(user).manager


def may_decide_similarity(user: User) -> bool:
    """Program managers."""
    return hats(user).manager


def sees_all(user: User) -> bool:
    """Whether the list of fellows and the outcomes are this user's to see."""
    worn = hats(user)
    return worn.manager or worn.has(Hat.Kind.DIRECTOR)
