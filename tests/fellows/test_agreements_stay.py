"""What a fellow signed stays, and no text of an agreement is signed twice."""

import pytest
from django.db import DatabaseError, IntegrityError

from fellows.models import ServiceAgreement
from tests.factories.fellows import REPORTED as SIGNED
from tests.factories.fellows import FellowFactory
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_signed_stays_and_no_text_is_signed_twice() -> None:
    fellow = FellowFactory(signed=True)
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE fellows_serviceagreement SET version = 3")
    signed = fellow.agreements.get().sha256
    with pytest.raises(IntegrityError, match="one_agreement_per_text"):
        ServiceAgreement.objects.create(
            fellow=fellow,
            version=3,
            terms={},
            text="",
            sha256=signed,
            typed_name="A",
            signed_at=SIGNED,
        )
