"""The service days of a year are changed after people signed: looked at, done with a reason, told, kept."""

from datetime import date

import pytest
from django.urls import reverse

from stipends.models import StatementChange
from tests.factories.people import administrator
from tests.stipends.asked.january import NOW
from tests.stipends.worth import worth

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 16)


@pytest.fixture
def leader(year):
    placement = year.leader(starts=NOVEMBER)
    year.close()
    return placement


def page_of(year):
    return reverse("admin:pathways_programyear_change", args=[year.year.pk])


def without_autumn(year):
    """As it is posted when the days before the leader came are taken out: their own days are as many as before."""
    days = year.year.service_days.filter(day__gte=NOVEMBER).order_by("day").values_list("day", flat=True)
    return {
        "label": year.year.label,
        "starts": str(year.year.starts),
        "ends": str(year.year.last_day),
        "days": "\n".join(map(str, days)),
    }


def test_days_taken_out_of_a_year_are_looked_at_asked_for_a_reason_told_and_kept(client, year, leader):
    by = administrator()
    client.force_login(by)
    before, count, sent = worth(leader, NOW), year.year.service_days.count(), without_autumn(year)
    looked = client.post(page_of(year), sent | {"why": "The district's new calendar."})
    said = " ".join(looked.context["adminform"].form.non_field_errors())
    assert (looked.status_code, year.year.service_days.count(), worth(leader, NOW)) == (200, count, before)
    assert "This touches 1 person who has signed." in said
    assert f"{leader.person} ({leader.role}): earned so far $" in said
    seen = looked.context["adminform"].form["seen"].value()
    silent = client.post(page_of(year), sent | {"seen": seen})
    assert "Say why" in str(silent.context["adminform"].form.non_field_errors())
    assert not StatementChange.objects.exists()
    sent |= {"why": "The district's new calendar.", "seen": seen}
    assert client.post(page_of(year), sent).status_code == 302
    kept = StatementChange.objects.get()
    assert (kept.placement, kept.kind, kept.by) == (leader, "calendar", by)
    assert kept.title == "2026-27 has 113 now, and had 180"
    assert (kept.earned_before_cents, kept.possible_before_cents) == before
    assert (kept.earned_after_cents, kept.possible_after_cents) == worth(leader, NOW)
    assert kept.moves
    mail = leader.person.messages.get()
    assert mail.subject == "The service days of the year were changed: 2026-27 has 113 now, and had 180"


def test_a_year_saved_as_it_stands_asks_nothing(client, year, leader):
    client.force_login(administrator())
    days = year.year.service_days.order_by("day").values_list("day", flat=True)
    sent = without_autumn(year) | {"days": "\n".join(map(str, days))}
    assert client.post(page_of(year), sent).status_code == 302
    assert not StatementChange.objects.exists()
