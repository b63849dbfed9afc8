"""Hats of the Partnership, and what a program manager's is narrowed to."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from common.errors import DomainError, demand
from pathways.models import Pathway, PathwayManager
from people import services as people
from people.models import Hat, School, User
from people.policies import why_not
from people.services.told import tell
from people.states import HatAction


@transaction.atomic
def give_hat(
    *,
    person: User,
    kind: Hat.Kind,
    starts: date,
    by: User,
    ends: date | None = None,
    schools: Sequence[School] = (),
    pathways: Sequence[Pathway] = (),
) -> Hat:
    """As `people.services.wear_hat`; a program manager's is narrowed to these pathways, without any it is for all."""
    hat = people.wear_hat(person=person, kind=kind, starts=starts, ends=ends, schools=schools, by=by)
    _narrow(hat, pathways)
    return hat


@transaction.atomic
def narrow_hat(*, pk: int, by: User, pathways: Sequence[Pathway]) -> Hat:
    """A program manager manages these pathways from the next page on; without any, all of them. The same again changes
    nothing.

    Raises DomainError for a hat of another kind.
    """
    hat = Hat.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    demand(why_not(by, HatAction.NARROW, hat))
    if hat.kind != Hat.Kind.PROGRAM_MANAGER:
        raise DomainError("Only a program manager has pathways.")
    if _narrow(hat, pathways):
        tell(HatAction.NARROW, hat.person, by, kind=hat.kind)
    return hat


def _narrow(hat: Hat, pathways: Sequence[Pathway]) -> bool:
    """Whether that changed anything."""
    wanted = {pathway.pk for pathway in pathways}
    now = set(PathwayManager.objects.filter(hat=hat).values_list("pathway_id", flat=True))
    PathwayManager.objects.filter(hat=hat, pathway__in=now - wanted).delete()
    PathwayManager.objects.bulk_create(
        PathwayManager(hat=hat, pathway_id=pathway) for pathway in sorted(wanted - now)
    )
    return wanted != now
