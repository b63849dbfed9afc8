"""One database a size, made once by the demo and kept; a change of the schema makes it anew."""

import os
import subprocess
import sys

import psycopg2
from psycopg2 import sql

from config.local import servers as local

# The demo makes 274 applications a scale: these come nearest to 200, 2,000 and 20,000.
SCALES = {200: 1, 2_000: 7, 20_000: 73}


def name_of(size: int) -> str:
    return f"bench_{size}"


def environment(size: int) -> dict[str, str]:
    """Of a process that works on this database, within the limits that the product gives a page."""
    return os.environ | {
        "DATABASE_NAME": name_of(size),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "CACHE_PREFIX": name_of(size),
        "CELERY_QUEUE": name_of(size),
        "DEMO": "1",
        "LOG_LEVEL": "ERROR",
    }


def ensure(size: int) -> None:
    """A database of about `size` applications, in which the year is nearly over and all rosters are closed."""
    have = subprocess.run(
        [sys.executable, "-m", "tests.bench.build", "--check"],
        env=environment(size),
        capture_output=True,
        check=False,
    )
    if have.returncode == 0:
        return
    print(f"Building the database of {size:,} …", flush=True)
    recreate(name_of(size))
    command = [sys.executable, "-m", "tests.bench.build", "--scale", str(SCALES[size])]
    subprocess.run(command, env=environment(size), check=True)


def ensure_tenfold(size: int) -> int:
    """The size of a database with ten times the placements of that of `size`, made of it anew: it takes a minute."""
    tenfold = size * 10
    recreate(name_of(tenfold), template=name_of(size))
    subprocess.run([sys.executable, "-m", "tests.bench.tenfold"], env=environment(tenfold), check=True)
    return tenfold


def recreate(name: str, template: str = "template1") -> None:
    """A database of this name, in place of the one that was there: empty, or as `template` is."""
    own = local.database(user=local.OWNER)
    connection = psycopg2.connect(host=own["HOST"], port=own["PORT"], user=own["USER"], dbname="postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        names = map(sql.Identifier, (name, template))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    connection.close()
