"""Everything about one person in one file, made by a worker. The row is the truth: a worker that dies leaves it as it
was, and the sweep takes it up again; a second press gives the same one."""

import hashlib
import json
import tempfile
import zipfile
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone

from common.clock import in_words
from common.errors import DomainError, demand
from common.storage import forget
from dashboard.queries.exporting import parts_for, told
from dashboard.queries.readable import readable
from people.models import PersonExport, User
from people.policies import hats, why_not
from people.services import tell
from people.states import AccountAction

FOLDER = "exports"
KEPT = timedelta(days=7)
MOST_ATTEMPTS = 5
# A worker that said nothing for so long is taken for dead.
SILENCE = timedelta(minutes=5)
PIECE = 1024 * 1024
SHAPE = "pathways-person-export/1"


@transaction.atomic
def ask_for_export(*, pk: int, by: User, reason: str = "", now: datetime | None = None) -> PersonExport:
    """All that is kept about the person is put into one file, by a worker. While one that the same person asked for is
    made, or can still be fetched, that one is answered.

    Raises DomainError for who may not, and for somebody else's without a reason.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    demand(why_not(by, AccountAction.EXPORT, person))
    if (found := PersonExport.objects.living().filter(person=person, by=by).first()) is not None:
        return found
    if person.pk != by.pk and not reason.strip():
        raise DomainError("Say what this export is for. It stays on record.", at="reason")
    money = hats(by).money
    row = PersonExport.objects.create(
        person=person, by=by, reason=reason.strip(), money=money, asked_at=now or timezone.now()
    )
    tell(AccountAction.EXPORT, person, by, note=row.reason)
    return row


def make_export(*, pk: int, now: datetime | None = None) -> bool:
    """Make the file of an export that waits. Twice, or by two workers, is harmless: one of them claims it. Answers
    whether it was made now."""
    moment = now or timezone.now()
    row = _claimed(pk, moment)
    if row is None:
        return False
    with tempfile.TemporaryFile() as file:
        _write(row, file)
        digest = _digest(file)
        name = default_storage.save(f"{FOLDER}/{row.pk}-{digest[:16]}.zip", File(file))
    try:
        return _finish(row, name, digest, moment)
    except BaseException:
        default_storage.delete(name)
        raise


def _claimed(pk: int, now: datetime) -> PersonExport | None:
    """The row, if it is this worker's to make: compared and set in one statement. After five tries it has failed."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - SILENCE)
    rows = PersonExport.objects.waiting().filter(free, pk=pk)
    rows.filter(attempts__gte=MOST_ATTEMPTS).give_up()
    if not rows.update(claimed_at=now, attempts=F("attempts") + 1, parts_done=0):
        return None
    return PersonExport.objects.select_related("person", "by").get(pk=pk)


def _write(row: PersonExport, file: IO[bytes]) -> None:
    """The zip: `data.json`, the same to read as `index.html`, and the files. Each part is in memory alone."""
    parts = parts_for(row)
    PersonExport.objects.filter(pk=row.pk).update(parts_total=len(parts))
    about = {
        "shape": SHAPE,
        "person": str(row.person.name),
        "asked_by": str(row.by.name),
        "asked_at": row.asked_at,
    }
    tables, files = dict[str, Any](), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for done, (label, part) in enumerate(parts.items(), start=1):
            rows = []
            for values, beside in told(row, label, part):
                rows.append(values)
                files += len(beside)
                for place, stored in beside:
                    _add(made, place, stored)
            tables[label] = {"title": part.title, "rows": rows}
            # With a sign of life, so that no other worker takes it up.
            PersonExport.objects.filter(pk=row.pk).update(parts_done=done, claimed_at=timezone.now())
        said = json.dumps({**about, "tables": tables}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        made.writestr("data.json", said)
        made.writestr("index.html", _to_read(about, tables, files))


def _to_read(about: dict[str, Any], tables: dict[str, Any], files: int) -> str:
    """The tables in words, as a page that stands alone; `files`: how many lie beside it."""
    filled = [
        (table["title"], readable(label, table["rows"])) for label, table in tables.items() if table["rows"]
    ]
    told = {**about, "asked_on": in_words(about["asked_at"]), "tables": filled, "files": files}
    return render_to_string("dashboard/export.html", told)


def _add(made: zipfile.ZipFile, place: str, stored: Any) -> None:
    """A file that is in store no more is left out; its row still names it."""
    try:
        with stored.open("rb") as content, made.open(place, "w") as copy:
            for piece in content.chunks():
                copy.write(piece)
    except FileNotFoundError:
        return


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def _finish(row: PersonExport, name: str, digest: str, now: datetime) -> bool:
    """Ready, unless another worker was quicker: then this file goes again."""
    waiting = PersonExport.objects.waiting().filter(pk=row.pk)
    if waiting.finish(file=name, sha256=digest, ready_at=now, expires_at=now + KEPT):
        return True
    forget(name)
    return False


@transaction.atomic
def fetch_export(*, pk: int, by: User, now: datetime | None = None) -> PersonExport:
    """The file is given to whoever asked for it, and that stays in the history of the person.

    Raises DomainError when it is not ready, or its days are over.
    """
    row = PersonExport.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk, by=by)
    moment = now or timezone.now()
    if row.waits:
        raise DomainError("It is being made. This page says when it is ready.")
    if not row.may_be_fetched(moment):
        raise DomainError("Its days are over. Ask for it again.")
    tell(AccountAction.FETCH_EXPORT, row.person, by)
    return row


@transaction.atomic
def expire_exports(*, now: datetime) -> int:
    """Files whose days are over go; the rows stay. Answers how many."""
    found = list(PersonExport.objects.over(now).select_for_update(skip_locked=True))
    for row in found:
        forget(str(row.file.name))
    return PersonExport.objects.filter(pk__in=[row.pk for row in found]).expire()


def waiting_exports(now: datetime) -> list[int]:
    """Exports nobody is at: their worker may have died, or its message was lost."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - SILENCE)
    return list(PersonExport.objects.waiting().filter(free).order_by("pk").values_list("pk", flat=True))
