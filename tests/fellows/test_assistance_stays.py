"""What the database keeps of assistance, whoever writes to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from fellows import services
from tests.fellows.assistance import NOW, Assisted, hold_promises, stand
from tests.owner import past_the_guards

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Assisted:
    return Assisted()


def refused(promise: str, statement: str, *values: Any, later: bool = False) -> None:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        if later:
            hold_promises()

    with pytest.raises((IntegrityError, InternalError), match=promise), transaction.atomic():
        act()


def test_the_database_keeps_an_award_and_its_schedule_together(at: Assisted) -> None:
    award = at.drafted(100, 200)
    hold_promises()
    refused("sum of its schedule", "UPDATE fellows_award SET cents = 301 WHERE id = %s", award.pk, later=True)
    refused("sum of its schedule", "DELETE FROM fellows_disbursement WHERE cents = 200", later=True)
    refused("keeps its amount", "UPDATE fellows_disbursement SET cents = 1 WHERE cents = 100")
    refused("goes on as it does", "UPDATE fellows_award SET state = 'ended' WHERE id = %s", award.pk)
    refused("goes on as it does", "UPDATE fellows_disbursement SET state = 'exported'")
    services.propose_award(pk=award.pk, by=at.by, now=NOW)
    hold_promises()
    refused(
        "written while it is a draft", "UPDATE fellows_award SET reason = 'Other' WHERE id = %s", award.pk
    )
    refused("while its award is a draft", "DELETE FROM fellows_disbursement WHERE cents = 200")
    refused(
        "while its award is a draft",
        "INSERT INTO fellows_disbursement (award_id, due, cents, state) VALUES (%s, '2024-09-01', 5, 'planned')",
        award.pk,
    )


def test_the_database_proposes_nothing_for_a_day_that_is_past(at: Assisted) -> None:
    award = at.drafted(100)
    words = "is not due before the day it is proposed"
    propose = (
        "UPDATE fellows_award SET state = 'proposed', proposed_by_id = %s, proposed_at = %s WHERE id = %s"
    )
    refused(words, propose, at.by.pk, NOW + timedelta(days=14), award.pk)
    services.propose_award(pk=award.pk, by=at.by, now=NOW + timedelta(days=13))
    with past_the_guards():
        award.disbursements.update(due=date(2000, 1, 1))
    refused(
        words,
        "UPDATE fellows_award SET state = 'approved', approved_at = now(), approved_by_id = %s WHERE id = %s",
        at.second.pk,
        award.pk,
    )


def test_the_database_knows_who_approves_for_whom_and_what_they_signed(at: Assisted) -> None:
    approve = (
        "UPDATE fellows_award SET state = 'approved', approved_at = now(), approved_by_id = %s WHERE id = %s"
    )
    award = at.proposed(100)
    refused("nobody_approves_the_award_they_proposed|did not write it", approve, at.by.pk, award.pk)
    refused("did not write it, and does not get it", approve, at.fellow.person_id, award.pk)
    refused("an_approved_award_names_who_and_when", "UPDATE fellows_award SET state = 'approved'")
    # Approved without its parts, it is not its schedule.
    refused("its schedule stands as it does", approve, at.second.pk, award.pk, later=True)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fellows_fellow SET state = 'withdrawn' WHERE id = %s", [at.fellow.pk])
    refused("who are selected, study or serve", approve, at.second.pk, award.pk)
    unsigned = Assisted(signed=False)
    other = unsigned.proposed(100)
    refused("waits for the service agreement", approve, unsigned.second.pk, other.pk)


def test_the_database_keeps_within_the_budget(at: Assisted) -> None:
    at.approved(600_000)
    more = at.proposed(400_000)
    refused(
        "a budget holds what is approved already",
        "INSERT INTO fellows_assistancebudget (cohort_id, cents, reason, by_id, at) VALUES (%s, 1, '', %s, now())",
        at.cohort.pk,
        at.by.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fellows_assistancebudget (cohort_id, cents, reason, by_id, at)"
            " VALUES (%s, 999999, '', %s, now())",
            [at.cohort.pk, at.by.pk],
        )
    refused(
        "stays within its budget",
        "UPDATE fellows_disbursement SET state = 'approved' WHERE award_id = %s",
        more.pk,
    )


def test_the_database_sends_nothing_to_who_left_and_dates_what_was_paid(at: Assisted) -> None:
    award = at.approved(100)
    refused("a_payment_has_its_day", "UPDATE fellows_disbursement SET paid_on = now(), state = 'exported'")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fellows_fellow SET state = 'withdrawn' WHERE id = %s", [at.fellow.pk])
    refused("who are selected, study or serve", "UPDATE fellows_disbursement SET state = 'exported'")
    assert stand(award) == ["approved"]
