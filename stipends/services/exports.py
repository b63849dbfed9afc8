"""The file of a run: made once, kept byte for byte, each download on record."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from common.errors import DomainError, demand
from people.models import User
from stipends.models import Export, ExportDownload, StipendLine, StipendRun
from stipends.policies import why_not, why_not_download
from stipends.queries import Codes, codes_of, lacking_codes
from stipends.queries.kept import why_other
from stipends.rules.files import ENDINGS, LAYOUTS, Paid
from stipends.services.runs import NotTheLines, altered, locked_run, move, record
from stipends.states import RunAction


def export(*, pk: int, layout: str, by: User, now: datetime | None = None) -> Export:
    """The file of this run in this layout; asked again, the same one. Raises DomainError before approval.

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
    if layout not in LAYOUTS:
        raise DomainError(f"Choose one of these files: {', '.join(map(str, Export.Layout.labels))}.")
    made = Export.objects.filter(run=run, layout=layout).first()
    if made is not None:
        return made
    moment = now or timezone.now()
    file = _file(run, layout, by, moment)
    move(run, RunAction.EXPORT, by, moment, file_name=file.file_name, cents=file.total_cents)
    return file


def _file(run: StipendRun, layout: str, by: User, now: datetime) -> Export:
    _check_approved(run)
    if layout == Export.Layout.JOURNAL and (missing := lacking_codes(run)):
        # Made once and kept: an account that is missing in it could never be written into it.
        raise DomainError(
            f"A journal needs a code for each account, and these have none in {run.year}: {', '.join(missing)}."
            f" Write them first, under /stipends/codes/?year={run.year}."
        )
    lines = _payable(run)
    total = sum(one.amount_cents for one in lines)
    content, ending = LAYOUTS[layout](str(run), lines), ENDINGS.get(layout, "csv")
    return Export.objects.create(
        run=run,
        layout=layout,
        file_name=f"{slugify(f'stipends {run.year} {run.get_kind_display()} {run.number} {layout}')}.{ending}",
        content=content,
        sha256=sha256(content).hexdigest(),
        lines_count=len(lines),
        total_cents=total,
        made_by=by,
        made_at=now,
    )


def _check_approved(run: StipendRun) -> None:
    other = why_other(run)
    if other:
        raise NotTheLines(
            f"The lines of this run are not those that were approved: {other.words}. Nothing was exported. Tell whoever"
            " runs the server: `manage.py verify_runs` names each.",
            altered(other),
        )


def _payable(run: StipendRun) -> list[Paid]:
    rows = StipendLine.objects.filter(run=run, status=StipendLine.Status.PAYABLE).order_by("pk")
    columns = (
        "role",
        "pk",
        "person__external_id",
        "person__family_name",
        "person__given_name",
        "person__email",
        "school__name",
        "school__cds_code",
        "role__pathway__name",
        "role__name",
        "channel",
        "amount_cents",
        "reverses_id",
    )
    codes = codes_of(run.year_id)
    return [_paid(codes, role, Paid(*row)) for role, *row in rows.values_list(*columns)]


def _paid(codes: Codes, role: int, line: Paid) -> Paid:
    """The line with the codes of its year."""
    of_role, of_channel = codes.roles.get(role), codes.channels.get(line.channel)
    if of_role is not None and of_role.fund is not None:
        line = replace(line, account=of_role.account, fund=of_role.fund.code, program=of_role.program)
    return replace(line, payable=of_channel.account) if of_channel else line


@transaction.atomic
def download(*, pk: int, by: User, now: datetime | None = None) -> Export:
    """The kept file, and a line on record that `by` took it. Raises Export.DoesNotExist,
    and DomainError when its bytes are not those that were made."""
    demand(why_not_download(by))
    file = Export.objects.get(pk=pk)
    if not file.is_whole:
        raise DomainError(
            "This file is not the one that was made, so it is not given out. Tell whoever runs the server:"
            " `manage.py verify_runs` names it."
        )
    ExportDownload.objects.create(export=file, by=by, at=now or timezone.now())
    return file
