"""What workers and beat write, they write as the web does."""

import logging
import logging.config
from typing import Any

from django.conf import settings

from common import ended


def log_as_the_web_does(loglevel: int | None = None, **_: Any) -> None:
    """Without this Celery writes lines of its own, in which tokens are not masked."""
    logging.config.dictConfig(settings.LOGGING)
    if loglevel is not None:
        logging.getLogger().setLevel(loglevel)
    logging.getLogger("celery").addHandler(_LastWords(logging.CRITICAL))


class _LastWords(logging.Handler):
    """Why a worker could not go on, for the page of periodic work; also where no supervisor of ours reads its log."""

    def emit(self, record: logging.LogRecord) -> None:
        ended.note(settings.ENDED_FILE, settings.PROCESS, record.getMessage())
