"""No token in a log, and what is no token stays readable."""

import json
import logging
import logging.config

import pytest
from django.conf import settings

from config.logs import mask

TOKEN = "kQ3vJ0-d7_Xb2mPp9sLw"


@pytest.mark.parametrize(
    "path",
    [
        f"/cosign/{TOKEN}/",
        f"/service/{TOKEN}/",
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


def test_a_line_of_the_log_is_json_without_the_token() -> None:
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["lines"])
    )
    record = logging.LogRecord(
        "django.request", logging.WARNING, __file__, 1, "Not Found: %s", (f"/cosign/{TOKEN}/",), None
    )
    assert json.loads(formatter.format(record))["event"] == "Not Found: /cosign/[masked]/"
