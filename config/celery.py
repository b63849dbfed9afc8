"""Celery: tasks carry ids, rows carry the truth. The schedule is code, so it is reviewed like code."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_prerun, worker_init, worker_ready
from django.conf import settings
from django.db import close_old_connections

from common import ended
from config.celery_logs import log_as_the_web_does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Checks are for `manage.py check`. Here they would bring every page and the administration into each worker's memory.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("pathways")
app.config_from_object("django.conf:settings", namespace="CELERY")
# The courier has one kind of work, and loads no more than that.
app.autodiscover_tasks(["notifications"] if settings.PROCESS == "courier" else None)
setup_logging.connect(log_as_the_web_does)


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
