"""What takes time: a file is compared with what is here, and imported. Rows are the truth: whoever is killed on the way
leaves the file as it was, and the sweep takes it up again."""

import pickle
from collections.abc import Collection, Iterator
from functools import partial
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from people.models import Import, User
from people.policies import why_not_import
from people.rules.difference import Difference
from people.rules.roster import of_json
from people.rules.totals import Totals
from people.services.imports.applying import apply
from people.services.imports.comparing import differences
from people.services.imports.files import held, locked, move
from people.services.imports.lines import Lines
from people.services.imports.pieces import forget
from people.services.imports.signing import Signing
from people.services.imports.telling import Doing, Tell, telling
from people.states import ImportAction, ImportState

MOST_ATTEMPTS = 5
CHANGED = "The people or schools here changed since this was shown. Look at what it does now."
GIVEN_UP = "It could not be imported in five tries. Nothing was changed. Tell whoever runs the server."
# While rules compare a large file the database waits for us: longer than it waits for a page that hangs.
PATIENCE = "10min"


def _be_patient() -> None:
    """For the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{PATIENCE}'")


def check(*, pk: int, also: Tell | None = None) -> Import:
    """Compare a file that was read with what is here; then it can be imported, or is refused with all that is wrong.
    Twice is harmless. `also` hears how far it is, as the progress of the import says to everybody."""
    with telling(pk, also) as tell, transaction.atomic():
        row = held(pk)
        if row is None or row.state != ImportState.READ:
            return row or Import.objects.get(pk=pk)
        _be_patient()
        totals, signing = Totals(of_json(row.read)), Signing(row.day)
        for piece in _compared(row, tell):
            totals.add(piece)
            signing.hear(piece)
        row.mark, row.to_confirm = totals.mark, totals.to_confirm
        row.shown = {**totals.shown(), "signing": signing.told()}
        return move(row, ImportAction.REFUSE if totals.wrong else ImportAction.CHECK, None)


def _compared(row: Import, tell: Tell) -> Iterator[Difference]:
    size = row.read["size"]
    return differences(row, lambda so_far: tell(Doing.COMPARE, so_far, size))


@transaction.atomic
def start_import(*, pk: int, ends: int | None, seen: str, by: User) -> Import:
    """Say yes to exactly what was `seen`; a worker does it. `ends` is how many positions end, typed by hand.

    Raises DomainError for questions without an answer and for another number, LookFirst for what was not seen.
    """
    row = locked(pk)
    demand(why_not_import(by, ImportAction.START, row))
    still = row.shown["counts"]["open"]
    if still:
        them = (
            "questions have no answer yet. Answer them"
            if still > 1
            else "question has no answer yet. Answer it"
        )
        raise DomainError(f"{still} {them} first.")
    if row.to_confirm and ends != row.to_confirm:
        raise DomainError(f"Type how many positions end: {row.to_confirm}.", at="ends")
    if seen != row.mark:
        raise LookFirst(CHANGED, lines=[], seen=row.mark)
    row.confirmed = row.to_confirm
    return move(row, ImportAction.START, by)


def apply_import(*, pk: int, also: Tell | None = None) -> Import:
    """Import what was said yes to, whole or not at all. Where something changed since, nothing is imported, and the
    file is to be looked at again. Twice is harmless. `also` hears how far it is, as the progress of the import says to
    everybody."""
    row = _claimed(pk)
    if row is None or row.state != ImportState.STARTED:
        return row or Import.objects.get(pk=pk)
    try:
        with telling(pk, also) as tell:
            return _applied(pk, tell)
    except IntegrityError:
        # Somebody wrote the same meanwhile: the database keeps its promises, and says so.
        with transaction.atomic():
            row = locked(pk)
            return _look_again(row) if row.state == ImportState.STARTED else row


@transaction.atomic
def _claimed(pk: int) -> Import | None:
    """Counts the try before it begins, for whoever is killed in it cannot. None where somebody is at it."""
    row = held(pk)
    if row is None:
        return None
    if row.state == ImportState.STARTED and row.attempts >= MOST_ATTEMPTS:
        row.stopped = GIVEN_UP
        return move(row, ImportAction.REFUSE, None)
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return row


@transaction.atomic
def _applied(pk: int, tell: Tell) -> Import:
    row = held(pk)
    if row is None or row.state != ImportState.STARTED:
        return row or Import.objects.get(pk=pk)
    _be_patient()
    # What it does is known before anything is written, and too much of it to be kept in memory.
    with TemporaryFile() as aside:
        totals = _laid(aside, row, tell)
        if totals.changes_rows:
            _hold(totals.changed)
            # What was read before its rows were held may have changed until then.
            totals = _laid(aside, row, tell)
        if totals.wrong or totals.mark != row.mark or totals.to_confirm != row.confirmed:
            return _look_again(row)
        told = partial(tell, Doing.WRITE)
        rows = apply(
            _taken(aside),
            source=row.source,
            day=row.joined,
            lines=Lines(_who_said_yes(row), row.file_name),
            tell=lambda so_far: told(so_far, totals.does),
        )
    row.applied_at, row.read, row.stopped = timezone.now(), {}, ""
    forget(row)
    return move(row, ImportAction.APPLY, None, rows=rows)


def _who_said_yes(row: Import) -> User:
    return User.objects.get(pk=row.events.filter(action=ImportAction.START).order_by("-pk").values("by")[:1])


def _laid(aside: IO[bytes], row: Import, tell: Tell) -> Totals:
    """Compare, and lay what each piece does aside."""
    totals = Totals(of_json(row.read))
    aside.seek(0)
    aside.truncate()
    for piece in _compared(row, tell):
        totals.add(piece)
        pickle.dump(piece, aside)
    return totals


def _taken(aside: IO[bytes]) -> Iterator[Difference]:
    end = aside.seek(0, SEEK_END)
    aside.seek(0)
    while aside.tell() < end:
        yield pickle.load(aside)


def _look_again(row: Import) -> Import:
    row.stopped = CHANGED
    return move(row, ImportAction.LOOK_AGAIN, None)


def _hold(people: Collection[int]) -> None:
    """Lock these people, in one order."""
    rows = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__any_of=people)
    list(rows.order_by("pk").values("pk"))
