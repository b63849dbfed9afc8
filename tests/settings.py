"""The settings of the tests: those of the product, with its own broker, cache and queue per xdist worker.

The differences are environment variables, so that a process a test starts (a real worker) inherits them.
"""

import os

from config.local import servers as local

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# Number 0 and 1 belong to the product that may be running from this folder.
_number = 2 if WORKER == "main" else 4 + 2 * int(WORKER.removeprefix("gw"))

for name in ("DEMO", "DEMO_PUBLIC", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_NAME", "STATIC_MANIFEST"):
    os.environ.pop(name, None)
if _tested := os.environ.get("TESTED_DATABASE"):
    # This is a worker a test has started: it works on the test's database.
    os.environ["DATABASE_NAME"] = _tested
os.environ["CELERY_QUEUE"] = os.environ["CACHE_PREFIX"] = f"test-{WORKER}"
if _own := os.environ.get("REDIS_URL"):
    _server = _own.rsplit("/", 1)[0] if _own.count("/") > 2 else _own
    os.environ["BROKER_URL"], os.environ["CACHE_URL"] = f"{_server}/{_number}", f"{_server}/{_number + 1}"
else:
    os.environ["BROKER_URL"] = local.redis_url("redis+socket", _number)
    os.environ["CACHE_URL"] = local.redis_url("unix", _number + 1)

from config.settings import *  # noqa: E402, F403 - the variables above must be set before it is read
from config.settings import DATABASE_APPLICATION, DATABASE_OWNER, DATABASES  # noqa: E402

# Tests have the rights of the application's role, and no more. The session is the owner's, though: inside one
# transaction some must play the owner who tampers (tests/owner.py). Processes they start sign in as the product does.
assert DATABASE_OWNER, "Tests need both roles: name the owner in DATABASE_OWNER_URL."
# Made and given its rights as the product's is, and apart from it: see django_db_setup in conftest.py.
DATABASE_APPLICATION["USER"] = DATABASES["default"]["USER"] = "pathways_test"
if not _tested:
    _options = DATABASES["default"]["OPTIONS"]
    DATABASE_OWNER["OPTIONS"] = dict(_options)
    # Dropping the database of a suite waits for the disk, longer than any page should.
    _options["options"] += f" -c role={DATABASE_APPLICATION['USER']} -c statement_timeout=60s"
    DATABASES["default"].update(DATABASE_OWNER, OPTIONS=_options)

# Real hashes cost 100 ms each, and every test signs somebody in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
