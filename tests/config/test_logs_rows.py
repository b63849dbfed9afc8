"""What PostgreSQL quotes of a row, and addresses, reach no log: ours, the web server's, a worker's, the database's."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from gunicorn.config import Config

from config.gunicorn import MaskedLogger
from config.local.servers import _home
from config.logs import mask
from people.models import User
from tests.config.test_logs import written
from tests.conftest import ROOT
from tests.factories.people import UserFactory

SECRET = "somebody.private@example.org"
NAME = "Wilhelmina"
TWO_LINES = f"{NAME}\n\nof two lines"


def clash() -> None:
    with transaction.atomic():
        UserFactory(email=SECRET)


def broken_row() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET email = 'x', preferred_name = %s", [TWO_LINES])


def unreadable() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [SECRET])


def record_of(error: BaseException, name: str = "django.request") -> logging.LogRecord:
    told = (type(error), error, error.__traceback__)
    return logging.LogRecord(name, logging.ERROR, __file__, 1, "Failed for %s", (SECRET,), told)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fault", "kind"), [(clash, IntegrityError), (broken_row, IntegrityError), (unreadable, DataError)]
)
def test_an_error_of_the_database_is_logged_without_its_row(
    fault: Any, kind: type[Exception], caplog: Any
) -> None:
    UserFactory(email=SECRET, given_name=NAME)
    with pytest.raises(kind) as failed:
        fault()
    assert SECRET in str(failed.value) or NAME in str(failed.value)
    line = json.dumps(written(record_of(failed.value)))
    logger = MaskedLogger(Config())
    logger.error_log.addHandler(caplog.handler)
    logger.error_log.handle(record_of(failed.value, "gunicorn.error"))
    for said in (line, caplog.text):
        assert (SECRET in said, NAME in said, "of two lines" in said) == (False, False, False)
        assert kind.__name__ in said


def test_an_address_is_masked_however_deep_it_lies() -> None:
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Failed", (), None)
    record.msg = {
        "event": "Refused",
        "who": [{"to": f"<{SECRET}>"}, (SECRET,)],
        "error": ValueError(SECRET),
        "n": 3,
    }
    assert SECRET not in json.dumps(written(record))


@pytest.mark.parametrize(
    "text", ["See https://example.org/a/b?c=1", "12:03 took 3 s", "celery@host ready"[7:]]
)
def test_what_is_no_address_stays(text: str) -> None:
    assert mask(text) == text


def test_the_error_that_follows_a_quoted_row_is_still_told() -> None:
    after = "\n\nThe above exception was the cause:\n\nKeyError: 'x'"
    assert mask(f"No\nDETAIL:  Key (x)=({NAME}\n) exists.{after}") == f"No\nDETAIL: [masked]{after}"


IN_A_WORKER = """
import logging
from config.celery import app
app.log.setup(loglevel="INFO")
try:
    raise ValueError("duplicate\\nDETAIL:  Key (lower(email))=({secret}) already exists.")
except ValueError:
    app.log.get_default_logger("celery.app.trace").exception("Task of {secret} failed")
"""


def test_a_traceback_of_a_worker_has_no_address() -> None:
    code = IN_A_WORKER.format(secret=SECRET)
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (SECRET in ended.stdout + ended.stderr, "duplicate" in ended.stderr + ended.stdout) == (
        False,
        True,
    )


@pytest.mark.django_db
def test_the_database_server_quotes_no_row_in_its_own_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name LIKE 'log_%%err%%' ORDER BY name")
        said = dict(cursor.fetchall())
    log = _home() / "postgres" / "server.log"
    if said["log_error_verbosity"] != "terse":
        pytest.skip("this server is not ours to set up")
    before = log.stat().st_size
    UserFactory(email=SECRET)
    with pytest.raises(IntegrityError):
        clash()
    with log.open() as lines:
        lines.seek(before)
        assert SECRET not in lines.read()
    assert said["log_min_error_statement"] == "panic"
    assert User.objects.count() == 1
