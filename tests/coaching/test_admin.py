import pytest
from django.urls import reverse

from tests.factories.coaching import CycleFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_the_admin_shows_that_a_cycle_happened_and_not_what_was_said(client, settings):
    settings.DEMO = True
    cycle = CycleFactory(goal="Open questions", action_steps="Three of them", notes="Nervous at first")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    pages = [
        client.get(reverse("admin:coaching_coachingcycle_changelist"), {"q": cycle.coach.family_name}),
        client.get(reverse("admin:coaching_coachingcycle_change", args=[cycle.pk])),
        client.get(reverse("admin:coaching_cycleevent_changelist")),
    ]
    text = "".join(page.content.decode() for page in pages)
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert cycle.placement.person.name in text
    assert not any(said in text for said in ("Open questions", "Three of them", "Nervous at first"))
