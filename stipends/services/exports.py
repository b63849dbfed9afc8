"""The file of a run: made once, kept byte for byte, each download on record."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from common.errors import DomainError, demand
from people.models import User
from stipends.models import OFFICE, Export, ExportDownload, KeptFile, PayrollLayout, StipendRun
from stipends.policies import why_not, why_not_download
from stipends.queries import lacking_codes, paid_of
from stipends.queries.kept import why_other
from stipends.rules.files import ENDINGS, LAYOUTS, Paid, PaidClaim
from stipends.rules.layouts import content_of
from stipends.services.runs import NotTheLines, altered, locked_run, move, record
from stipends.states import RunAction


def export(*, pk: int, layout: str, by: User, now: datetime | None = None) -> Export:
    """The file of this run in this layout; asked again, the same one. `layout` is one that every run has, or the
    number of a published one of the payroll office's own. Raises DomainError before approval.

    Refused when its lines are not those that were approved; that is in the history of the run from then on.
    """
    try:
        return _export(pk, layout, by, now)
    except NotTheLines as refusal:
        _keep_refused(pk, str(refusal), by, now or timezone.now())
        raise


@transaction.atomic
def _keep_refused(pk: int, why: str, by: User, at: datetime) -> None:
    """A second press adds nothing to what the history says last."""
    run = locked_run(pk)
    last = run.events.order_by("pk").last()
    if last is None or (last.action, last.note) != (RunAction.REFUSE, why):
        record(run, RunAction.REFUSE, by, at, why)


@transaction.atomic
def _export(pk: int, layout: str, by: User, now: datetime | None) -> Export:
    run = locked_run(pk)
    demand(why_not(by, RunAction.EXPORT, run))
    own = None if layout in LAYOUTS else own_layout(layout)
    made = Export.objects.filter(run=run, layout=OFFICE if own else layout, office_layout=own).first()
    if made is not None:
        return made
    moment = now or timezone.now()
    file = _own_file(run, own, by, moment) if own else _file(run, layout, by, moment)
    move(run, RunAction.EXPORT, by, moment, file_name=file.file_name, cents=file.total_cents)
    return file


def own_layout(layout: str) -> PayrollLayout:
    """The published layout of this number, locked, so that it is not retired meanwhile. Raises DomainError for none."""
    published = PayrollLayout.objects.published().select_for_update(of=("self",))
    found = published.filter(pk=layout).first() if layout.isdecimal() else None
    if found is None:
        own = [f"“{row}”" for row in PayrollLayout.objects.published()]
        names = ", ".join([*map(str, KeptFile.Layout.labels), *own])
        raise DomainError(f"Choose one of these files: {names}.")
    return found


def _file(run: StipendRun, layout: str, by: User, now: datetime) -> Export:
    _check_approved(run)
    if layout == Export.Layout.JOURNAL and (missing := lacking_codes(run)):
        # Made once and kept: an account that is missing in it could never be written into it.
        raise DomainError(
            f"A journal needs a code for each account, and these have none in {run.year}: {', '.join(missing)}."
            f" Write them first, under /stipends/codes/?year={run.year}."
        )
    lines = paid_of(run)
    content, ending = LAYOUTS[layout](str(run), lines), ENDINGS.get(layout, "csv")
    return _keep(run, lines, content, f"{layout}.{ending}", by, now, layout=layout)


def _own_file(run: StipendRun, own: PayrollLayout, by: User, now: datetime) -> Export:
    _check_approved(run)
    lines = paid_of(run)
    content = content_of(own.in_rules, str(run), lines)
    called = f"{own.name} {own.version}.{own.ending}"
    return _keep(run, lines, content, called, by, now, layout=OFFICE, office_layout=own)


def _keep(
    run: StipendRun, lines: list[Paid], content: bytes, called: str, by: User, now: datetime, **layout: Any
) -> Export:
    name = f"stipends {run.year} {run.get_kind_display()} {run.number} {called}"
    return Export.objects.create(run=run, made_by=by, made_at=now, **as_kept(name, content, lines), **layout)


def as_kept(called: str, content: bytes, lines: Sequence[Paid | PaidClaim]) -> dict[str, Any]:
    """The columns of a kept file of these lines; `called` ends like the name of the file."""
    name, ending = called.rsplit(".", 1)
    return {
        "file_name": f"{slugify(name)}.{ending}",
        "content": content,
        "sha256": sha256(content).hexdigest(),
        "lines_count": len(lines),
        "total_cents": sum(one.amount_cents for one in lines),
    }


def _check_approved(run: StipendRun) -> None:
    other = why_other(run)
    if other:
        raise NotTheLines(
            f"The lines of this run are not those that were approved: {other.words}. Nothing was exported. Tell whoever"
            " runs the server: `manage.py verify_runs` names each.",
            altered(other),
        )


@transaction.atomic
def download(*, pk: int, by: User, now: datetime | None = None) -> Export:
    """The kept file, and a line on record that `by` took it. Raises Export.DoesNotExist,
    and DomainError when its bytes are not those that were made."""
    demand(why_not_download(by))
    file = Export.objects.get(pk=pk)
    demand_whole(file)
    ExportDownload.objects.create(export=file, by=by, at=now or timezone.now())
    return file


def demand_whole(file: KeptFile) -> None:
    """Raises DomainError when its bytes are not those that were made."""
    if not file.is_whole:
        raise DomainError(
            "This file is not the one that was made, so it is not given out. Tell whoever runs the server:"
            " `manage.py verify_runs` names it."
        )
