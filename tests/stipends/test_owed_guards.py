"""What the database refuses of overpayments, whatever the application does."""

import pytest
from django.db import DatabaseError, transaction

from stipends.models import Overpayment, OverpaymentEvent
from tests.factories.stipends import NOW, OverpaymentFactory, preparer

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    return OverpaymentFactory()


def refused(press, match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        press()


def change(row, **fields):
    return lambda: Overpayment.objects.filter(pk=row.pk).update(**fields)


ENDED = {"open_cents": 0, "ended_at": NOW}


def test_a_second_open_one_of_a_placement(row):
    refused(
        lambda: OverpaymentFactory(placement=row.placement, line=row.line),
        "one_open_overpayment_per_placement",
    )


def test_a_waiver_of_one_person(row):
    by = preparer()
    waived = {"state": "waived", "ended_cents": 1, "waiver_at": NOW, "waiver_reason": "Ours.", **ENDED}
    refused(change(row, **waived, waiver_by=by, waived_by=by), "two_people_waive")
    refused(change(row, **waived, waived_by=by), "two_people_waive")
    refused(change(row, **waived, waiver_by=by), "a_waiver_says_who_and_why")


def test_an_end_that_says_not_how_or_of_nothing(row):
    refused(change(row, state="settled", ended_cents=1, **ENDED), "what_is_settled_says_how_and_by_whom")
    refused(change(row, state="cleared", ended_cents=1, **ENDED), "only_people_end_an_amount")
    refused(change(row, state="cleared"), "an_overpayment_ends_with_its_last_cent")
    refused(change(row, open_cents=0), "an_overpayment_ends_with_its_last_cent")
    refused(change(row, open_cents=-1), "an_overpayment_ends_with_its_last_cent")


def test_an_amount_that_is_not_above_nothing():
    refused(lambda: OverpaymentFactory(found_cents=0), "overpaid_amounts_are_not_negative")


def test_whoever_it_is_about_decides_nothing(row):
    own = row.placement.person
    for name in ("settled_by", "waiver_by", "waived_by"):
        refused(change(row, **{name: own}), "nobody decides|two_people_waive")


def test_a_word_of_somebody_else_without_a_paper_and_their_own_with_one(row):
    refused(change(row, agreed_by=preparer(), agreed_at=NOW), "nobody decides")
    refused(change(row, agreed_by=row.placement.person, agreed_at=NOW, paper="p. 1"), "nobody decides")
    refused(change(row, agreed_at=NOW), "who_agreed_and_when_go_together")


def test_another_amount_found_another_line_or_another_day(row):
    refused(change(row, found_cents=1), "rows of this table stay as they are|permission denied")
    refused(change(row, found_at=NOW.replace(year=2026)), "who did what, and when, stays as it was said")


def test_anything_after_its_end_and_its_going(row):
    change(row, state="cleared", **ENDED)()
    refused(change(row, state="open", open_cents=5, ended_at=None), "stay as they are|stays as it was said")
    refused(
        Overpayment.objects.filter(pk=row.pk).delete, "rows of this table stay as they are|permission denied"
    )


def test_another_history(row):
    row.events.create(action="find", by=preparer(), at=NOW, open_cents=1)
    refused(
        lambda: OverpaymentEvent.objects.update(cents=1),
        "rows of this table stay as they are|permission denied",
    )
    refused(OverpaymentEvent.objects.all().delete, "rows of this table stay as they are|permission denied")
