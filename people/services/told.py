"""What the verbs on people have in common: their history, and what two windows change."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from common.edits import mark_of
from common.errors import DomainError, LookFirst
from common.states import Deed
from people.models import PersonEvent, User

ONE_DAY = timedelta(days=1)
UPSIDE_DOWN = "The last day cannot be before the first."


def tell(action: Deed, person: User, by: User, *, ends: date | None = None, **facts: Any) -> None:
    """A line in the history of the person. `ends` is the first day it no longer holds."""
    last_day = ends - ONE_DAY if ends else None
    PersonEvent.objects.create(
        action=action, person=person, by=by, at=timezone.now(), last_day=last_day, **facts
    )


def tell_all(action: Deed, was: Mapping[User, str], by: User, **facts: Any) -> None:
    """A line in the history of each of these people with what it was before, in one question."""
    now = timezone.now()
    PersonEvent.objects.bulk_create(
        PersonEvent(action=action, person=person, by=by, at=now, was=before, **facts)
        for person, before in was.items()
    )


def shown(row: Model, names: Sequence[str]) -> str:
    """The mark of what a page shows of a row before it is changed."""
    return mark_of("\n".join(str(getattr(row, name)) for name in names))


def look_first(row: Model, names: Sequence[str], seen: str) -> None:
    """Raises LookFirst when another window changed the row since this one showed it (`seen`, a mark of `shown`)."""
    now = shown(row, names)
    if seen and now not in seen.split():
        lines = [f"{_called(row, name)}: {_said(row, name) or 'empty'}" for name in names]
        raise LookFirst(
            "This was changed in another window meanwhile. Nothing was saved yet. It reads now:",
            lines=[*lines, "Save again to put yours in its place."],
            seen=now,
        )


def _called(row: Model, name: str) -> str:
    field = row._meta.get_field(name)
    return str(getattr(field, "verbose_name", name)).capitalize()


def _said(row: Model, name: str) -> str:
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name))()
    if isinstance(value, date):
        return f"{value - ONE_DAY if name == 'ends' else value:%B %-d, %Y}"
    return "" if value is None else str(value)


@contextmanager
def only_one(refusal: str, at: str = "", again: Callable[[], None] | None = None) -> Iterator[None]:
    """Writes what a constraint of the database may refuse, for another window was quicker. Then `again` looks once more
    at what is there, and refuses in its words; where it finds nothing, `refusal` is said."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        if again is not None:
            again()
        raise DomainError(refusal, at=at) from None
