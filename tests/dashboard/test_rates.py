"""The step of turning a year over that drafts what substitutes are paid and what schools may claim."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from pathways.models import ProgramYear
from stipends.models import SchoolAllowance
from stipends.queries.limits import limit_to_publish
from stipends.services import draft_allowance, publish_allowance
from tests.dashboard.test_turning import PAGE, everybody, page, pressed, rows, standing
from tests.dashboard.test_turning import _today as _today
from tests.dashboard.test_turning import year as year
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import HatFactory
from tests.factories.stipends import SchoolAllowanceFactory, approver

pytestmark = pytest.mark.django_db


def test_rates_say_how_they_stand_and_show_no_amount_to_who_may_not_see_it(
    year: ProgramYear, client: Client
) -> None:
    gone = SchoolAllowanceFactory(year=ProgramYear.objects.get(label="2026-27")).school
    gone.memberships.update(ends=year.starts)
    by = everybody()
    client.force_login(by)
    shown = page(client.get(f"{PAGE}?step=rates"))
    lead = "From 2026-27: 1 rate on the days a year later and the same limit for 1 school."
    assert f"{lead} 1 school with a limit left the network: no draft for those." in shown
    pressed(client, "rates")
    assert standing(by, year)["rates"] == (True, "1 rate, 1 limit")
    coach = HatFactory(kind="coach").person
    client.force_login(coach)
    SchoolAllowance.objects.filter(year=year).update(
        state="discarded", ended_by=by, ended_at=datetime(2027, 1, 11, tzinfo=UTC), ended_because="A slip"
    )
    shown = page(client.get(f"{PAGE}?step=rates"))
    assert standing(coach, year)["rates"] == (False, "1 rate, 0 limits, 1 to draft")
    assert "$5,200.00" not in shown
    assert "/stipends/" not in shown.partition("<h2")[2]


def test_when_all_rates_are_there_the_step_says_so(year: ProgramYear, client: Client) -> None:
    client.force_login(everybody())
    pressed(client, "rates")
    has = "2027-28 has what 2026-27 had: 1 rate, 1 limit. There is nothing left to copy."
    assert has in page(client.get(f"{PAGE}?step=rates"))


def test_after_a_year_without_rates_the_step_says_that_there_are_none_to_copy(client: Client) -> None:
    for first in (2026, 2027):
        ProgramYearFactory(first=first)
    client.force_login(everybody())
    had = "2026-27 had no rate and no limit, so there is nothing to copy. Others are typed on the page below."
    assert had in page(client.get(f"{PAGE}?step=rates"))


def test_a_rate_that_changed_since_the_page_was_opened_is_not_drafted_unseen(
    year: ProgramYear, client: Client
) -> None:
    by = everybody()
    client.force_login(by)
    sent = [row.key for row in client.get(f"{PAGE}?step=rates").context["step"].rows]
    limit = SchoolAllowance.objects.get()
    other = draft_allowance(school=limit.school, year=limit.year, budget_cents=100, by=by)
    publish_allowance(pk=other.pk, by=approver(), seen=limit_to_publish(other).mark)
    answer = client.post(PAGE, {"verb": "rates", "row": sent}, follow=True)
    (said,) = (str(one) for one in answer.context["messages"])
    assert said.startswith("1 draft made. 1 of the ticked is there already, or changed since. Last by")
    assert [row[2] for row in rows(by, year, "rates")] == ["At most $1.00, a draft"]
