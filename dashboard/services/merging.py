"""Two accounts of one person become one, in all apps at once, by the table of links."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from applications.services import end_links_of
from common.errors import DomainError, LookFirst, demand
from dashboard.queries.merging import Pair, column_of, pair_of, rows_of
from dashboard.rules.links import LINKS, Fate, Link
from people import services as people
from people.models import Merge, MergedRow, User
from people.policies import why_not
from people.states import AccountAction

Became = MergedRow.Became
# A link of a mail is never deleted; it dies by a moment of its own.
BY_ITS_APP = "applications.CosignLink.addressed_to"
AT_ONCE = 1000


@transaction.atomic
def merge(*, pk: int, gone: int, by: User, reason: str, seen: str = "", now: datetime | None = None) -> Merge:
    """The account `gone` is merged into `pk`, for good: what is about the person follows, what was signed, paid and
    told stays under the account of then and counts for the one that stays, and nobody signs in to it any more; its
    addresses and the number of its roster lead to the one that stays. Every row that was touched stands in a row.
    Twice is once.

    Raises DomainError, in words, for whatever promise it would break; LookFirst when one of the accounts has other
    things than were looked at (`seen`).
    """
    moment = now or timezone.now()
    kept, other = _locked(pk, gone)
    if other.merged_into_id == kept.pk:
        return other.merge
    for person in (kept, other):
        demand(why_not(by, AccountAction.MERGE, person))
    pair = pair_of(kept, other)
    if pair.refusals:
        raise DomainError(" ".join(pair.refusals))
    _as_seen(pair, seen)
    merged, rows = people.begin_merge(kept=kept, gone=other, by=by, reason=reason, now=moment)
    for link, how in LINKS.items():
        rows += _settled(link, how, kept, other, moment)
    for row in rows:
        row.merge = merged
    MergedRow.objects.bulk_create(rows, batch_size=AT_ONCE)
    return merged


def _locked(pk: int, gone: int) -> tuple[User, User]:
    """Both, in one order, so that two who merge the same two wait for each other. Raises DomainError for one alone."""
    if pk == gone:
        raise DomainError("This is one account. Choose another one.")
    rows = User.objects.select_for_update(of=("self",)).filter(pk__in=[pk, gone]).order_by("pk")
    found = {one.pk: one for one in rows}
    if len(found) < 2:
        raise DomainError("This account is not here. Choose another one.")
    return found[pk], found[gone]


def _as_seen(pair: Pair, seen: str) -> None:
    if pair.mark not in seen.split():
        lines = [f"{kind.thing}: {kind.kept} and {kind.gone}" for kind in pair.kinds]
        raise LookFirst(
            "Look at both once more: one of them has other things now. Nothing was done yet.",
            lines=lines,
            seen=pair.mark,
        )


def _settled(link: str, how: Link, kept: User, gone: User, now: datetime) -> Iterator[MergedRow]:
    """What becomes of the rows of one link. Those that people join by a rule are done already."""
    if how.fate is Fate.ENDS:
        ended = _ended(link, gone, now)
        yield from (MergedRow(link=link, row=row, became=Became.ENDED) for row in ended)
    elif how.fate in (Fate.MOVES, Fate.OPEN):
        yield from _moved(link, how, kept, gone)


def _ended(link: str, gone: User, now: datetime) -> list[int]:
    if link == BY_ITS_APP:
        return end_links_of(person=gone, now=now)
    rows = rows_of(link).filter(**{column_of(link): gone})
    found = list(rows.values_list("pk", flat=True))
    rows.delete()
    return found


def _moved(link: str, how: Link, kept: User, gone: User) -> Iterator[MergedRow]:
    """One statement for those that follow. The others are left: the account that stays has its own of the kind."""
    column = column_of(link)
    rows = rows_of(link).filter(**{column: gone}, **dict(how.while_))
    left = set(_taken(link, how, kept, rows)) if how.alone else set()
    follow = [pk for pk in rows.order_by("pk").values_list("pk", flat=True) if pk not in left]
    if follow:
        rows_of(link).filter(pk__in=follow).update(**{column: kept})
    yield from (MergedRow(link=link, row=pk, became=Became.MOVED) for pk in follow)
    yield from (MergedRow(link=link, row=pk, became=Became.LEFT) for pk in sorted(left))


def _taken(link: str, how: Link, kept: User, rows: "QuerySet[Any]") -> Iterator[int]:
    """Rows of which the account that stays has one already."""
    own = set(rows_of(link).filter(**{column_of(link): kept}).values_list(*how.alone))
    for pk, *kind in rows.values_list("pk", *how.alone):
        if tuple(kind) in own:
            yield pk
