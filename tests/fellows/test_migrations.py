"""An agreement signed before is of the version its text names, not of as many as its fellow had signed."""

import pytest
from django.db import DatabaseError, IntegrityError

from fellows.models import Fellow, ServiceAgreement
from tests.factories.fellows import REPORTED as SIGNED
from tests.factories.fellows import FellowFactory
from tests.migrating import tables_before
from tests.owner import by_the_owner

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0010_facts_out_of_notes"


def signed(fellow: Fellow, version: int, text: str) -> ServiceAgreement:
    sha = f"{ServiceAgreement.objects.count():064}"
    told = {"terms": {}, "typed_name": "Ana", "signed_at": SIGNED, "sha256": sha, "text": text}
    return ServiceAgreement.objects.create(fellow=fellow, version=version, **told)


def test_versions_become_those_of_their_texts_and_go_back_to_be_counted() -> None:
    first, second = FellowFactory(), FellowFactory()
    with tables_before("fellows", BEFORE):
        signed(first, 1, "Service agreement of Ana (version 9), fellow of the Cohort (version 2)\n\nWords")
        # Under another name, the same version once more.
        signed(first, 2, "Service agreement of Ana Ruiz, fellow of the Cohort (version 2)\n\nWords")
        signed(second, 1, "Words that name none\n\n(version 7)")
    assert versions() == [2, 2, 1]
    with tables_before("fellows", BEFORE):
        assert versions() == [1, 2, 1]
    assert versions() == [2, 2, 1]


def versions() -> list[int]:
    return list(ServiceAgreement.objects.order_by("pk").values_list("version", flat=True))


def test_what_was_signed_stays_and_no_text_is_signed_twice() -> None:
    fellow = FellowFactory(signed=True)
    with pytest.raises(DatabaseError, match="rows of this table stay as they are"):
        by_the_owner("UPDATE fellows_serviceagreement SET version = 3")
    with pytest.raises(IntegrityError, match="one_agreement_per_text"):
        ServiceAgreement.objects.create(
            fellow=fellow, version=3, terms={}, text="", sha256="0" * 64, typed_name="A", signed_at=SIGNED
        )
