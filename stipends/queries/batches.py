"""Approved claims that wait for a file, the files of claims, and whether each is what was approved."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from common.money import dollars
from pathways.models import ProgramYear
from stipends.models import ClaimBatch, SubstituteClaim
from stipends.queries.codes import Codes
from stipends.queries.hashes import digest
from stipends.states import ClaimState

# What a line of a claim says, letter by letter. Migration 0010 says the same for what was approved before it.
KEPT = """
    SELECT c.id, encode(sha256(convert_to(
        jsonb_build_array(c.id, c.school_id, c.year_id)::text || coalesce(string_agg(jsonb_build_array(
            l.id, l.session_id, l.teacher_id, l.day, l.substitute, l.number, l.units, l.actual_cents, l.proof,
            l.terms_id, l.paid_units, l.reimbursed_cents, l.reasons)::text, '' ORDER BY l.id), ''),
        'UTF8')), 'hex'), coalesce(sum(l.reimbursed_cents), 0), count(l.id), coalesce(sum(l.paid_units), 0)
    FROM stipends_substituteclaim c LEFT JOIN stipends_claimline l ON l.claim_id = c.id
    WHERE c.id = ANY(%s) GROUP BY c.id
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the lines of a claim say now: their hash, their sum, how many they are, and the days that are paid."""

    sha256: str
    cents: int
    lines: int
    units: Decimal

    @property
    def days(self) -> str:
        """ "4", "0.5"."""
        return f"{self.units.normalize():f}"


def kept_of(claim_ids: Collection[int]) -> dict[int, Kept]:
    """By the id of the claim: one query."""
    with connection.cursor() as cursor:
        cursor.execute(KEPT, [list(claim_ids)])
        return {pk: Kept(sha, int(cents), lines, units) for pk, sha, cents, lines, units in cursor.fetchall()}


def altered(claims: Collection[SubstituteClaim], kept: dict[int, Kept]) -> list[SubstituteClaim]:
    """Those whose lines are not what was approved."""
    return [
        claim
        for claim in claims
        if (kept[claim.pk].sha256, kept[claim.pk].cents) != (claim.lines_sha256, claim.total_cents)
    ]


def mark_of_claims(claims: Collection[SubstituteClaim]) -> str:
    """A hash over these claims, their amounts and their lines as they were approved."""
    said = sorted(f"{claim.pk}:{claim.total_cents}:{claim.lines_sha256}" for claim in claims)
    return digest("\n".join(said))


@dataclass(frozen=True, slots=True)
class Waiting:
    """The approved claims of a year that are in no file."""

    year: ProgramYear
    claims: list[SubstituteClaim]

    @property
    def cents(self) -> int:
        return sum(claim.total_cents for claim in self.claims)

    @property
    def mark(self) -> str:
        """Sent back with the press: nobody makes a file of what they did not see."""
        return mark_of_claims(self.claims)


def waiting_for_a_file() -> list[Waiting]:
    """By year, the latest first: one query."""
    claims = SubstituteClaim.objects.to_export().select_related("year", "school").order_by("pk")
    years: dict[ProgramYear, list[SubstituteClaim]] = {}
    for claim in claims:
        years.setdefault(claim.year, []).append(claim)
    rows = [Waiting(year, found) for year, found in years.items()]
    return sorted(rows, key=lambda one: one.year.starts, reverse=True)


def lacking_claim_codes(codes: Codes) -> list[str]:
    """Which side of substitutes has no code, in words."""
    sides = ((codes.cost, "substitutes"), (codes.owed, "what schools are owed for substitutes"))
    return [words for code, words in sides if code is None]


def told(batches: "QuerySet[ClaimBatch]") -> "QuerySet[ClaimBatch]":
    """Each with `paid_cents`, and `open_claims`, how many nobody said were paid."""
    claims = SubstituteClaim.objects.filter(batch=OuterRef("pk")).order_by().values("batch")
    still = claims.filter(state=ClaimState.EXPORTED)
    paid = claims.filter(state=ClaimState.PAID)
    return batches.annotate(
        paid_cents=Coalesce(
            Subquery(paid.annotate(n=Sum("total_cents")).values("n")), 0, output_field=BigIntegerField()
        ),
        open_claims=Coalesce(Subquery(still.annotate(n=Count("pk")).values("n")), 0),
    )


@dataclass(frozen=True, slots=True)
class Open:
    """What of a file nobody said was paid."""

    claims: int
    cents: int

    def __str__(self) -> str:
        return (
            f"{dollars(self.cents)} not paid yet, on {self.claims:,} claim{'' if self.claims == 1 else 's'}"
        )


def open_of(batch_id: int) -> Open:
    """One query."""
    cents = list(
        SubstituteClaim.objects.to_pay().filter(batch=batch_id).values_list("total_cents", flat=True)
    )
    return Open(len(cents), sum(cents))


def claim_differences() -> Iterator[str]:
    """A sentence for each approved claim and each file of claims that is not what its hash says."""
    claims = list(SubstituteClaim.objects.settled().select_related("school", "year").order_by("pk"))
    kept = kept_of([claim.pk for claim in claims])
    for claim in altered(claims, kept):
        yield f"{claim}: its lines are not those that were approved."
    for batch in ClaimBatch.objects.select_related("year").order_by("pk"):
        own = [claim for claim in claims if claim.batch_id == batch.pk]
        if (mark_of_claims(own), sum(claim.total_cents for claim in own)) != (
            batch.claims_sha256,
            batch.total_cents,
        ):
            yield f"{batch}: its claims are not those its hash and total were taken of."
        for file in batch.exports.all():
            if not file.is_whole:
                yield f"{file} (number {file.pk}): its bytes do not have their hash."
            if file.total_cents != batch.total_cents:
                yield f"{file} (number {file.pk}): its total is not that of its claims."
