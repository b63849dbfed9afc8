"""What a migration carries over, tried on rows as they were before it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from stipends.models import LineConfirmation, SubstituteClaim
from stipends.queries.batches import claim_differences
from tests.factories.stipends import approved_line
from tests.migrating import tables_before
from tests.stipends.claims import School


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_of_before_was_paid_on_the_day_it_was_recorded():
    line = approved_line()
    with tables_before("stipends", "0004_codes_of_the_books"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO stipends_lineconfirmation (line_id, amount_cents, reference, by_id, at)"
            " VALUES (%s, 100, '', %s, %s)",
            # Late on New Year's Eve in Los Angeles.
            [line.pk, line.run.prepared_by_id, datetime(2028, 1, 1, 7, tzinfo=UTC)],
        )
    assert LineConfirmation.objects.get().paid_on == date(2027, 12, 31)


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_was_approved_before_has_the_hash_of_its_lines():
    approved, sent = School(teachers=2).approved(), School(terms=False).sent(substitute="K. Amari")
    with tables_before("stipends", "0009_payroll_layouts"):
        pass
    said = dict(SubstituteClaim.objects.values_list("pk", "lines_sha256"))
    assert said == {approved.pk: approved.lines_sha256, sent.pk: ""}
    assert list(claim_differences()) == []
