"""For whom somebody acted until a moment ago: a page they still have open leads nowhere any more."""

from datetime import datetime, timedelta

from common.clock import local_date
from people.models import ActingSigner, Delegation, PersonEvent, User
from people.queries import acts_for
from people.states import SignerAction

# Longer nobody leaves a page open.
LATELY = timedelta(days=14)


def no_longer_acts_for(user: User, now: datetime) -> list[str]:
    """Principals and schools by name for whom this person acted or signed within two weeks, and no longer does: three
    queries where there are none, as of almost everybody, otherwise five."""
    day = local_date(now)
    ended = {"ends__gt": day - LATELY, "ends__lte": day}
    given = Delegation.objects.filter(delegate=user, **ended)
    principals = {row.principal for row in given.select_related("principal")}
    signed = {
        row.school for row in ActingSigner.objects.filter(person=user, **ended).select_related("school")
    }
    # What was cancelled on its first day has left a line of history alone.
    for line in PersonEvent.objects.filter(
        person=user, action=SignerAction.END, position="", kind="", at__gt=now - LATELY
    ).select_related("principal", "school"):
        principals |= {line.principal} if line.principal else set()
        signed |= {line.school} if line.school else set()
    if not (principals or signed):
        return []
    still = acts_for(user, day)
    signs = set(ActingSigner.objects.on(day).filter(person=user).values_list("school", flat=True))
    names = [person.name for person in principals if person.pk not in still]
    return sorted(names) + sorted(school.name for school in signed if school.pk not in signs)
