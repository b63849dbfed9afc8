"""A roster drops nothing that was typed, and says whose mark it refuses."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.errors import DomainError
from seminars import services
from seminars.services import Mark
from tests.factories.pathways import PlacementFactory
from tests.factories.people import UserFactory, administrator
from tests.factories.seminars import AFTER, AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock, settings):
    settings.DEMO = True
    clock(AFTER)


@pytest.fixture
def session(client):
    facilitator = UserFactory()
    client.force_login(facilitator)
    return SessionFactory(facilitated_by=facilitator, required_minutes=60)


def person(name):
    return PlacementFactory(person__family_name=name, person__given_name="Ana").person


def save(client, session, whom, **typed):
    sent = {f"{name}-{whom.pk}": value for name, value in {"mark": "", **typed}.items()}
    return client.post(reverse("seminars:roster", args=[session.pk]), sent)


def lines(answer):
    return [(line.mark, line.minutes, line.reason, line.error) for line in answer.context["form"].lines]


@pytest.mark.parametrize("typed", [{"minutes": "45"}, {"reason": "Jury duty"}])
def test_minutes_or_a_reason_without_a_mark_are_refused_at_the_line_and_kept(client, session, typed):
    answer = save(client, session, person("A"), **typed)
    assert answer.status_code == 422
    assert lines(answer) == [("", typed.get("minutes", ""), typed.get("reason", ""), "Choose a mark too.")]


def test_a_reason_typed_for_somebody_marked_meanwhile_comes_back_beside_that_mark(client, session):
    whom = person("A")
    seen = client.get(reverse("seminars:roster", args=[session.pk])).context["form"].seen
    AttendanceFactory(session=session, person=whom, mark="absent")
    sent = {"seen": seen, f"mark-{whom.pk}": "", f"reason-{whom.pk}": "Ill"}
    answer = client.post(reverse("seminars:roster", args=[session.pk]), sent)
    assert [line[:3] for line in lines(answer)] == [("absent", "", "Ill")]
    assert lines(answer)[0][3].startswith("Marked elsewhere since you opened the page: absent.")


def test_a_line_that_was_left_empty_is_no_error(client, session):
    assert save(client, session, person("A"), minutes=" ", reason=" ").status_code == 302


def test_a_reason_without_a_mark_is_refused_in_the_administration(client, session):
    whom = person("A")
    client.force_login(administrator())
    sent = {"action": "mark_sheet", "_selected_action": session.pk, "_typed": "1"}
    sent |= {f"mark_{whom.pk}": "", f"reason_{whom.pk}": "Jury duty"}
    answer = client.post(reverse("admin:seminars_session_changelist"), sent)
    assert answer.context["form"].errors == {f"mark_{whom.pk}": ["Choose a mark too."]}


def test_too_many_minutes_are_refused_with_how_many_count_and_for_whom(client, session):
    one, two = person("A"), person("B")
    sent = {f"mark-{one.pk}": "present", f"mark-{two.pk}": "present", f"minutes-{two.pk}": "90"}
    answer = client.post(reverse("seminars:roster", args=[session.pk]), sent)
    said = "Minutes must lie between 0 and 60: of this session 60 minutes count."
    assert (answer.status_code, answer.context["refusal"]) == (422, f"{two.name}: {said}")


def test_a_single_mark_is_refused_without_a_name(session):
    by, sheet = session.facilitators.get(), Mark(person("A").pk, "present", minutes=90)
    with pytest.raises(DomainError) as refusal:
        services.mark(session_pk=session.pk, sheet=sheet, by=by, now=AFTER)
    assert str(refusal.value) == "Minutes must lie between 0 and 60: of this session 60 minutes count."


def test_what_is_refused_for_everybody_names_nobody(session):
    by, sheets = session.facilitators.get(), [Mark(person(name).pk, "present") for name in "AB"]
    early = session.starts_at - timedelta(hours=2)
    with pytest.raises(DomainError) as refusal:
        services.save_roster(session_pk=session.pk, sheets=sheets, by=by, now=early)
    assert str(refusal.value) == (
        "Nobody can be present before the session: marking opens an hour before it starts."
    )
