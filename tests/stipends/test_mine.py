"""My stipend says only what is true: of rosters that are open, of money that is approved and not sent yet."""

import pytest

from seminars.models import Session
from stipends.services import export
from tests.factories.stipends import NOW, Year
from tests.stipends.test_runs import approved

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_maximum", "share": "1/2"}


@pytest.fixture
def year(clock):
    clock(NOW)
    return Year()


def mine(signed_in, placement):
    return signed_in(placement.person).get("/stipends/")


@pytest.mark.parametrize("marked", [True, False])
def test_an_open_roster_counts_nothing_yet_whatever_the_mark_on_it(signed_in, year, marked):
    placement = year.leader()
    year.close()
    opened = year.sessions[5]
    Session.objects.filter(pk=opened.pk).update(state="held", closed_at=None)
    if not marked:
        opened.attendance.all().delete()
    (standing,) = mine(signed_in, placement).context["standings"]
    assert [reason for reason in standing.parts[0].reasons if opened.title in reason] == [
        "Seminar Oct 14 (Oct 14, 2026): its roster is not closed yet, 0 of 180 minutes count."
    ]


def test_my_stipend_says_what_was_approved_and_then_paid_before_it_was_earned(signed_in, year):
    placement = year.leader(attested=None)
    run = approved(year, kind="instalment", step=HALF)
    page = mine(signed_in, placement)
    (standing,) = page.context["standings"]
    earned = standing.forecast.earned.earned_cents
    assert (standing.paid_cents, standing.ahead_cents, standing.over_cents) == (150_000, 150_000 - earned, 0)
    ahead = f"<b>${(150_000 - earned) / 100:,.2f} was %s before you earned it.</b>"
    assert ahead % "approved" in page.content.decode()
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert ahead % "paid" in mine(signed_in, placement).content.decode()


def test_of_two_runs_of_which_one_was_sent_my_stipend_says_approved_or_paid(signed_in, year):
    placement = year.leader(attested=None)
    run = approved(year, kind="instalment", step={**HALF, "share": "1/4"})
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    approved(year, kind="instalment", number=2, step={**HALF, "share": "1/4"})
    assert "was approved or paid before you earned it." in mine(signed_in, placement).content.decode()


def test_my_stipend_says_what_was_approved_and_then_paid_above_all_that_can_be_earned(signed_in, year):
    placement = year.leader(missed=range(11), delivered=0, attested=False)
    run = approved(year, kind="instalment", step=HALF)
    year.close()
    page = mine(signed_in, placement)
    (standing,) = page.context["standings"]
    over = 150_000 - standing.forecast.possible.earned_cents
    assert (standing.over_cents, standing.ahead_cents + standing.over_cents) == (over, 150_000)
    above = f"${over / 100:,.2f} more than can be earned now was %s. Nothing is taken back by itself:"
    assert above % "approved" in page.content.decode()
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert above % "paid" in mine(signed_in, placement).content.decode()
