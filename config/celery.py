"""Celery: tasks carry ids, rows carry the truth. The schedule is code, so it is reviewed like code."""

import gc
import logging
import logging.config
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun, worker_init, worker_ready
from django.conf import settings
from django.db import close_old_connections

from common import ended

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Checks are for `manage.py check`. Here they would bring every page and the administration into each worker's memory.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("pathways")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
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


@worker_init.connect
def share_what_is_loaded(**_: Any) -> None:
    """The pool is forked next: what the collector never looks at again stays shared."""
    gc.collect()
    gc.freeze()


@worker_ready.connect
def it_works(**_: Any) -> None:
    """Whatever ended it before is over."""
    ended.forget(settings.ENDED_FILE, settings.PROCESS)


@task_prerun.connect
def with_a_living_connection(**_: Any) -> None:
    """Celery keeps one connection to the database for many tasks; one that broke with its server fails them all."""
    close_old_connections()
