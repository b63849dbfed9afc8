"""The floor of a stipend run: its own lines, ready-made, copied into their own table with its keys, checks and
indexes."""

from io import StringIO

from django.db import connection, transaction

from tests.bench.cpu import cpu_ms


def rewritten(run_id: int) -> float:
    """Milliseconds of CPU to write the lines of a calculated run anew, chunk by chunk as the run did; they stand there
    afterwards as before."""
    from stipends.models import RunChunk

    chunks = RunChunk.objects.filter(run=run_id).order_by("number")
    return sum(_of_chunk(run_id, ids) for ids in chunks.values_list("placement_ids", flat=True))


def _of_chunk(run_id: int, placements: list[int]) -> float:
    from stipends.services.chunks import COLUMNS

    columns, ready = ", ".join(COLUMNS), StringIO()
    with connection.cursor() as cursor:
        which = "FROM stipends_stipendline WHERE run_id = %s AND placement_id = ANY(%s)"
        which = cursor.mogrify(which, [run_id, placements]).decode()
        cursor.copy_expert(f"COPY (SELECT {columns} {which}) TO STDOUT", ready)
        cursor.execute(f"DELETE {which}")
    ready.seek(0)
    return cpu_ms(lambda: _copy(columns, ready))


@transaction.atomic
def _copy(columns: str, ready: StringIO) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY stipends_stipendline ({columns}) FROM STDIN", ready)
