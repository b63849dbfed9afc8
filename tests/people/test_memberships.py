"""Since when a school is a member is put right; nothing of it overlaps."""

from datetime import date

import pytest

from common.errors import DomainError, NotAllowed
from people.models import SchoolMembership
from people.services import correct_membership
from tests.factories.people import SchoolFactory, manager, registrar

pytestmark = pytest.mark.django_db


def membership(**fields):
    return SchoolMembership.objects.create(school=SchoolFactory(member=False), **fields)


def test_the_first_day_of_a_membership_is_corrected_and_the_same_again_changes_nothing():
    row = membership(starts=date(2026, 11, 29))
    for _ in range(2):
        correct_membership(pk=row.pk, by=registrar(), starts=date(2026, 7, 1))
    row.refresh_from_db()
    assert row.starts == date(2026, 7, 1)


def test_it_stays_after_the_membership_before_and_before_its_own_end():
    earlier = membership(starts=date(2020, 7, 1), ends=date(2022, 7, 1))
    row = SchoolMembership.objects.create(
        school=earlier.school, starts=date(2024, 7, 1), ends=date(2026, 7, 1)
    )
    with pytest.raises(DomainError, match="It was a member through June 30, 2022 before"):
        correct_membership(pk=row.pk, by=registrar(), starts=date(2022, 6, 30))
    with pytest.raises(DomainError, match="It left on June 30, 2026"):
        correct_membership(pk=row.pk, by=registrar(), starts=date(2026, 7, 1))
    assert correct_membership(pk=row.pk, by=registrar(), starts=date(2022, 7, 1)).starts == date(2022, 7, 1)


def test_only_a_registrar_corrects_it():
    with pytest.raises(NotAllowed):
        correct_membership(pk=membership(starts=date(2026, 7, 1)).pk, by=manager(), starts=date(2025, 7, 1))


def test_the_page_of_a_school_leads_there(signed_in):
    row = membership(starts=date(2026, 11, 29))
    client, url = signed_in(registrar()), f"/people/memberships/{row.pk}/correct/"
    assert url in client.get(f"/schools/{row.school.slug}/").content.decode()
    assert client.post(url, {"starts": "2026-07-01"}).status_code == 302
    row.refresh_from_db()
    assert row.starts == date(2026, 7, 1)
