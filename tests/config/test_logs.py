"""No token in a log, and what is no token stays readable."""

import json
import logging
import logging.config
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from gunicorn.config import Config

from config.gunicorn import MaskedLogger
from config.logs import mask
from tests.conftest import ROOT

TOKEN = "kQ3vJ0-d7_Xb2mPp9sLw"


@pytest.mark.parametrize(
    "path",
    [
        f"/cosign/{TOKEN}/",
        f"/service/{TOKEN}/",
        f"/alumni/{TOKEN}/",
        f"/check-in/{TOKEN}/",
        f"/calendar/{TOKEN}.ics",
        f"/accounts/confirm-email/{TOKEN}/",
        f"/accounts/password/reset/key/1-{TOKEN}/",
    ],
)
def test_a_token_in_a_path_is_masked(path: str) -> None:
    line = mask(f'127.0.0.1 "GET {path} HTTP/1.1" 200')
    assert TOKEN not in line
    assert "[masked]" in line


@pytest.mark.parametrize("path", ["/cosign/", "/cosign/12/", "/seminars/sessions/4/roster/", "/calendar/"])
def test_a_path_without_a_token_stays(path: str) -> None:
    assert mask(path) == path


def written(record: logging.LogRecord) -> dict[str, Any]:
    """The line of a record, read again."""
    formatters: Any = settings.LOGGING["formatters"]
    made = logging.config.DictConfigurator(settings.LOGGING)
    formatter = made.configure_formatter(dict(formatters["lines"]))
    return dict(json.loads(formatter.format(record)))


def of_django(message: str, path: str, error: Exception, status: int) -> logging.LogRecord:
    """What Django writes when a view raised `error` and it answered `status`."""
    try:
        raise error
    except Exception:
        told = sys.exc_info()
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, (path,), told)
    record.status_code = status
    return record


def test_a_line_of_the_log_is_json_without_the_token() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", (f"/cosign/{TOKEN}/",), None
    )
    assert written(record)["event"] == "Not Found: /cosign/[masked]/"


def test_a_refusal_is_one_line_without_a_traceback() -> None:
    line = written(of_django("Forbidden (Permission denied): %s", "/stipends/runs/", PermissionDenied(), 403))
    assert line["event"] == "Forbidden (Permission denied): /stipends/runs/"
    assert "exception" not in line


def test_an_error_of_the_server_keeps_its_traceback() -> None:
    line = written(of_django("Internal Server Error: %s", "/", ValueError("broken"), 500))
    assert line["exception"].endswith("ValueError: broken")


LOGGING_LIKE_A_WORKER = """
import logging
from config.celery import app
app.log.setup(loglevel="INFO")
logging.getLogger("celery.worker").info("Asked for /cosign/{token}/")
app.log.get_default_logger("celery.task").warning("Task of /service/{token}/")
try:
    raise ValueError("/cosign/{token}/")
except ValueError:
    logging.getLogger("celery.app.trace").exception("Failed")
"""


def test_no_line_of_a_worker_or_of_beat_has_a_token() -> None:
    code = LOGGING_LIKE_A_WORKER.format(token=TOKEN)
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in (ended.stdout + ended.stderr).splitlines()]
    assert [line["event"] for line in lines] == [
        "Asked for /cosign/[masked]/",
        "Task of /service/[masked]/",
        "Failed",
    ]
    assert lines[-1]["exception"].endswith("ValueError: /cosign/[masked]/")


def test_no_error_of_the_web_server_has_a_token(caplog: pytest.LogCaptureFixture) -> None:
    logger = MaskedLogger(Config())
    logger.error_log.addHandler(caplog.handler)
    logger.exception("Error handling request %s", f"/cosign/{TOKEN}/")
    assert caplog.messages == ["Error handling request /cosign/[masked]/"]
