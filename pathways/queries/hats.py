"""What hats of program managers are narrowed to."""

from collections import defaultdict
from collections.abc import Iterable

from pathways.models import Pathway, PathwayManager
from people.models import Hat


def pathways_of(hats: Iterable[Hat]) -> dict[int, list[Pathway]]:
    """Of each hat the pathways it is narrowed to, in their order; a hat that is not there is for all. One query."""
    rows = PathwayManager.objects.filter(hat__in=list(hats)).select_related("pathway")
    found = defaultdict(list)
    for row in rows.order_by("pathway__position", "pk"):
        found[row.hat_id].append(row.pathway)
    return dict(found)
