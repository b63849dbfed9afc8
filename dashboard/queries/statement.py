"""The one statement of what waits, written once for each kind of asker: its parts are words of many querysets."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from common.written import DAY, NOW, PATHWAY, PERSON, SCHOOL, Values, Written, written
from dashboard.queries.sources import all_sources
from pathways.models import managed
from pathways.policies import speaks_for
from people.models import User
from people.queries import Hats, desks_now, hats

ORDER = ("w_rank", "w_since", "w_kind", "w_key")


@dataclass(frozen=True)
class Asker:
    """All that decides how the statement reads. `schools`: for how many one decides; `desks`: in how many offices one
    works; `pathways`: how many one manages, None for all."""

    worn: Hats
    schools: int
    desks: int
    pathways: int | None


def rows_for(user: User, *, day: date, now: datetime) -> list[Any]:
    """The rows of all that waits for `user`, the oldest first: one query, and three to know who asks."""
    statement, values = of_asker(user, day=day, now=now)
    return statement.rows(values)


def of_asker(user: User, *, day: date, now: datetime) -> tuple[Written, Values]:
    """The statement for all who are as `user`, and what is theirs alone."""
    schools, desks, pathways = list(speaks_for(user)), list(desks_now(user)), managed(user)
    ids = {PERSON: user.pk}
    ids |= {SCHOOL + at: pk for at, pk in enumerate([*schools, *desks])}
    ids |= {PATHWAY + at: pk for at, pk in enumerate(pathways or ())}
    managing = None if pathways is None else len(pathways)
    asker = Asker(hats(user), len(schools), len(desks), managing)
    return _written(asker), Values(ids, day, now)


@cache
def _written(asker: Asker) -> Written:
    first, *others = all_sources(_stand_in(asker), DAY, NOW)
    return written(first.union(*others, all=True).order_by(*ORDER))


def _stand_in(asker: Asker) -> User:
    """Somebody like them who is in no database: what is asked once per request is known of them."""
    person: Any = User(pk=PERSON, is_superuser=asker.worn.superuser)
    person._hats = asker.worn
    parts = range(asker.schools + asker.desks)
    person._speaks_for = [(SCHOOL + at, False, at < asker.schools) for at in parts]
    person._manages = frozenset(PATHWAY + at for at in range(asker.pathways or 0))
    stand_in: User = person
    return stand_in
