"""What keeps a run from being calculated: how often and when it is tried again, and what staff read."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from common.faults import IN_WORDS, Fault
from config.local import servers as local
from stipends.models import RunChunk, StipendRun
from stipends.services import calculate
from stipends.services.chunks import LONGEST_LOOK, PAUSES, calculate_chunk
from stipends.tasks import SWEEP_SECONDS, calculate_run
from tests import owner
from tests.factories.stipends import NOW, StipendRunFactory, Year

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def year() -> Year:
    year = Year()
    year.leader()
    year.close()
    return year


@pytest.fixture
def run(year: Year) -> StipendRun:
    run = StipendRunFactory(year=year.year)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    return run


def chunk() -> RunChunk:
    return RunChunk.objects.get()


def swept(run: StipendRun, seconds: float) -> list[tuple[float, int]]:
    """Sweep as beat does for so many seconds of a clock that is moved; when each attempt was made, and its number."""
    began, tried = timezone.now(), []
    for after in range(0, int(seconds) + 1, SWEEP_SECONDS):
        with time_machine.travel(began + timedelta(seconds=after), tick=False):
            before = chunk().next_try_at
            calculate_run(run.pk)
            if chunk().next_try_at != before:
                tried.append((after, chunk().attempts))
    return tried


def refusing(code: str) -> AbstractContextManager[None]:
    """Every line of a run is refused with this number."""
    return owner.refusing("INSERT", "stipends_stipendline", code)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("53100", Fault.FULL),
        ("53200", Fault.FULL),
        ("25006", Fault.FULL),
        ("08006", Fault.AWAY),
        ("57P01", Fault.AWAY),
        ("53300", Fault.AWAY),
        ("55P03", Fault.BUSY),
        ("40001", Fault.BUSY),
        ("40P01", Fault.BUSY),
        ("57014", Fault.BUSY),
    ],
)
def test_a_fault_that_passes_uses_up_no_attempt_and_the_run_goes_on_soon_after_it(
    run: StipendRun, code: str, fault: Fault
) -> None:
    with refusing(code):
        tried = swept(run, 1200)
        assert (chunk().state, chunk().attempts, chunk().error) == ("waiting", 0, IN_WORDS[fault])
        assert len(tried) > 15
    assert LONGEST_LOOK + timedelta(seconds=SWEEP_SECONDS) < timedelta(minutes=2)
    with time_machine.travel(timezone.now() + timedelta(seconds=1200 + 80), tick=False):
        calculate_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lines_count, chunk().error) == ("calculated", 1, "")


def test_what_a_run_waits_for_is_part_of_what_each_look_at_its_progress_replaces(
    run: StipendRun, signed_in: Any
) -> None:
    with refusing("53100"):
        calculate_run(run.pk)
    bar = signed_in(run.prepared_by).get(f"/stipends/runs/{run.pk}/progress/").content.decode().strip()
    assert IN_WORDS[Fault.FULL] in bar
    assert (bar.startswith('<div class="panel" id="progress"'), bar.count("<div"), bar[-6:]) == (
        True,
        1,
        "</div>",
    )


def test_a_fault_that_does_not_pass_within_a_day_is_shown_to_staff(run: StipendRun) -> None:
    with refusing("53100"):
        calculate_run(run.pk)
        with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
            calculate_run(run.pk)
    assert (chunk().state, chunk().error) == ("failed", "The database has no room to write, for a whole day.")


def test_a_fault_of_the_program_is_tried_five_times_ever_more_slowly_and_said_without_its_insides(
    run: StipendRun,
) -> None:
    with refusing("XX000"):
        tried = swept(run, 2400)
    assert [attempts for _, attempts in tried] == [1, 2, 3, 4, 5]
    waits = [timedelta(seconds=b - a) for (a, _), (b, _) in pairwise(tried)]
    assert all(wait >= pause for wait, pause in zip(waits, PAUSES, strict=True))
    assert chunk().state == "failed"
    said = "A fault of the program (InternalError_). Show the worker's log to whoever runs the server."
    assert chunk().error == said


def test_what_a_rule_says_is_kept_in_its_words(run: StipendRun, year: Year) -> None:
    year.year.service_days.all().delete()
    swept(run, 2400)
    run.refresh_from_db()
    assert (chunk().state, chunk().attempts, run.state) == ("failed", 5, "calculating")
    assert "no service days" in chunk().error


def test_a_chunk_whose_worker_was_killed_waits_before_the_next_attempt(run: StipendRun) -> None:
    from stipends.services.chunks import _take

    first = _take(run.pk)
    assert first is not None
    assert first.attempts == 1
    assert calculate_chunk(run_id=run.pk) is False
    with time_machine.travel(timezone.now() + PAUSES[0], tick=False):
        assert calculate_chunk(run_id=run.pk) is True
    assert chunk().state == "done"


@pytest.mark.parametrize("back", [timedelta(minutes=3), timedelta(hours=1)])
def test_a_chunk_does_not_wait_for_a_clock_that_was_set_back(run: StipendRun, back: timedelta) -> None:
    with refusing("53100"):
        calculate_run(run.pk)
    with time_machine.travel(timezone.now() - back, tick=False):
        calculate_run(run.pk)
        held = chunk().state
    assert held == ("done" if back > PAUSES[-1] else "waiting")
    with time_machine.travel(timezone.now() + LONGEST_LOOK, tick=False):
        calculate_run(run.pk)
    assert chunk().state == "done"


def test_a_row_somebody_holds_is_waited_for(run: StipendRun) -> None:
    other = connection.copy()
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE stipends_stipendline IN ACCESS EXCLUSIVE MODE")
        calculate_run(run.pk)
        other.rollback()
    finally:
        other.close()
    assert (chunk().attempts, chunk().error) == (0, IN_WORDS[Fault.BUSY])
    with time_machine.travel(timezone.now() + LONGEST_LOOK, tick=False):
        calculate_run(run.pk)
    assert chunk().state == "done"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of two megabytes that the database may write to; only root can make one, of this machine's server."""
    if os.geteuid() != 0 or os.environ.get("DATABASE_URL"):
        pytest.skip("a small disk needs root and a server on this machine")
    folder = Path(mkdtemp(prefix="pathways-disk-"))
    size = ["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "none", str(folder)]
    if subprocess.run(size, check=False, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("no disk can be mounted here")
    subprocess.run(["chown", str(local._server_user()), str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_run_that_met_a_really_full_disk_goes_on_once_there_is_room(
    run: StipendRun, small_disk: Path, signed_in: Any
) -> None:
    name = f"small_{connection.settings_dict['NAME']}"
    owner.by_the_owner(
        "SET statement_timeout = 0",
        f"DROP TABLESPACE IF EXISTS {name}",
        f"CREATE TABLESPACE {name} LOCATION '{small_disk}'",
        # Rows of earlier tests have left room inside the table, and a vacuum keeps those that some session may see.
        "TRUNCATE stipends_stipendline CASCADE",
        f"ALTER TABLE stipends_stipendline SET TABLESPACE {name}",
    )
    fill(small_disk / "rubbish")
    try:
        calculate_run(run.pk)
        assert (chunk().state, chunk().attempts, chunk().error) == ("waiting", 0, IN_WORDS[Fault.FULL])
        page = signed_in(run.prepared_by).get(f"/stipends/runs/{run.pk}/").content.decode()
        assert "The database has no room to write. Ask whoever runs the server" in page
        assert "could not" not in page
        (small_disk / "rubbish").unlink()
        with time_machine.travel(datetime.now().astimezone() + LONGEST_LOOK, tick=False):
            calculate_run(run.pk)
    finally:
        (small_disk / "rubbish").unlink(missing_ok=True)
        owner.by_the_owner(
            "ALTER TABLE stipends_stipendline SET TABLESPACE pg_default", f"DROP TABLESPACE {name}"
        )
    run.refresh_from_db()
    assert (run.state, run.lines_count) == ("calculated", 1)


def fill(file: Path) -> None:
    """Write until the disk is full."""
    with open(file, "ab", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return
