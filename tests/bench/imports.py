"""`python -m tests.bench.imports`: how long an import takes, and how much memory, for 2,000 and for 20,000 people.

Each size has a process of its own and a transaction that is rolled back. What counts is the ratio.
"""

import json
import resource
import subprocess
import sys
import time
from datetime import date

from config.local.servers import servers
from tests.bench import databases

SIZES = (2_000, 20_000)
NAME = "bench_imports"
DAY = date(2026, 11, 29)


def measured(people: int) -> dict[str, float]:
    """Seconds of each step and the most memory, in MB, of a first import and of the same again."""
    import django

    django.setup()
    from django.core.management import call_command

    from common.owner import as_owner

    with as_owner():
        call_command("migrate", verbosity=0)
        return _imported(people)


def _imported(people: int) -> dict[str, float]:
    from django.db import transaction

    from people.models import School, User
    from people.services import imports

    found: dict[str, float] = {"before_mb": _memory()}
    with transaction.atomic():
        by = User.objects.create_superuser(f"bench{people}@example.org", None)
        school = School.objects.create(
            name="Bench",
            slug=f"bench-{people}",
            level="high",
            lowest_grade=9,
            highest_grade=12,
            cds_code=f"{people:014}",
        )
        lines = [
            f"B-{n},Given{n},Family,b{n}@bench.example.org,{school.cds_code},teacher" for n in range(people)
        ]
        content = "\n".join(["external_id,given_name,family_name,email,school,position", *lines]).encode()
        for name in ("first", "again"):
            begun, worked = time.perf_counter(), time.process_time()
            told = {"whole": True, "day": DAY, "last_day": DAY}
            row = imports.read_file(name="people.csv", content=content, by=by, **told)
            found[f"{name}_read"] = time.perf_counter() - begun
            row = imports.check(pk=row.pk)
            found[f"{name}_checked"] = time.perf_counter() - begun
            imports.start_import(pk=row.pk, ends=row.to_confirm, seen=row.mark, by=by)
            row = imports.apply_import(pk=row.pk)
            assert row.state == "applied", row.stopped
            found[f"{name}_applied"] = time.perf_counter() - begun
            # Of this process alone: it stays the same while the machine does other things besides.
            found[f"{name}_cpu"] = time.process_time() - worked
        transaction.set_rollback(True)
    return found | {"most_mb": _memory()}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
        return
    found = {}
    with servers():
        databases.recreate(NAME)
        for size in SIZES:
            command = [sys.executable, "-m", "tests.bench.imports", str(size)]
            told = databases.environment(size) | {"DATABASE_NAME": NAME}
            # What goes wrong in the child is read here.
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=told)
            found[size] = json.loads(done.stdout.splitlines()[-1])
            print(size, {name: round(value, 2) for name, value in found[size].items()})
    small, large = (found[size] for size in SIZES)
    ratio, more = large["first_cpu"] / small["first_cpu"], large["most_mb"] - small["most_mb"]
    print(f"Ten times the people take {ratio:.1f} times the work and {more:.0f} MB more.")


if __name__ == "__main__":
    main()
