"""An account is closed in all apps at once."""

from django.db import transaction
from django.utils import timezone

from applications.services import end_drafts_of, end_links_of
from common.errors import LookFirst, demand
from dashboard.queries.closing import closing_of
from people import services as people
from people.models import User
from people.policies import why_not
from people.states import AccountAction
from seminars.services import end_calendar_address, end_leading


@transaction.atomic
def close_account(*, pk: int, by: User, reason: str, seen: str = "") -> User:
    """The person cannot sign in; rights, drafts, links, the calendar feed and leading sessions end. What was
    signed, held and paid stays.

    Raises DomainError for whoever may not and an account that is closed, LookFirst when it holds other things than
    were looked at (`seen`).
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.DEACTIVATE, person))
    now = timezone.now()
    closing = closing_of(person, now)
    if closing.mark not in seen.split():
        raise LookFirst(
            "Look once more at what ends: it is other than it was. Nothing was done yet.",
            lines=closing.ends,
            seen=closing.mark,
        )
    end_drafts_of(person=person, by=by, now=now)
    end_links_of(person=person, now=now)
    end_calendar_address(person=person)
    end_leading(person=person, by=by, now=now)
    return people.deactivate(pk=pk, by=by, reason=reason)
