"""My stipend says only what is true: of rosters that are open, of money that is approved and not sent yet."""

import pytest

from seminars.models import Session
from tests.factories.stipends import NOW, Year

pytestmark = pytest.mark.django_db


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
