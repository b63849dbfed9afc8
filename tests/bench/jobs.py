"""A stipend run of a whole year against one hand-written statement, round by round; then once by a real worker."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import django

ROUNDS = 5
SQL = Path(__file__).with_name("insert_select.sql").read_text(encoding="utf-8")
LINE = """
CREATE TABLE bench_line (
    id bigserial PRIMARY KEY, run_id bigint, person_id bigint, placement_id bigint, role_id bigint,
    school_id bigint, policy_id bigint, channel varchar(10), status varchar(10), exclusion varchar(20),
    earned_cents bigint, amount_cents bigint, cells jsonb, inputs jsonb, inputs_sha256 varchar(64)
)"""


def _prepared():  # type: ignore[no-untyped-def]
    """A projection of the year in progress, which has most placements, its chunks waiting; an older one is void."""
    from django.db.models import Count

    from pathways.models import ProgramYear
    from people.models import User
    from stipends.models import StipendRun
    from stipends.services import calculate, prepare_run, void

    preparer = User.objects.get(email="preparer@example.org")
    year = ProgramYear.objects.annotate(held=Count("placements")).latest("held")
    for run in StipendRun.objects.live().filter(year=year, kind="projection"):
        void(pk=run.pk, by=preparer, reason="Another round of the bench.")
    run = prepare_run(year=year, kind="projection", by=preparer)
    return calculate(pk=run.pk, by=preparer)


def _floor(run) -> None:  # type: ignore[no-untyped-def]
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SQL, {"run": run.pk, "year": run.year_id})


def _clean() -> None:
    from django.conf import settings
    from django.db import connection

    from common.owner import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_line")
        cursor.execute(LINE)
        cursor.execute(f"GRANT SELECT, INSERT ON bench_line TO {settings.DATABASE_APPLICATION['USER']}")
        cursor.execute(
            f"GRANT USAGE ON SEQUENCE bench_line_id_seq TO {settings.DATABASE_APPLICATION['USER']}"
        )
    # So that the next statement, which is measured, does not connect.
    connection.ensure_connection()


def _most_memory(worker: int) -> int:
    """The largest resident set, in KiB, of a worker and its children."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
        except OSError:
            continue
        if worker in (int(fields["PPid"]), int(fields["Pid"])):
            peaks.append(int(fields["VmHWM"].split()[0]))
    return max(peaks)


def _by_worker() -> dict[str, float]:
    """The same run by a real worker: seconds until it is calculated, and the most memory of one process in MiB."""
    from stipends.tasks import start

    command = [sys.executable, "-W", "ignore", "-m", "celery", "-A", "config", "worker", "--concurrency", "1"]
    command += ["--without-gossip", "--without-mingle", "--loglevel", "error"]
    worker = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        run, began = _prepared(), time.monotonic()
        start(run.pk)
        while run.state == "calculating":
            time.sleep(0.1)
            run.refresh_from_db()
            if time.monotonic() - began > 300:
                raise SystemExit("The worker did not finish within five minutes.")
        return {"seconds": time.monotonic() - began, "most_mib": _most_memory(worker.pid) / 1024}
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait()


def main() -> None:
    django.setup()
    from stipends.services import calculate_chunk, finish_run
    from tests.bench.cpu import cpu_ms
    from tests.bench.ready import rewritten

    def calculated(pk: int) -> None:
        contexts: dict = {}
        while calculate_chunk(run_id=pk, contexts=contexts):
            pass
        finish_run(run_id=pk)

    for _ in range(ROUNDS):
        run = _prepared()
        _clean()
        floor = cpu_ms(lambda run=run: _floor(run))
        spent = cpu_ms(lambda run=run: calculated(run.pk))
        run.refresh_from_db()
        ready = rewritten(run.pk)
        told = {"floor": floor, "ready": ready, "run": spent, "lines": run.lines_count}
        print(json.dumps(told), flush=True)
    print(json.dumps(_by_worker()), flush=True)


if __name__ == "__main__":
    main()
