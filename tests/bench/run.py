"""What the jobs of one database say, as a table."""

import json
import subprocess
import sys
from statistics import median

from tests.bench import databases

RUN_BOUND, MEMORY_BOUND = 8, 300
# As `manage.py up` gives its worker.
OF_A_WORKER = {"STATEMENT_TIMEOUT": "120s", "LOCK_TIMEOUT": "10s"}


def report(size: int) -> None:
    """Print the stipend run of that database against its floor, and the worker's memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.jobs"],
        env=databases.environment(size) | OF_A_WORKER,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *rounds, worker = [json.loads(line) for line in done.stdout.splitlines()]
    lines = rounds[0]["lines"]
    per = 1000 / lines
    floor, spent = (median(row[name] for row in rounds) * per for name in ("floor", "run"))
    ratio = median(row["run"] / row["floor"] for row in rounds)
    print(f"\nstipend run of {lines:,} placements, CPU ms per 1,000 lines")
    print(
        f"  INSERT … SELECT {floor:>8.1f}\n  the run         {spent:>8.1f}   {ratio:.2f} ×   bound ≤ {RUN_BOUND}"
    )
    print(f"  by one worker   {worker['seconds']:.1f} s, most memory {worker['most_mib']:.0f} MiB", end="")
    print(f"   bound ≤ {MEMORY_BOUND} MB")
