"""What was read of a file, kept between reading and importing: its head in the row of the import, people and their
posts in pieces of their own, so that nobody has to hold all of it at once."""

from collections.abc import Collection, Iterator

from people.models import Import, ImportPiece
from people.rules.related import Place
from people.rules.roster import Roster, as_json, head_of, of_json, pieces_of, some_of

# So many people at once are compared and written; what a piece needs is asked in one go.
AT_ONCE = 500


def head_as_json(roster: Roster) -> dict[str, object]:
    """What a file says besides people and posts, which roles it names, and how many people it holds."""
    return {**as_json(head_of(roster)), "roles": roster.roles(), "size": len(roster.people)}


def keep(row: Import, roster: Roster) -> None:
    """In place of what was kept of this import before."""
    forget(row)
    for number, piece in enumerate(pieces_of(roster, AT_ONCE)):
        ImportPiece.objects.create(of=row, number=number, read=as_json(piece))


def forget(row: Import) -> None:
    row.pieces.all().delete()


def numbers_of(row: Import) -> list[int]:
    return list(row.pieces.order_by("number").values_list("number", flat=True))


def piece_of(row: Import, number: int) -> Roster:
    return of_json(row.pieces.values_list("read", flat=True).get(number=number))


def gathered(row: Import, head: Roster, places: Collection[Place]) -> Roster:
    """People from several pieces as one piece."""
    keys: dict[int, set[str]] = {}
    for number, key in places:
        keys.setdefault(number, set()).add(key)
    return some_of(_each(row, keys), head)


def _each(row: Import, keys: dict[int, set[str]]) -> Iterator[tuple[Roster, set[str]]]:
    for number, some in sorted(keys.items()):
        yield piece_of(row, number), some
