"""Files are compared and imported by workers; messages carry the number of one. Any of these may come twice, or never:
the sweep of the dashboard finds what waits."""

from celery import shared_task

from common.queueing import enqueue
from people.models import Import
from people.services import imports

# So many lines are compared and imported while somebody waits for the page; more by a worker.
AT_ONCE = 2000


@shared_task
def work_on_import(pk: int) -> None:
    """Compare a file that was read, or import one that was said yes to."""
    imports.check(pk=pk)
    imports.apply_import(pk=pk)


def go_on(row: Import) -> None:
    """Do what a file waits for: now where it is small, else soon."""
    if row.lines <= AT_ONCE:
        work_on_import(row.pk)
    else:
        enqueue(work_on_import, row.pk)


def waiting() -> list[int]:
    """Files that wait: their worker may have died, or its message was lost."""
    return list(Import.objects.waiting().order_by("pk").values_list("pk", flat=True))
