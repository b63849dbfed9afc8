"""What stands beside a leader who is taken over, and is said before it is done; nothing of it is refused."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from common.clock import day_in_words
from pathways.models import Placement
from people.models import Post

SPAN = ("person", "school", "starts", "ends")
Span = tuple[date, date | None]


def beside(placements: Sequence[Placement], day: date) -> list[str]:
    """A sentence for each other role that together with one of these is more than one post at the same time, and for
    each of these at whose school the leader has no post on that day, or had none yet on their first day. Two queries,
    however many they are."""
    people = {one.person_id for one in placements}
    others = Placement.objects.held().filter(person__in=people).select_related("role", "school", "year")
    held: dict[int, list[Placement]] = {}
    for row in others.order_by("pk"):
        held.setdefault(row.person_id, []).append(row)
    worked: dict[tuple[int, int], list[Span]] = {}
    for person, school, starts, ends in Post.objects.filter(person__in=people).values_list(*SPAN):
        worked.setdefault((person, school), []).append((starts, ends))
    said: list[str] = []
    for one in placements:
        too_much = [row for row in held.get(one.person_id, ()) if _too_much(one, row)]
        said += [
            f"{one.person} also holds {row.role} at {row.school} at the same time: a share of {row.share} there, and "
            f"of {one.share} of {one.role} here."
            for row in too_much
        ]
        said += _no_post(one, worked.get((one.person_id, one.school_id), ()), day)
    return said


def _no_post(one: Placement, spans: Sequence[Span], day: date) -> list[str]:
    """Of whoever works at the school on `day`, and did not yet on the first day of the placement, since when."""

    def works(on: date) -> bool:
        return any(starts <= on and (ends is None or on < ends) for starts, ends in spans)

    if not works(day):
        return [f"{one.person} has no position at {one.school}."]
    if works(one.starts):
        return []
    later = [starts for starts, _ in spans if starts > one.starts]
    if not later:
        return []
    return [
        f"{one.person} begins the role on {day_in_words(one.starts)}, before their position at {one.school}, which "
        f"begins on {day_in_words(min(later))}."
    ]


def _too_much(one: Placement, other: Placement) -> bool:
    """Both at once are more than one post."""
    apart = one.last_day < other.starts or other.last_day < one.starts
    return one.pk != other.pk and not apart and one.share + other.share > Fraction(1)
