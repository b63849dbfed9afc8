"""How the web process runs, here and in production: `gunicorn -c python:config.gunicorn config.wsgi`."""

import gc
import logging
import os
from typing import Any

from gunicorn.glogging import Logger

from config.logs import mask
from config.variables import read


def _mask(record: logging.LogRecord) -> bool:
    record.msg, record.args = mask(record.getMessage()), ()
    if record.exc_info:
        # The traceback is written by whoever handles the line; its text is kept for them.
        record.exc_text = mask(logging.Formatter().formatException(record.exc_info))
        record.exc_info = None
    return True


class MaskedLogger(Logger):
    """The error log, and the access log for those who switch it on (ACCESS_LOG=-), without tokens."""

    def __init__(self, cfg: Any) -> None:
        super().__init__(cfg)
        self.error_log.addFilter(_mask)

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        found = super().atoms(resp, req, environ, request_time)
        return {name: mask(value) if isinstance(value, str) else value for name, value in found.items()}


def when_ready(server: Any) -> None:
    """Nothing that was loaded is looked at by the collector again: looking would copy the pages workers share."""
    gc.collect()
    gc.freeze()


# The most it may be: an address holds what was searched for, that of the sign-in twice over (`LONGEST_SEARCH`).
limit_request_line = 8190
bind = read("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = read("WEB_WORKERS", 2)
# Loaded once, before the workers are forked: they share what it takes in memory, and start at once. One alone shares
# with nobody, and the process above it would hold all of it a second time.
preload_app = workers > 1
threads = read("WEB_THREADS", 4)
# Below the 30 s after which most balancers give up, above the longest statement the database allows a page.
timeout = 25
graceful_timeout = 15
keepalive = 5
# Memory that grows slowly is returned; the jitter keeps the workers from leaving together.
max_requests, max_requests_jitter = 20_000, 2_000
control_socket_disable = True
accesslog = read("ACCESS_LOG", "") or None
logger_class = MaskedLogger
# The heartbeat file on a disk stalls when the disk does.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK) else None
