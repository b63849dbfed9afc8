"""`python -m tests.bench.imports`: how long an import takes, and how much memory, for 2,000 and for 20,000 people.

Each size has a process of its own, and people and a school of its own. What counts is the ratio, and that memory does
not grow with the file: more than `MOST_WORK` or `MOST_MB`, and it fails.
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
# Ten times the people may take so many times the work of this process, and so many MB more.
MOST_WORK, MOST_MB = 13, 40


def measured(people: int) -> dict[str, float]:
    """Seconds of each step and the most memory, in MB, of a first import and of the same again."""
    import django

    django.setup()
    from common.owner import as_owner

    with as_owner():
        return _imported(people)


def migrate() -> None:
    """In a process of its own: it takes more memory than an import does."""
    import django

    django.setup()
    from django.core.management import call_command

    from common.owner import as_owner

    with as_owner():
        call_command("migrate", verbosity=0)


def _imported(people: int) -> dict[str, float]:
    from people.models import School, User
    from people.services import imports

    found: dict[str, float] = {"before_mb": _memory()}
    by = User.objects.create_superuser(f"bench{people}@example.org", None)
    code = f"{people:014}"
    told = {
        "name": "Bench",
        "slug": f"bench-{people}",
        "level": "high",
        "lowest_grade": 9,
        "highest_grade": 12,
    }
    School.objects.create(cds_code=code, **told)
    who = range(people, 2 * people)
    lines = [f"B-{n},Given{n},Family,b{n}@bench.example.org,{code},teacher" for n in who]
    content = "\n".join(["external_id,given_name,family_name,email,school,position", *lines]).encode()
    for name in ("first", "again"):
        begun, worked = time.perf_counter(), time.process_time()
        row = imports.read_file(name="people.csv", content=content, by=by, whole=True, day=DAY, last_day=DAY)
        found[f"{name}_read"] = time.perf_counter() - begun
        row = imports.check(pk=row.pk)
        found[f"{name}_checked"] = time.perf_counter() - begun
        imports.start_import(pk=row.pk, ends=row.to_confirm, seen=row.mark, by=by)
        row = imports.apply_import(pk=row.pk)
        assert row.state == "applied", row.stopped
        found[f"{name}_applied"] = time.perf_counter() - begun
        # Of this process alone: it stays the same while the machine does other things besides.
        found[f"{name}_cpu"] = time.process_time() - worked
    return found | {"most_mb": _memory()}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if sys.argv[1:] == ["migrate"]:
        migrate()
    elif len(sys.argv) > 1:
        print(json.dumps(measured(int(sys.argv[1]))))
    else:
        compared()


def compared() -> None:
    found = {}
    with servers():
        databases.recreate(NAME)
        told = databases.environment(SIZES[0]) | {"DATABASE_NAME": NAME}
        subprocess.run([sys.executable, "-m", "tests.bench.imports", "migrate"], check=True, env=told)
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
    if ratio > MOST_WORK or more > MOST_MB:
        sys.exit(f"That is more than {MOST_WORK} times the work or {MOST_MB} MB.")


if __name__ == "__main__":
    main()
