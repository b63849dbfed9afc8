"""What takes time: a file is compared with what is here, and imported. Rows are the truth: whoever is killed on the way
leaves the file as it was, and the sweep takes it up again."""

from datetime import timedelta

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from people.models import Import, ImportAnswer, User
from people.policies import why_not_import
from people.rules.comparing import Asked, compare
from people.rules.difference import Difference, plain
from people.rules.roster import MOST_WRONG, of_json
from people.services.imports.applying import apply
from people.services.imports.files import held, locked, move
from people.services.imports.standing import present
from people.states import ImportAction, ImportState

ONE_DAY = timedelta(days=1)
# Of each list the page shows so many, and how many there are.
MOST_SHOWN = 200
MOST_ATTEMPTS = 5
LISTS = ("schools", "people", "posts", "links", "changes", "ends", "left", "questions", "wrong")
CHANGED = "The people or schools here changed since this was shown. Look at what it does now."
GIVEN_UP = "It could not be imported in five tries. Nothing was changed. Tell whoever runs the server."
# What is told of how far an import is, and nothing rests on it.
PROGRESS_KEPT = 3600


# While rules compare a large file the database waits for us: longer than it waits for a page that hangs.
PATIENCE = "10min"


def _be_patient() -> None:
    """For the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL idle_in_transaction_session_timeout = '{PATIENCE}'")


def check(*, pk: int) -> Import:
    """Compare a file that was read with what is here; then it can be imported, or is refused with all that is wrong.
    Twice is harmless."""
    with transaction.atomic():
        row = held(pk)
        if row is None or row.state != ImportState.READ:
            return row or Import.objects.get(pk=pk)
        _be_patient()
        done = difference_of(row)
        row.mark, row.to_confirm = done.mark, len(done.to_confirm)
        row.shown = as_shown(done)
        return move(row, ImportAction.REFUSE if done.wrong else ImportAction.CHECK, None)


def difference_of(row: Import) -> Difference:
    """What the file would do now."""
    answers = ImportAnswer.objects.filter(source=row.source).order_by("pk").values_list("question", "answer")
    asked = Asked(row.day, row.last_day + ONE_DAY, dict(answers))
    return compare(of_json(row.read), present(row.source), asked)


def as_shown(done: Difference) -> dict[str, object]:
    """A difference as the page shows it: its numbers, and the first rows of each list."""
    limits = {"wrong": MOST_WRONG, "questions": None}
    rows = {name: getattr(done, name)[: limits.get(name, MOST_SHOWN)] for name in LISTS}
    rows["ends"] = done.to_confirm[:MOST_SHOWN]
    moved = [end for end in done.ends if end not in set(done.to_confirm)]
    counts = {name: len(getattr(done, name)) for name in LISTS} | {"ends": len(done.to_confirm)}
    changed = len({(one.kind, one.pk) for one in done.changes}) + len(done.links)
    return {
        **{name: plain(found) for name, found in rows.items()},
        "moved": plain(moved[:MOST_SHOWN]),
        "counts": {
            **counts,
            "same": done.same,
            "open": len(done.open),
            "changed": changed,
            "moved": len(moved),
        },
        "skipped": dict(done.skipped),
        "does": done.does,
    }


@transaction.atomic
def start_import(*, pk: int, ends: int | None, seen: str, by: User) -> Import:
    """Say yes to exactly what was `seen`; a worker does it. `ends` is how many positions end, typed by hand.

    Raises DomainError for questions without an answer and for another number, LookFirst for what was not seen.
    """
    row = locked(pk)
    demand(why_not_import(by, ImportAction.START, row))
    still = row.shown["counts"]["open"]
    if still:
        raise DomainError(
            f"{still} question{'s have' if still > 1 else ' has'} no answer yet. Answer it first."
        )
    if row.to_confirm and ends != row.to_confirm:
        raise DomainError(f"Type how many positions end: {row.to_confirm}.", at="ends")
    if seen != row.mark:
        raise LookFirst(CHANGED, lines=[], seen=row.mark)
    row.confirmed = row.to_confirm
    return move(row, ImportAction.START, by)


def apply_import(*, pk: int) -> Import:
    """Import what was said yes to, whole or not at all. Where something changed since, nothing is imported, and the
    file is to be looked at again. Twice is harmless."""
    row = _claimed(pk)
    if row is None or row.state != ImportState.STARTED:
        return row or Import.objects.get(pk=pk)
    try:
        return _applied(pk)
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
def _applied(pk: int) -> Import:
    row = held(pk)
    if row is None or row.state != ImportState.STARTED:
        return row or Import.objects.get(pk=pk)
    _be_patient()
    done = difference_of(row)
    _hold(done)
    # What was read before its rows were held may have changed until then.
    done = difference_of(row) if done.changes or done.ends else done
    if done.wrong or done.mark != row.mark or len(done.to_confirm) != row.confirmed:
        return _look_again(row)
    total = max(done.does, 1)
    rows = apply(done, source=row.source, day=row.day, tell=lambda so_far: _tell(pk, so_far, total))
    row.applied_at, row.read, row.stopped = timezone.now(), {}, ""
    return move(row, ImportAction.APPLY, None, rows=rows)


def _look_again(row: Import) -> Import:
    row.stopped = CHANGED
    return move(row, ImportAction.LOOK_AGAIN, None)


def _hold(done: Difference) -> None:
    """Lock the people it changes, in one order."""
    people = {one.pk for one in done.changes if one.kind == "person"}
    list(
        User.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__any_of=people)
        .order_by("pk")
        .values("pk")
    )


def _tell(pk: int, so_far: int, total: int) -> None:
    cache.set(f"import-{pk}", (so_far, total), PROGRESS_KEPT)


def progress_of(row: Import) -> tuple[int, int]:
    """How many rows are written, of how many; 0 of 1 where nobody knows."""
    found = cache.get(f"import-{row.pk}")
    return found if isinstance(found, tuple) else (0, 1)
