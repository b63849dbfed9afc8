"""What stands beside a leader who is taken over, and is said before it is done; nothing of it is refused."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from pathways.models import Placement
from people.models import Post


def beside(placements: Sequence[Placement], day: date) -> list[str]:
    """A sentence for each other role that together with one of these is more than one post at the same time, and for
    each of these at whose school the leader has no post on that day. Two queries, however many they are."""
    people = {one.person_id for one in placements}
    others = Placement.objects.held().filter(person__in=people).select_related("role", "school", "year")
    held: dict[int, list[Placement]] = {}
    for row in others.order_by("pk"):
        held.setdefault(row.person_id, []).append(row)
    posts = set(Post.objects.on(day).filter(person__in=people).values_list("person", "school"))
    said: list[str] = []
    for one in placements:
        too_much = [row for row in held.get(one.person_id, ()) if _too_much(one, row)]
        said += [
            f"{one.person} also holds {row.role} at {row.school} at the same time: a share of {row.share} there, and "
            f"of {one.share} of {one.role} here."
            for row in too_much
        ]
        if (one.person_id, one.school_id) not in posts:
            said.append(f"{one.person} has no position at {one.school}.")
    return said


def _too_much(one: Placement, other: Placement) -> bool:
    """Both at once are more than one post."""
    apart = one.last_day < other.starts or other.last_day < one.starts
    return one.pk != other.pk and not apart and one.share + other.share > Fraction(1)
