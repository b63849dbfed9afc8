"""Places and waitlists, and who reads, to the last day and the last place."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from applications import services
from applications.models import Application, CommitmentRecord, Decision
from tests.applications.shared import refused
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    DecisionFactory,
    ReviewFactory,
)
from tests.factories.pathways import (
    OfferingFactory,
)
from tests.factories.people import (
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = pytest.mark.django_db


def wait(application, staff, **more):
    services.stage(pk=application.pk, by=staff, outcome="waitlist", reason="places", unread="Known.", **more)


def ranks(*applications):
    return [application.decisions.get().rank for application in applications]


def test_whoever_is_put_on_the_waitlist_without_a_rank_stands_behind_all_others_there():
    offering, school, staff = OfferingFactory(), SchoolFactory(), manager()
    here = {"offering": offering, "school": school}
    for rank in (2, 9, 4):
        ApplicationFactory(**here, waitlisted=True, decided=rank)
    ApplicationFactory(**here, offered=True)
    # The waitlist of another role at the same school is another waitlist.
    ApplicationFactory(school=school, waitlisted=True, decided=50)
    new = ApplicationFactory(**here, in_review=True)
    wait(new, staff)
    services.release(offering_pk=offering.pk, by=staff)
    assert ranks(new) == [10]


def test_a_rank_that_is_not_released_yet_pushes_nobody_back():
    offering, school, staff = OfferingFactory(), SchoolFactory(), manager()
    first, second = (ApplicationFactory(offering=offering, school=school, in_review=True) for _ in range(2))
    wait(first, staff)
    wait(second, staff, rank=20)
    services.release(offering_pk=offering.pk, by=staff)
    assert ranks(first, second) == [1, 20]


def test_as_many_offers_as_places_are_released_and_a_school_over_its_places_has_none_free():
    offering, school, staff = OfferingFactory(places_per_school=2), SchoolFactory(), manager()
    here = {"offering": offering, "school": school}
    for _ in range(2):
        DecisionFactory(application=ApplicationFactory(**here, in_review=True))
    assert services.release(offering_pk=offering.pk, by=staff) == 2
    ApplicationFactory(**here, offered=True)
    DecisionFactory(application=ApplicationFactory(**here, in_review=True))
    assert refused(services.release, offering_pk=offering.pk, by=staff).startswith(
        f"{school} has 0 of 2 places free, and 1 offer is staged."
    )


def test_what_was_staged_for_whoever_moves_up_is_overtaken_and_who_staged_the_first_stays():
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    before = waiting.decisions.get()
    overtaken = DecisionFactory(application=waiting, outcome="decline", reason="time")
    services.turn_down(pk=held.pk, by=held.person)
    assert not Decision.objects.filter(pk=overtaken.pk).exists()
    moved_up = waiting.decisions.latest("pk")
    assert (moved_up.outcome, moved_up.staged_by, moved_up.released_at) == ("offer", before.staged_by, NOW)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        # 11:59 p.m. of June 30 in Los Angeles, and midnight.
        (NOW.replace(year=2027, month=7, day=1, hour=6, minute=59), "offered"),
        (NOW.replace(year=2027, month=7, day=1, hour=7), "waitlisted"),
    ],
)
def test_somebody_moves_up_until_the_last_day_of_the_year(now, state):
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=held.pk, by=held.person, now=now)
    waiting.refresh_from_db()
    assert waiting.state == state


@pytest.mark.parametrize(
    ("until", "last"), [(date(2026, 9, 20), date(2026, 9, 21)), (date(2026, 9, 22), date(2026, 9, 22))]
)
def test_an_offer_is_answered_within_a_week_or_by_the_later_day_of_the_offering(until, last):
    offering = OfferingFactory(answer_by=until, cosign_by=until)
    application = ApplicationFactory(offering=offering, in_review=True)
    DecisionFactory(application=application)
    services.release(offering_pk=offering.pk, by=manager())
    application.refresh_from_db()
    assert application.answer_by == last


def test_a_visitor_reads_no_application_and_no_record():
    ApplicationFactory(cosigned=True)
    visitor = AnonymousUser()
    assert list(Application.objects.visible_to(visitor)) == []
    assert list(CommitmentRecord.objects.visible_to(visitor)) == []


def test_who_signed_keeps_reading_the_record_after_somebody_else_signs_for_the_school(ceremony):
    application = ApplicationFactory(cosigned=True)
    signer, record = application.signer, application.records.get()
    Application.objects.filter(pk=application.pk).update(signer=UserFactory())
    assert list(Application.objects.visible_to(signer)) == []
    assert list(CommitmentRecord.objects.visible_to(signer)) == [record]
    assert list(CommitmentRecord.objects.visible_to(UserFactory())) == []


@pytest.mark.parametrize(("state", "reads"), [("assigned", True), ("submitted", True), ("recused", False)])
def test_a_reader_reads_an_application_until_they_step_aside(state, reads):
    review = ReviewFactory(scored=True, state=state)
    seen = list(Application.objects.visible_to(review.reviewer))
    assert seen == ([review.application] if reads else [])
