"""What migrations carry over, tried on rows as they were before them.

The statement of the migration is run on tables of today: undoing all that stands on them took a minute.
"""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection

from stipends.models import LineConfirmation, SubstituteClaim
from stipends.queries.batches import claim_differences
from tests.factories.stipends import approved_line
from tests.owner import by_the_owner, past_the_guards
from tests.stipends.claims import School

pytestmark = pytest.mark.django_db


def test_a_confirmation_of_before_was_paid_on_the_day_it_was_recorded():
    line = approved_line()
    LineConfirmation.objects.create(
        line=line,
        amount_cents=100,
        by_id=line.run.prepared_by_id,
        # Late on New Year's Eve in Los Angeles.
        at=datetime(2028, 1, 1, 7, tzinfo=UTC),
        paid_on=date(2027, 7, 1),
    )
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE", import_module("stipends.migrations.0005_workbooks_and_paydays").OLDER
    )
    assert LineConfirmation.objects.get().paid_on == date(2027, 12, 31)


def test_a_claim_that_was_approved_before_has_the_hash_of_its_lines():
    approved, sent = School(teachers=2).approved(), School(terms=False).sent(substitute="K. Amari")
    by_the_owner(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE stipends_substituteclaim DROP CONSTRAINT approved_claim_has_the_hash_of_its_lines",
    )
    with past_the_guards(), connection.cursor() as cursor:
        SubstituteClaim.objects.update(lines_sha256="")
        cursor.execute(import_module("stipends.migrations.0010_payment_of_claims").HASHES)
    said = dict(SubstituteClaim.objects.values_list("pk", "lines_sha256"))
    assert said == {approved.pk: approved.lines_sha256, sent.pk: ""}
    assert list(claim_differences()) == []
