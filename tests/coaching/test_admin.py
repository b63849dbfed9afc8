from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from coaching.models import CoachingCycle, CycleEvent
from tests.factories.coaching import CycleFactory, coach
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_the_admin_shows_that_a_cycle_happened_and_not_what_was_said(client, settings):
    settings.DEMO = True
    cycle = CycleFactory(goal="Open questions", agreed="Three of them", notes="Nervous at first")
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


def test_an_administrator_records_that_a_step_took_place_and_writes_nothing(client, settings, clock):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))
    cycle = CycleFactory(goal="Open questions")
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    sent = {"action": "record", "_selected_action": cycle.pk, "_typed": "1", "notes": "Mine"}
    address = reverse("admin:coaching_coachingcycle_changelist")
    assert client.post(address, {**sent, "on": "2026-10-21"}).status_code == 422
    assert client.post(address, {**sent, "on": "2026-10-19"}).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.state, cycle.observed_on, cycle.goal, cycle.notes) == (
        "observation",
        date(2026, 10, 19),
        "Open questions",
        "",
    )


def test_an_administrator_plans_a_cycle_with_a_coach_and_the_leader_is_told(client, settings, clock):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))
    placement, academic, teacher = PlacementFactory(), coach(), UserFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:coaching_coachingcycle_add")
    typed = {"placement": placement.pk, "window": "mid_year", "coach": academic.pk}
    refused = [
        client.post(address, typed | {"due": "2027-01-29", "coach": teacher.pk}),
        client.post(address, typed | {"due": "2026-10-19"}),
    ]
    assert [answer.status_code for answer in refused] == [200, 200]
    assert (
        "Choose a last day that is still to come and within the program year." in refused[1].content.decode()
    )
    assert client.post(address, typed | {"due": "2027-01-29"}).status_code == 302
    change = reverse("admin:coaching_coachingcycle_change", args=[CoachingCycle.objects.get().pk])
    assert client.post(change, typed | {"due": "2027-02-28"}).status_code == 403
    assert client.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403
    cycle = CoachingCycle.objects.get()
    assert (cycle.placement, cycle.coach, cycle.due) == (placement, academic, date(2027, 1, 29))
    assert placement.person.messages.get().template == "coaching/planned"


def test_who_records_feedback_for_a_coach_sends_no_mail_that_says_it_was_written(client, settings, clock):
    settings.DEMO = True
    clock(datetime(2026, 10, 20, 18, tzinfo=UTC))
    cycle = CycleFactory(state="observation", observed_on=date(2026, 10, 18))
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    sent = {"action": "record", "_selected_action": cycle.pk, "_typed": "1", "on": "2026-10-19"}
    assert client.post(reverse("admin:coaching_coachingcycle_changelist"), sent).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.state, cycle.placement.person.messages.count()) == ("feedback", 0)


def test_cycles_are_listed_from_the_latest_day(client, settings):
    settings.DEMO = True
    days = [date(2026, 11, 1), date(2027, 3, 1), date(2027, 1, 1)]
    cycles = {day: CycleFactory(due=day) for day in days}
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    found = client.get(reverse("admin:coaching_coachingcycle_changelist")).context["cl"].result_list
    assert list(found) == [cycles[day] for day in sorted(days, reverse=True)]


@pytest.mark.parametrize(
    ("words", "found"), [("mid-year", [0]), ("end-of-year", [1]), ("Roosevelt mid", [0]), ("Stevenson", [1])]
)
def test_cycles_are_found_by_school_and_by_window(client, settings, words, found):
    settings.DEMO = True
    cycles = [
        CycleFactory(placement__school__name="Roosevelt"),
        CycleFactory(placement__school__name="Stevenson", window="end_of_year"),
    ]
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    page = client.get(reverse("admin:coaching_coachingcycle_changelist"), {"q": words})
    assert list(page.context["cl"].result_list) == [cycles[index] for index in found]


def test_the_history_of_a_cycle_stands_on_its_page(client, settings):
    settings.DEMO = True
    cycle = CycleFactory()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:coaching_coachingcycle_change", args=[cycle.pk])
    page = client.get(address)
    assert [one.opts.model for one in page.context["inline_admin_formsets"]] == [CycleEvent]
    history = client.get(reverse("admin:coaching_coachingcycle_history", args=[cycle.pk]))
    assert (history.status_code, history.url) == (302, f"{address}#events-group")
