"""What the jobs of one database say, as a table."""

import json
import subprocess
import sys
from statistics import median

from tests.bench import databases

RUN_BOUND, MEMORY_BOUND = 2, 300
# As `manage.py up` gives its worker.
OF_A_WORKER = {"STATEMENT_TIMEOUT": "120s", "LOCK_TIMEOUT": "10s"}


def report(size: int) -> None:
    """Print the stipend run of that database against its floors, and the worker's memory."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.jobs"],
        env=databases.environment(size) | OF_A_WORKER,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *rounds, worker = [json.loads(line) for line in done.stdout.splitlines()]
    per = 1000 / rounds[0]["lines"]
    print(
        f"\nstipend run of {rounds[0]['lines']:,} placements, CPU ms per 1,000 lines; medians of {len(rounds)}"
    )
    spent = {name: median(row[name] for row in rounds) * per for name in ("floor", "ready", "run")}
    times = {name: median(row["run"] / row[name] for row in rounds) for name in ("floor", "ready")}
    print(f"  INSERT … SELECT      {spent['floor']:>8.1f}   × {times['floor']:.2f}")
    print(f"  its lines, ready-made{spent['ready']:>8.1f}   × {times['ready']:.2f}   bound ≤ {RUN_BOUND}")
    print(f"  the run              {spent['run']:>8.1f}")
    print(f"  by one worker   {worker['seconds']:.1f} s, most memory {worker['most_mib']:.0f} MiB", end="")
    print(f"   bound ≤ {MEMORY_BOUND} MB")
