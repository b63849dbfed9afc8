"""The files of claims: what is approved goes into one, once; each is kept byte for byte, each download on record."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, LookFirst, demand
from common.money import dollars
from pathways.models import ProgramYear
from people.models import User
from stipends.models import ClaimBatch, ClaimExport, ClaimExportDownload, SubstituteClaim
from stipends.policies import why_not_batch, why_not_claim, why_not_download
from stipends.queries.batches import altered, kept_of, lacking_claim_codes, mark_of_claims
from stipends.queries.codes import codes_of
from stipends.rules.files import CLAIM_LAYOUTS, ENDINGS, PaidClaim
from stipends.services.claims import move_claim
from stipends.services.exports import as_kept, demand_whole
from stipends.states import BatchAction, ClaimAction

OF_CLAIMS = "a file of claims"


@transaction.atomic
def export_claims(
    *, year: ProgramYear, layout: str, by: User, seen: str, now: datetime | None = None
) -> ClaimExport:
    """The file of all approved claims of a year that are in none, in this layout; each claim is exported with it.

    `seen` is the mark of the claims that were on the screen. With that of claims which went into a file meanwhile,
    that file is answered: pressed twice, or by two people, it is one. Raises LookFirst when others wait by now, and
    DomainError when none waits, when lines are not those that were approved, or a journal lacks a code.
    """
    demand(why_not_claim(by, ClaimAction.EXPORT))
    _locked_year(year.pk)
    made = ClaimBatch.objects.filter(year=year, claims_sha256=seen).first()
    if made is not None:
        return _in_layout(made, layout, by, now or timezone.now())
    waiting = SubstituteClaim.objects.to_export().filter(year=year).select_related("school", "year")
    claims = list(waiting.order_by("pk").select_for_update(of=("self",)))
    if not claims:
        raise DomainError(f"No approved claim of {year} waits for a file.")
    _demand_seen(claims, seen)
    return _in_layout(_batch(year, claims, by, now or timezone.now()), layout, by, now or timezone.now())


def _locked_year(pk: int) -> ProgramYear:
    """Files of a year are made one after the other."""
    return ProgramYear.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _demand_seen(claims: list[SubstituteClaim], seen: str) -> None:
    mark = mark_of_claims(claims)
    if seen != mark:
        raise LookFirst(
            "Other claims wait for a file by now. Look at them once more, then make it.",
            lines=[f"{one}: {dollars(one.total_cents)}" for one in claims],
            seen=mark,
        )


def _batch(year: ProgramYear, claims: list[SubstituteClaim], by: User, now: datetime) -> ClaimBatch:
    _demand_as_approved(claims)
    batch = ClaimBatch.objects.create(
        year=year,
        number=ClaimBatch.objects.filter(year=year).count() + 1,
        claims_count=len(claims),
        total_cents=sum(claim.total_cents for claim in claims),
        claims_sha256=mark_of_claims(claims),
        made_by=by,
        made_at=now,
    )
    for claim in claims:
        claim.batch = batch
        move_claim(claim, ClaimAction.EXPORT, by, now, cents=claim.total_cents)
    return batch


def _demand_as_approved(claims: list[SubstituteClaim]) -> None:
    others = altered(claims, kept_of([claim.pk for claim in claims]))
    if others:
        raise DomainError(
            f"The lines of {', '.join(map(str, others))} are not those that were approved. Nothing was exported. Tell"
            " whoever runs the server: `manage.py verify_runs` names each."
        )


@transaction.atomic
def export_batch(*, pk: int, layout: str, by: User, now: datetime | None = None) -> ClaimExport:
    """The claims of a file in another layout; asked again, the same one."""
    batch = ClaimBatch.objects.select_related("year").get(pk=pk)
    demand(why_not_batch(by, BatchAction.EXPORT, batch))
    _locked_year(batch.year_id)
    return _in_layout(batch, layout, by, now or timezone.now())


def _in_layout(batch: ClaimBatch, layout: str, by: User, now: datetime) -> ClaimExport:
    if layout not in CLAIM_LAYOUTS:
        raise DomainError(f"Choose one of these files: {', '.join(map(str, ClaimExport.Layout.labels))}.")
    made = ClaimExport.objects.filter(batch=batch, layout=layout).first()
    if made is not None:
        return made
    claims = list(batch.claims.select_related("school", "year").order_by("pk"))
    _demand_as_approved(claims)
    lines = _lines(batch, claims, layout)
    content = CLAIM_LAYOUTS[layout](str(batch), lines)
    ending = ENDINGS.get(layout, "csv")
    called = f"substitutes {batch.year} file {batch.number} {layout}.{ending}"
    return ClaimExport.objects.create(
        batch=batch, layout=layout, made_by=by, made_at=now, **as_kept(called, content, lines)
    )


def _lines(batch: ClaimBatch, claims: list[SubstituteClaim], layout: str) -> list[PaidClaim]:
    codes, kept = codes_of(batch.year_id), kept_of([claim.pk for claim in claims])
    if layout == ClaimExport.Layout.JOURNAL and (missing := lacking_claim_codes(codes)):
        raise DomainError(
            f"A journal needs a code for each account, and these have none in {batch.year}: {', '.join(missing)}."
            f" Write them first, under /stipends/codes/?year={batch.year}."
        )
    cost, owed = codes.cost, codes.owed
    return [
        PaidClaim(
            claim.pk,
            claim.school.name,
            claim.school.cds_code,
            kept[claim.pk].lines,
            kept[claim.pk].days,
            claim.total_cents,
            account=cost.account if cost else "",
            fund=cost.fund.code if cost and cost.fund else "",
            program=cost.program if cost else "",
            payable=owed.account if owed else "",
        )
        for claim in claims
    ]


@transaction.atomic
def download_claims(*, pk: int, by: User, now: datetime | None = None) -> ClaimExport:
    """The kept file, and a line on record that `by` took it. Raises ClaimExport.DoesNotExist, and DomainError when its
    bytes are not those that were made."""
    demand(why_not_download(by, OF_CLAIMS))
    file = ClaimExport.objects.get(pk=pk)
    demand_whole(file)
    ClaimExportDownload.objects.create(export=file, by=by, at=now or timezone.now())
    return file
