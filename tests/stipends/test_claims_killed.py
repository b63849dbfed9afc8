"""A process that is killed in the middle of a file, or of a payment, leaves nothing; then everybody presses at once
and all is as on an undisturbed day."""

import signal
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from notifications.models import Message
from people.queries import today
from stipends.models import ClaimBatch, ClaimConfirmation, ClaimEvent, SubstituteClaim
from stipends.queries.batches import claim_differences, mark_of_claims
from stipends.services import export_claims, pay_batch
from tests.factories.stipends import preparer
from tests.owner import owners_rights
from tests.stipends.claims import School, exported
from tests.stipends.processes import begun, waits_before
from tests.stipends.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at() -> School:
    """Two approved claims, of two schools."""
    at = School(teachers=2)
    at.approved()
    School(terms=False).approved(substitute="M. Ortega")
    return at


def killed_at(table: str, words: str) -> None:
    """A process of its own does it, and is killed once it waits to write into the table."""
    with owners_rights(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        process = begun(words)
        waits_before(table)
        process.kill()
        assert process.wait() == -signal.SIGKILL


def undisturbed(does: Callable[[], object]) -> object:
    """What it answers when nothing happens; nothing of it stays."""
    with transaction.atomic():
        found = does()
        transaction.set_rollback(True)
    return found


def states() -> list[str]:
    return list(SubstituteClaim.objects.order_by("pk").values_list("state", flat=True))


def test_a_file_whose_maker_was_killed_is_made_once_and_is_the_same(at: School) -> None:
    seen, by = mark_of_claims(SubstituteClaim.objects.to_export()), preparer()

    def make() -> tuple[str, int, int]:
        file = export_claims(year=at.year, layout="generic", by=by, seen=seen)
        return file.sha256, file.total_cents, file.lines_count

    expected = undisturbed(make)
    words = f"export_claims(year=ProgramYear.objects.get(pk={at.year.pk}), layout='generic', seen={seen!r},"
    killed_at("stipends_claimexport", f"{words} by=User.objects.get(pk={by.pk}))")
    assert (states(), ClaimBatch.objects.count()) == (["approved", "approved"], 0)
    assert expected in together(6, make)
    assert make() == expected
    assert (states(), ClaimBatch.objects.count()) == (["exported", "exported"], 1)
    assert ClaimEvent.objects.filter(action="export").count() == 2
    assert list(claim_differences()) == []


def test_a_payment_whose_recorder_was_killed_is_recorded_once_with_one_mail_each(at: School) -> None:
    batch, by = exported(at.year), preparer()
    words = (
        f"pay_batch(pk={batch.pk}, by=User.objects.get(pk={by.pk}), paid_on=date.fromisoformat('{today()}'))"
    )
    killed_at("notifications_message", words)
    assert (states(), ClaimConfirmation.objects.count()) == (["exported", "exported"], 0)
    together(6, lambda: pay_batch(pk=batch.pk, by=by, paid_on=today()))
    together(1, lambda: pay_batch(pk=batch.pk, by=by, paid_on=today()))
    assert states() == ["paid_back", "paid_back"]
    paid = sum(ClaimConfirmation.objects.values_list("amount_cents", flat=True))
    assert (paid, Message.objects.filter(template="stipends/claim_paid").count()) == (batch.total_cents, 2)
