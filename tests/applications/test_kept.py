"""What a decision, a withdrawal or a window leaves as it was, and the order in which people move up."""

from datetime import UTC, date, datetime

import pytest

from applications import services
from applications.models import Decision, SignatureVoid
from common.errors import DomainError
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import SchoolFactory, manager

pytestmark = pytest.mark.django_db


def read(application):
    """Somebody has read it, so it can be decided."""
    ReviewFactory(application=application, scored=True)
    return application


def decide(application, outcome, reason, **more):
    services.stage(pk=application.pk, by=manager(), outcome=outcome, reason=reason, **more)
    services.release(offering_pk=application.offering_id, by=manager())
    application.refresh_from_db()


def test_a_declined_application_that_is_reopened_and_offered_keeps_its_signatures():
    application = read(ApplicationFactory(in_review=True))
    decide(application, "decline", "time")
    services.reopen(pk=application.pk, by=manager(), words="A place became free.")
    decide(application, "offer", "strongest")
    placement = services.accept(pk=application.pk, by=application.person)
    assert placement.commitment_sha256 == application.records.get().sha256
    assert not SignatureVoid.objects.exists()


def test_withdrawing_an_offered_application_keeps_the_decision_that_was_released():
    application = ApplicationFactory(offered=True)
    kept = application.decisions.get()
    services.withdraw(pk=application.pk, by=application.person)
    assert list(application.decisions.all()) == [kept]


def test_withdrawing_takes_off_what_was_only_staged():
    application = DecisionFactory().application
    services.withdraw(pk=application.pk, by=application.person)
    assert not Decision.objects.exists()


def test_nothing_is_sent_after_the_window_closed(ceremony):
    offering = OfferingFactory(closes=date(2026, 9, 13))
    draft = ApplicationFactory(offering=offering)
    with pytest.raises(DomainError) as refused:
        services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    assert str(refused.value) == "The window closed on September 13, 2026, so this can no longer be sent."
    assert draft.records.count() == 0


def test_on_the_last_day_of_the_window_it_is_sent(ceremony):
    draft = ApplicationFactory(offering=OfferingFactory(closes=date(2026, 9, 14)))
    sent = services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    assert sent.state == "submitted"


@pytest.mark.parametrize(("day", "state"), [(15, "submitted"), (16, "draft")])
def test_a_returned_application_is_sent_again_until_the_last_day_to_sign(ceremony, clock, day, state):
    offering = OfferingFactory(closes=date(2026, 9, 10), cosign_by=date(2026, 9, 15))
    draft = ApplicationFactory(offering=offering, submitted_at=NOW)
    now = datetime(2026, 9, day, 17, tzinfo=UTC)
    clock(now)
    signed = ceremony(draft, draft.person, proved_at=now)
    if state == "submitted":
        services.submit(pk=draft.pk, by=draft.person, ceremony=signed)
    else:
        with pytest.raises(DomainError, match="The window closed on September 10, 2026"):
            services.submit(pk=draft.pk, by=draft.person, ceremony=signed)
    draft.refresh_from_db()
    assert draft.state == state


@pytest.mark.parametrize("years", [1, 2])
def test_who_has_exactly_the_years_that_are_asked_for_sends_the_application(ceremony, years):
    peer = RoleFactory()
    senior = RoleFactory(pathway=peer.pathway, after_role=peer, after_years=years)
    draft = ApplicationFactory(offering=OfferingFactory(role=senior))
    for first in range(2026 - years, 2026):
        year = ProgramYearFactory(first=first)
        PlacementFactory(person=draft.person, role=peer, year=year, end_reason="completed")
    sent = services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    assert sent.state == "submitted"


def test_who_lacks_a_year_that_is_asked_for_does_not(ceremony):
    peer = RoleFactory()
    senior = RoleFactory(pathway=peer.pathway, after_role=peer, after_years=2)
    draft = ApplicationFactory(offering=OfferingFactory(role=senior))
    PlacementFactory(
        person=draft.person, role=peer, year=ProgramYearFactory(first=2025), end_reason="completed"
    )
    with pytest.raises(DomainError, match="asks for completed years in another role first"):
        services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))


def test_whoever_stands_first_on_the_waitlist_moves_up_whatever_the_order_of_staging():
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    second, first = (
        read(ApplicationFactory(offering=offering, school=school, in_review=True)) for _ in range(2)
    )
    for application, rank in ((second, 2), (first, 1)):
        services.stage(pk=application.pk, by=manager(), outcome="waitlist", reason="places", rank=rank)
    services.release(offering_pk=offering.pk, by=manager())
    services.turn_down(pk=held.pk, by=held.person)
    for application in (first, second):
        application.refresh_from_db()
    assert (first.state, second.state) == ("offered", "waitlisted")
    assert list(
        Decision.objects.filter(outcome="waitlist").order_by("rank").values_list("application", "rank")
    ) == [(first.pk, 1), (second.pk, 2)]


def test_an_offer_keeps_no_place_on_a_waitlist():
    application = read(ApplicationFactory(in_review=True))
    services.stage(pk=application.pk, by=manager(), outcome="offer", reason="strongest", rank=3)
    assert application.decisions.get().rank is None


def test_a_waitlisted_application_is_offered_the_role_by_a_decision():
    application = read(ApplicationFactory(waitlisted=True))
    decide(application, "offer", "strongest")
    assert application.state == "offered"


def test_a_waitlisted_application_is_declined_by_a_decision():
    application = ApplicationFactory(waitlisted=True)
    decide(application, "decline", "time")
    assert application.state == "declined"
    assert list(application.events.values_list("from_state", "to_state")) == [("waitlisted", "declined")]


def test_withdrawing_and_turning_down_twice_changes_nothing_the_second_time():
    withdrawn, turned_down = ApplicationFactory(submitted=True), ApplicationFactory(offered=True)
    for _ in range(2):
        services.withdraw(pk=withdrawn.pk, by=withdrawn.person)
        services.turn_down(pk=turned_down.pk, by=turned_down.person)
    for application, state in ((withdrawn, "withdrawn"), (turned_down, "turned_down")):
        application.refresh_from_db()
        assert (application.state, application.events.count()) == (state, 1)
