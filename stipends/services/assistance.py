"""The files of assistance: what is due goes into one, once; each is kept byte for byte, each download on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, LookFirst, demand
from common.money import dollars
from fellows.models import Disbursement
from fellows.services.payments import export_disbursement, hold_disbursements
from pathways.models import ProgramYear
from people.models import User
from stipends.models import (
    OFFICE,
    AssistanceBatch,
    AssistanceExport,
    AssistanceExportDownload,
    AssistanceLine,
)
from stipends.policies import why_not_assistance, why_not_download
from stipends.queries.assistance import (
    DueNow,
    lacking_assistance_codes,
    mark_of_lines,
    mark_of_parts,
    paid_by,
    ways_of,
)
from stipends.queries.claims import year_of
from stipends.queries.codes import codes_of
from stipends.rules.files import ENDINGS, LAYOUTS
from stipends.rules.layouts import content_of
from stipends.services.exports import as_kept, demand_whole, own_layout
from stipends.states import AssistanceAction

OF_ASSISTANCE = "a file of assistance"


@transaction.atomic
def export_assistance(*, layout: str, by: User, seen: str, now: datetime | None = None) -> AssistanceExport:
    """The file of all approved parts of awards that are due within two weeks and in none, in this layout; each is in it
    from then on.

    `seen` is the mark of the parts that were on the screen. With that of parts which went into a file meanwhile, that
    file is answered: pressed twice, or by two people, it is one. Raises LookFirst when others wait by now, and
    DomainError when none waits, without a program year, and when a journal lacks a code.
    """
    demand(why_not_assistance(by, AssistanceAction.EXPORT))
    moment = now or timezone.now()
    day = local_date(moment)
    year = _locked_year(day)
    made = AssistanceBatch.objects.filter(year=year, lines_sha256=seen).first()
    if made is not None:
        return _in_layout(made, layout, by, moment)
    rows = hold_disbursements(Disbursement.objects.to_export(DueNow(day)))
    if not rows:
        raise DomainError("No part of an award waits for a file.")
    _demand_seen(rows, seen)
    return _in_layout(_batch(year, rows, by, moment), layout, by, moment)


def _locked_year(day: date) -> ProgramYear:
    """Files of a year are made one after the other."""
    year = year_of(day)
    if year is None:
        raise DomainError("There is no program year yet. A registrar opens the first one.")
    return ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=year.pk)


def _demand_seen(rows: list[Disbursement], seen: str) -> None:
    mark = mark_of_parts(rows)
    if seen != mark:
        raise LookFirst(
            "Other parts of awards wait for a file by now. Look at them once more, then make it.",
            lines=[f"{row.award.fellow.person.name}: {dollars(row.cents)}" for row in rows],
            seen=mark,
        )


def _batch(year: ProgramYear, rows: list[Disbursement], by: User, now: datetime) -> AssistanceBatch:
    batch = AssistanceBatch.objects.create(
        year=year,
        number=AssistanceBatch.objects.filter(year=year).count() + 1,
        lines_count=len(rows),
        total_cents=sum(row.cents for row in rows),
        lines_sha256=mark_of_parts(rows),
        made_by=by,
        made_at=now,
    )
    ways = ways_of({row.award.fellow.person_id for row in rows}, year)
    for row in rows:
        school, channel = ways[row.award.fellow.person_id]
        AssistanceLine.objects.create(
            batch=batch, disbursement=row, amount_cents=row.cents, channel=channel, school_id=school
        )
        export_disbursement(row, by=by, at=now)
    return batch


@transaction.atomic
def export_assistance_again(
    *, pk: int, layout: str, by: User, now: datetime | None = None
) -> AssistanceExport:
    """The lines of a file in another layout; asked again, the same one."""
    batch = AssistanceBatch.objects.select_related("year").get(pk=pk)
    demand(why_not_assistance(by, AssistanceAction.EXPORT, batch))
    ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.year_id)
    return _in_layout(batch, layout, by, now or timezone.now())


def _in_layout(batch: AssistanceBatch, layout: str, by: User, now: datetime) -> AssistanceExport:
    own = None if layout in LAYOUTS else own_layout(layout)
    kind = OFFICE if own else layout
    made = AssistanceExport.objects.filter(batch=batch, layout=kind, office_layout=own).first()
    if made is not None:
        return made
    _demand_as_made(batch)
    _demand_codes(batch, layout)
    lines = paid_by(batch)
    if own:
        content, called = (
            content_of(own.in_rules, str(batch), lines),
            f"{own.name} {own.version}.{own.ending}",
        )
    else:
        content, called = LAYOUTS[layout](str(batch), lines), f"{layout}.{ENDINGS.get(layout, 'csv')}"
    name = f"assistance {batch.year} file {batch.number} {called}"
    return AssistanceExport.objects.create(
        batch=batch, layout=kind, office_layout=own, made_by=by, made_at=now, **as_kept(name, content, lines)
    )


def _demand_as_made(batch: AssistanceBatch) -> None:
    if mark_of_lines(batch.lines.all()) != batch.lines_sha256:
        raise DomainError(
            f"The lines of {batch} are not those it was made of. Nothing was exported. Tell whoever runs the server:"
            " `manage.py verify_runs` names it."
        )


def _demand_codes(batch: AssistanceBatch, layout: str) -> None:
    if layout != AssistanceExport.Layout.JOURNAL:
        return
    channels = set(batch.lines.values_list("channel", flat=True))
    if missing := lacking_assistance_codes(codes_of(batch.year_id), channels):
        raise DomainError(
            f"A journal needs a code for each account, and these have none in {batch.year}: {', '.join(missing)}."
            f" Write them first, under /stipends/codes/?year={batch.year}."
        )


@transaction.atomic
def download_assistance(*, pk: int, by: User, now: datetime | None = None) -> AssistanceExport:
    """The kept file, and a line on record that `by` took it. Raises AssistanceExport.DoesNotExist, and DomainError when
    its bytes are not those that were made."""
    demand(why_not_download(by, OF_ASSISTANCE))
    file = AssistanceExport.objects.get(pk=pk)
    demand_whole(file)
    AssistanceExportDownload.objects.create(export=file, by=by, at=now or timezone.now())
    return file
