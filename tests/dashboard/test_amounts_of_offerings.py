"""What a role pays stands beside what it offers, and who types it where it is missing."""

from datetime import UTC, datetime

import pytest

from tests.factories.pathways import OfferingFactory, ProgramYearFactory
from tests.factories.people import manager
from tests.factories.stipends import StipendPolicyFactory

pytestmark = pytest.mark.django_db
PAGE = "/offerings/years/2026-27/"


def test_what_has_no_amount_is_said_before_and_after_it_is_published_and_who_types_it(signed_in, clock):
    clock(datetime(2026, 1, 15, 20, tzinfo=UTC))
    year = ProgramYearFactory()
    paid, unpaid = (OfferingFactory(year=year, published=False) for _ in range(2))
    StipendPolicyFactory(role=paid.role, year=year)
    client = signed_in(manager())
    page = client.get(PAGE).content.decode()
    assert page.count("(it has no amount yet)") == page.count("not set yet: a finance preparer types it") == 1
    said = client.post(PAGE, {"verb": "publish", "offering": [paid.pk, unpaid.pk]}, follow=True)
    assert [str(one) for one in said.context["messages"]][1] == (
        f"Without an amount so far: {unpaid.role.name}. "
        "A finance preparer types it, in this table or in the stipend policy of the role."
    )
    page = client.get(f"/offerings/{paid.pk}/").content.decode()
    assert f'href="/offerings/years/2026-27/#role-{paid.role_id}"' in page
