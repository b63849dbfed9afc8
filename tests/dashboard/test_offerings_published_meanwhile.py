"""What was typed into the table of offerings while another window published its row is told, and never lost."""

from datetime import date

import pytest

from pathways.services import publish
from people.models import Hat
from stipends.rules import LITERAL, to_json
from stipends.services import draft_policy, publish_policy
from tests.dashboard.test_offerings import PAGE, saved_row, wearing
from tests.dashboard.test_offerings import _today as _today
from tests.dashboard.test_offerings import preparer as preparer
from tests.dashboard.test_offerings import year as year
from tests.factories.pathways import OfferingFactory, RoleFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db


def test_a_row_published_in_another_window_says_what_was_typed_and_that_it_was_not_saved(signed_in, year):
    offering, by = OfferingFactory(year=year, published=False), manager()
    publish(pk=offering.pk, by=manager())
    answer = saved_row(signed_in(by), offering, opens="2026-02-03")
    row = answer.content.decode()
    assert answer.status_code == 422
    assert "This was published in another window meanwhile. What you typed was not saved: " in row
    assert "Opens: 2026-02-03" in row
    offering.refresh_from_db()
    assert offering.opens != date(2026, 2, 3)


def test_without_a_script_too_nothing_typed_into_a_published_row_is_lost_silently(signed_in, year, preparer):
    role = RoleFactory()
    policy = draft_policy(role=role, year=year, annual_cents=250_000, rule=to_json(LITERAL), by=preparer)
    publish_policy(pk=policy.pk, by=wearing(Hat.Kind.APPROVER))
    answer = signed_in(preparer).post(PAGE, {f"amount-{role.pk}-amount": "2600", "verb": "save"})
    assert answer.status_code == 422
    assert "What you typed was not saved: Dollars for the whole year: 2600." in answer.content.decode()
