"""Parts of awards that wait for a file, the files of assistance, and whether each is what was made."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BigIntegerField, Count, DateField, Func, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from common.money import dollars
from fellows.models import Disbursement
from fellows.states import DisbursementState
from pathways.models import Pathway, ProgramYear, Role
from people.models import Post
from stipends.models import AssistanceBatch, AssistanceLine
from stipends.queries.channels import channels_of
from stipends.queries.codes import Codes, codes_of
from stipends.queries.hashes import digest
from stipends.queries.layouts import coded
from stipends.rules.files import Paid

# Payroll needs a while: what is due by then goes into the next file.
DAYS_AHEAD = timedelta(days=14)


class DueNow(Func):
    """The last day of what is due now, in SQL: of `day` alone, so that a statement of what waits is the same one each
    day."""

    template = f"((%(expressions)s)::date + {DAYS_AHEAD.days})"

    def __init__(self, day: date) -> None:
        super().__init__(Value(day), output_field=DateField())


def waiting_for_payroll(day: date) -> "QuerySet[Disbursement]":
    """The approved parts of awards that are due within two weeks of `day` and in no file, the earliest first."""
    due = Disbursement.objects.to_export(DueNow(day))
    return due.select_related("award__fellow__person", "award__fellow__cohort").order_by("due", "pk")


def mark_of_parts(rows: Collection[Disbursement]) -> str:
    """A hash over these parts of awards and their amounts: sent back with the press, so that nobody makes a file of
    what they did not see."""
    return digest("\n".join(sorted(f"{row.pk}:{row.cents}" for row in rows)))


def mark_of_lines(lines: Collection[AssistanceLine]) -> str:
    """The same of the lines of a file, as `mark_of_parts` marked them."""
    return digest("\n".join(sorted(f"{line.disbursement_id}:{line.amount_cents}" for line in lines)))


def ways_of(people: Collection[int], year: ProgramYear) -> dict[int, tuple[int | None, str]]:
    """Where each person works and how they are paid: as their latest post of the year; without one through the
    district. One query."""
    posts = channels_of(people, year)
    found: dict[int, tuple[int | None, str]] = {}
    for person in people:
        school, channel = next(iter(posts.get(person, [])), (None, Post.Channel.DISTRICT))
        found[person] = (school, channel)
    return found


def fellowship_role() -> Role | None:
    """The role whose codes pay assistance: that of the fellowship."""
    return Role.objects.filter(pathway__kind=Pathway.Kind.FELLOWSHIP).order_by("pk").first()


def paid_by(batch: AssistanceBatch) -> list[Paid]:
    """The lines of a file as payroll and bookkeeping get them, with the codes of its year: four queries at most."""
    lines = batch.lines.select_related("school", "disbursement__award__fellow__person").order_by("pk")
    role, codes = fellowship_role(), codes_of(batch.year_id)
    pathway = Pathway.objects.filter(kind=Pathway.Kind.FELLOWSHIP).first()
    return [_paid(line, role, pathway, codes) for line in lines]


def _paid(line: AssistanceLine, role: Role | None, pathway: Pathway | None, codes: Codes) -> Paid:
    award = line.disbursement.award
    person = award.fellow.person
    paid = Paid(
        line.pk,
        person.external_id,
        person.family_name,
        person.given_name,
        person.email,
        line.school.name if line.school else "",
        line.school.cds_code if line.school else "",
        pathway.name if pathway else "",
        f"Assistance: {award.get_purpose_display()}",
        line.channel,
        line.amount_cents,
        expense="Assistance of fellows",
        owed="Assistance payable",
    )
    return coded(codes, role.pk if role else None, paid)


def lacking_assistance_codes(codes: Codes, channels: Collection[str]) -> list[str]:
    """Which side of these payments has no code, in words: one query."""
    role, words = fellowship_role(), dict(Post.Channel.choices)
    lacks = [] if role is not None and role.pk in codes.roles else [role.name if role else "the fellowship"]
    return [
        *lacks,
        *(f"what is owed through {words[one]}" for one in sorted(set(channels) - codes.channels.keys())),
    ]


def told_of_assistance(batches: "QuerySet[AssistanceBatch]") -> "QuerySet[AssistanceBatch]":
    """Each with `paid_cents`, `back_cents`, what came back, and `open_lines`, how many nobody said anything of."""
    lines = AssistanceLine.objects.filter(batch=OuterRef("pk")).order_by().values("batch")

    def sum_where(state: DisbursementState) -> Coalesce:
        found = lines.filter(disbursement__state=state).annotate(n=Sum("amount_cents")).values("n")
        return Coalesce(Subquery(found), 0, output_field=BigIntegerField())

    still = lines.filter(disbursement__state=DisbursementState.EXPORTED)
    return batches.annotate(
        paid_cents=sum_where(DisbursementState.PAID),
        back_cents=sum_where(DisbursementState.CAME_BACK),
        open_lines=Coalesce(Subquery(still.annotate(n=Count("pk")).values("n")), 0),
    )


@dataclass(frozen=True, slots=True)
class OpenLines:
    """What of a file nobody said was paid."""

    lines: int
    cents: int

    def __str__(self) -> str:
        return f"{dollars(self.cents)} not paid yet, on {self.lines:,} line{'' if self.lines == 1 else 's'}"


def open_lines_of(batch_id: int) -> OpenLines:
    """One query."""
    lines = AssistanceLine.objects.open().filter(batch=batch_id)
    cents = list(lines.values_list("amount_cents", flat=True))
    return OpenLines(len(cents), sum(cents))


def lines_to_come_back(batch: AssistanceBatch) -> "QuerySet[AssistanceLine]":
    """Those whose money may come back: sent, or said to be paid."""
    lines = batch.lines.can_come_back()
    return lines.select_related("disbursement__award__fellow__person").order_by("pk")


def assistance_differences() -> Iterator[str]:
    """A sentence for each file of assistance that is not what its hash says."""
    for batch in AssistanceBatch.objects.select_related("year").order_by("pk"):
        lines = list(batch.lines.all())
        if (mark_of_lines(lines), sum(line.amount_cents for line in lines)) != (
            batch.lines_sha256,
            batch.total_cents,
        ):
            yield f"{batch}: its lines are not those its hash and total were taken of."
        for file in batch.exports.all():
            if not file.is_whole:
                yield f"{file} (number {file.pk}): its bytes do not have their hash."
            if file.total_cents != batch.total_cents:
                yield f"{file} (number {file.pk}): its total is not that of its lines."
