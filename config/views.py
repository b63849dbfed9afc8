"""Health for machines, and the demo's mailbox."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common import ended
from common.queueing import broker_answers
from notifications import queries
from people.policies import hats

SHOWN = 100


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of anyone else, so a dead database does not restart the web."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """What a page and a task need; 503 when one of them fails, the worker, the courier and beat among them.

    Staff, and whoever asks on this machine itself, are told each apart; strangers only whether all is well.
    A late job and waiting mail are reported, and do not fail it.
    """
    database = _database()
    checks = {"database": database, "broker": broker_answers(), "cache": _cache(), "migrations": False}
    checks |= dict.fromkeys((queries.BEAT, *queries.ASKED), False)
    jobs: list[dict[str, object]] = []
    outbox: dict[str, object] = {}
    if database:
        checks["migrations"] = _migrated()
        now = timezone.now()
        checks |= queries.processes(now=now)
        jobs, outbox = queries.heartbeats(now=now), queries.outbox_age(now=now)
    # Who ended and is not back is known before a minute without a note of theirs is over.
    said = ended.read(settings.ENDED_FILE)
    checks |= dict.fromkeys(said.keys() & checks.keys(), False)
    well = all(checks.values())
    parts = (
        {**checks, "jobs": jobs, "outbox": outbox, "ended": said}
        if _may_read_parts(request, database)
        else {}
    )
    return JsonResponse({"ok": well, **parts}, status=200 if well else 503)


# Any of these says that the request was passed on: then the address of this machine is only that of the proxy.
PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")


def _may_read_parts(request: HttpRequest, database: bool) -> bool:
    """Whether the parts are told to this one. Without a database nobody knows who is staff."""
    here = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    passed_on = any(name in request.headers for name in PASSED_ON)
    return (here and not passed_on) or (
        database and request.user.is_authenticated and hats(request.user).staff
    )


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache() -> bool:
    # Asked for what was just written, for our cache hides that it is down.
    cache.set("readyz", True, 10)
    return cache.get("readyz") is True


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails of the demo, which really were sent, to a folder of this machine."""
    files = sorted(_folder().glob("[0-9]*.eml"), reverse=True)[:SHOWN]
    return render(request, "mailbox/list.html", {"mails": [_mail(file) for file in files], "shown": SHOWN})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as plain text, its links clickable."""
    file = _folder() / f"{name}.eml"
    if not re.fullmatch(r"\d+-\d+", name) or not file.exists():
        raise Http404
    return render(request, "mailbox/mail.html", {"mail": _mail(file)})


def _folder() -> Path:
    """Exists in the demo on one's own machine only: it holds everybody's links and codes."""
    if not (settings.DEMO and settings.LOCAL):
        raise Http404
    return Path(settings.MAILBOX_DIR)


def _mail(file: Path) -> dict[str, object]:
    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    body = found.get_body(preferencelist=("plain",))
    return {
        "name": file.stem,
        "to": found["To"] or found["X-Envelope-To"] or "",
        "subject": found["Subject"] or "(no subject)",
        "at": datetime.fromtimestamp(file.stat().st_mtime, UTC),
        "body": body.get_content() if body else "",
    }
