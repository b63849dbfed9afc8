"""What becomes of a part of an award once it is due: put in a file for payroll, paid, or come back. Called by whoever
keeps the files, which know awards; awards know no file."""

from datetime import date, datetime

from django.db.models import QuerySet

from common.errors import DomainError
from common.states import step
from fellows.models import Disbursement, Fellow
from fellows.services.assistance import record_award
from fellows.states import DISBURSEMENT_MOVES, AwardAction, DisbursementState
from notifications.services import cancel, queue
from people.models import User


def hold_disbursements(rows: "QuerySet[Disbursement]") -> list[Disbursement]:
    """These parts with their awards and fellows, in the order of their numbers, held until the transaction ends: their
    fellows first, so that nobody leaves meanwhile."""
    fellows = set(rows.order_by().values_list("award__fellow", flat=True))
    list(Fellow.objects.filter(pk__in=fellows).order_by("pk").select_for_update(of=("self",), no_key=True))
    whole = rows.select_related("award__fellow__person", "award__fellow__cohort")
    return list(whole.order_by("pk").select_for_update(of=("self",)))


def export_disbursement(row: Disbursement, *, by: User, at: datetime) -> None:
    """It is in a file for payroll. Raises NoSuchMove for one that is not approved, or in a file already."""
    _move(row, AwardAction.EXPORT, by, at)


def pay_disbursement(row: Disbursement, *, paid_on: date, by: User, at: datetime) -> None:
    """Payroll paid it on that day; the fellow is told by mail."""
    row.paid_on = paid_on
    _move(row, AwardAction.PAY, by, at)
    _tell(row, "fellows/assistance_paid", f"assistance-paid-{row.pk}")


def take_back_disbursement(row: Disbursement, *, on: date, reason: str, by: User, at: datetime) -> None:
    """The payment came back: it is not paid, and its amount is free in the budget again. The fellow, and whoever
    proposed the award, are told by mail. Raises DomainError for a day before it was paid, and without a reason."""
    if not reason.strip():
        raise DomainError("Say why it came back. It stays on record.", at="reason")
    if row.paid_on is not None and on < row.paid_on:
        raise DomainError(
            f"It was paid on {row.paid_on:%B %-d, %Y}. Choose that day or a later one.", at="on"
        )
    row.came_back_on = on
    _move(row, AwardAction.COME_BACK, by, at, note=reason.strip())
    cancel(topic=_topic(row))
    proposed_by = row.award.proposed_by
    assert proposed_by is not None
    for person in {row.award.fellow.person, proposed_by}:
        queue(
            to=person,
            template="fellows/assistance_came_back",
            context={"row": row, "award": row.award, "words": reason.strip()},
            dedupe_key=f"assistance-came-back-{row.pk}-{person.pk}",
        )


def _move(row: Disbursement, action: AwardAction, by: User, at: datetime, note: str = "") -> None:
    row.state = step(DISBURSEMENT_MOVES, DisbursementState(row.state), action)
    row.save(update_fields=["state", "paid_on", "came_back_on"])
    record_award(row.award, action, by, at, note=note, cents=row.cents, disbursement=row)


def _tell(row: Disbursement, template: str, key: str) -> None:
    queue(
        to=row.award.fellow.person,
        template=template,
        context={"row": row, "award": row.award},
        dedupe_key=key,
        topic=_topic(row),
    )


def _topic(row: Disbursement) -> str:
    return f"assistance-paid-{row.pk}"
