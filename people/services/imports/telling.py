"""How far an import is, said beside the transaction that compares or imports: over a connection of its own, so that
others read it meanwhile and it stays when the worker dies. Nothing rests on it, and nothing waits for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from people.models import Import, ImportProgress

Doing = ImportProgress.Doing
# What is being done, how much of it is done, and how much there is.
Tell = Callable[[str, int, int], None]
SAY = f"UPDATE {ImportProgress._meta.db_table} SET doing = %s, done = %s, total = %s WHERE of_id = %s"


@contextmanager
def telling(pk: int, also: Tell | None = None) -> Iterator[Tell]:
    """In the block, what is told is read by everybody at once; `also` hears it too."""
    beside = _Beside(pk)

    def tell(doing: str, done: int, total: int) -> None:
        beside.say(doing, done, total)
        if also is not None:
            also(doing, done, total)

    try:
        yield tell
    finally:
        beside.line.close()


class _Beside:
    def __init__(self, pk: int) -> None:
        self.pk, self.line, self.broken = pk, connection.copy(), False

    def say(self, doing: str, done: int, total: int) -> None:
        if self.broken:
            return
        try:
            with self.line.cursor() as cursor:
                cursor.execute(SAY, [doing, done, total, self.pk])
        except DatabaseError:
            # Whoever cannot tell goes on with the work.
            self.broken = True


def begin(row: Import) -> None:
    """Before anything is done; rows that are told of later are there before anybody locks the import."""
    ImportProgress.objects.update_or_create(of=row, defaults={"doing": Doing.COMPARE, "done": 0, "total": 0})


def progress_of(row: Import) -> ImportProgress:
    """How far it is; 0 of 0 where nobody has begun."""
    return ImportProgress.objects.filter(of=row).first() or ImportProgress(of=row)
