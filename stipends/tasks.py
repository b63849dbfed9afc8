"""Messages carry the number of a run; rows carry the rest. Any of these may come twice, or never."""

import time

from celery import shared_task

from common.queueing import enqueue
from notifications.services import heartbeat
from stipends.models import StipendRun
from stipends.queries import Context
from stipends.services import calculate_chunk, finish_run

SWEEP_SECONDS = 20
# So many workers may share a run from its start.
FAN_OUT = 2
SECONDS = 30


@shared_task
def calculate_run(run_id: int) -> None:
    """Works through the chunks nobody else holds, then tries to finish.

    After some seconds it lets go and asks to be called again, so that a deploy need not wait for a whole run.
    """
    contexts: dict[int, Context] = {}
    end = time.monotonic() + SECONDS
    while calculate_chunk(run_id=run_id, contexts=contexts):
        if time.monotonic() > end:
            enqueue(calculate_run, run_id)
            return
    finish_run(run_id=run_id)


@shared_task
def sweep_runs() -> int:
    """Starts every unfinished run again: its worker may have died, or its message was lost. Answers how many."""
    unfinished = list(StipendRun.objects.unfinished().values_list("pk", flat=True))
    for pk in unfinished:
        calculate_run.apply_async((pk,), expires=2 * SWEEP_SECONDS)
    heartbeat(job="unfinished-runs", result=f"{len(unfinished)} taken up.")
    return len(unfinished)


def start(run_id: int) -> None:
    """Ask workers to calculate a run, once it is committed; the sweep finds it when the broker is away."""
    for _ in range(FAN_OUT):
        enqueue(calculate_run, run_id)
