"""A deliverable that leaders owe changes where it is known what it moves: by its weight they are paid."""

from datetime import date, datetime

from pathways.models import Deliverable
from pathways.services import set_owed
from people.models import User
from stipends.models import StatementChange
from stipends.services.asked import Asking, change_asked

SAME = "Nothing was changed."


def change_owed(
    *,
    pk: int,
    by: User,
    due: date,
    weight: int,
    reason: str = "",
    seen: str = "",
    now: datetime | None = None,
) -> str:
    """Set the due day and the weight of a deliverable, for everybody who owes it; answers what changed in a few words.

    Raises Moves and SayWhy as `change_asked` does: whom it touches and what it moves is looked at first, told in a
    mail, and kept on each statement. Raises DomainError as `set_owed` does.
    """
    item = Deliverable.objects.select_related("offering__year").get(pk=pk)

    def verb() -> str:
        line = set_owed(pk=pk, by=by, due=due, weight=weight, reason=reason, now=now)
        return line.about.rstrip(".") if line else SAME

    kind = StatementChange.Kind.OWED
    return change_asked(
        year=item.offering.year, kind=kind, asking=Asking(by, reason, seen), verb=verb, now=now
    )
