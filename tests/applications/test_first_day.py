"""The day a role begins is said by the offer; acceptance keeps it, whenever it happens."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from applications import services
from applications.models import Application, Decision
from applications.queries.panel import fingerprint_of
from common.errors import DomainError
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
MAY = datetime(2026, 5, 4, 17, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 5, 17, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


def staged(*, starts: date | None = None, application: Application | None = None) -> Application:
    """An application somebody has read, with an offer staged for it."""
    row = application or ApplicationFactory(in_review=True)
    ReviewFactory(application=row, scored=True)
    services.stage(pk=row.pk, by=manager(), outcome="offer", reason="strongest", starts=starts)
    return row


def released(row: Application, now: datetime) -> Application:
    services.release(offering_pk=row.offering_id, by=manager(), now=now)
    row.refresh_from_db()
    return row


def in_time(row: Application) -> Application:
    """Its last day to answer is far away."""
    Application.objects.filter(pk=row.pk).update(answer_by=date(2027, 5, 1))
    return row


def test_an_offer_released_before_the_year_begins_on_its_first_day_and_an_acceptance_in_november_keeps_it():
    row = in_time(released(staged(), MAY))
    assert row.starts == date(2026, 7, 1)
    assert services.accept(pk=row.pk, by=row.person, now=NOVEMBER).starts == date(2026, 7, 1)


def test_an_offer_released_while_the_year_runs_begins_that_day_and_an_acceptance_in_november_keeps_it():
    row = in_time(released(staged(), OCTOBER))
    assert row.starts == date(2026, 10, 5)
    assert services.accept(pk=row.pk, by=row.person, now=NOVEMBER).starts == date(2026, 10, 5)


def test_a_day_chosen_when_the_offer_is_staged_is_the_one_it_names_and_keeps():
    row = in_time(released(staged(starts=date(2026, 8, 10)), OCTOBER))
    assert row.starts == date(2026, 8, 10)
    assert services.accept(pk=row.pk, by=row.person, now=NOVEMBER).starts == date(2026, 8, 10)


def test_an_acceptance_recorded_by_an_administrator_keeps_the_day_of_the_offer():
    row = in_time(released(staged(starts=date(2026, 8, 10)), OCTOBER))
    by = UserFactory(is_superuser=True)
    placement = services.accept(pk=row.pk, by=by, on_behalf=True, words="She rang.", now=NOVEMBER)
    assert placement.starts == date(2026, 8, 10)


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2027, 7, 1)])
def test_a_first_day_outside_the_program_year_is_refused_and_nothing_is_staged(day):
    row = ApplicationFactory(in_review=True)
    with pytest.raises(DomainError) as refused:
        staged(starts=day, application=row)
    assert str(refused.value) == (
        "Choose a first day within the program year 2026-27: July 1, 2026 to June 30, 2027."
    )
    assert not row.decisions.exists()


def test_only_an_offer_keeps_a_first_day():
    row = ApplicationFactory(in_review=True)
    ReviewFactory(application=row, scored=True)
    decision = services.stage(
        pk=row.pk, by=manager(), outcome="waitlist", reason="places", starts=date(2026, 8, 1)
    )
    assert decision.starts is None


def test_who_moves_up_from_the_waitlist_begins_on_the_day_the_place_became_theirs():
    offering, school = OfferingFactory(), SchoolFactory()
    held = in_time(ApplicationFactory(offering=offering, school=school, offered=True))
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=held.pk, by=held.person, now=OCTOBER)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.starts) == ("offered", date(2026, 10, 5))
    assert services.accept(pk=waiting.pk, by=waiting.person, now=OCTOBER).starts == date(2026, 10, 5)


def test_nobody_moves_up_once_the_year_is_over():
    offering, school = OfferingFactory(), SchoolFactory()
    held = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=held.pk, by=held.person, now=datetime(2027, 7, 1, 18, 0, tzinfo=UTC))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.starts) == ("waitlisted", None)


def test_no_offer_is_released_once_its_year_is_over():
    row = staged()
    with pytest.raises(DomainError) as refused:
        released(row, datetime(2027, 7, 1, 18, 0, tzinfo=UTC))
    assert str(refused.value) == "The program year 2026-27 is over, so no role of it can be offered."


def test_a_decision_opened_again_gets_a_day_of_its_own():
    row = in_time(released(staged(starts=date(2026, 8, 10)), MAY))
    services.turn_down(pk=row.pk, by=row.person, now=OCTOBER)
    services.reopen(pk=row.pk, by=manager(), words="She asked again.", now=OCTOBER)
    row.refresh_from_db()
    assert row.starts is None
    services.stage(pk=row.pk, by=manager(), outcome="offer", reason="strongest")
    assert released(row, NOVEMBER).starts == date(2026, 11, 27)


def test_a_longer_window_moves_no_first_day():
    from pathways.services import extend

    row = released(staged(starts=date(2026, 8, 10)), OCTOBER)
    extend(pk=row.offering_id, by=manager(), until=date(2027, 2, 1), reason="Snow.", now=OCTOBER)
    row.refresh_from_db()
    assert row.starts == date(2026, 8, 10)


def test_another_first_day_than_the_page_showed_is_not_released():
    row = staged(starts=date(2026, 8, 10))
    shown = fingerprint_of(row.decisions.all(), default=date(2026, 10, 5))
    row.decisions.update(starts=date(2026, 9, 1))
    with pytest.raises(DomainError, match="Something else is staged now"):
        services.release(offering_pk=row.offering_id, by=manager(), seen=shown, now=OCTOBER)


def test_what_was_shown_before_midnight_is_looked_at_again_when_the_first_day_became_another():
    row = staged()
    shown = fingerprint_of(row.decisions.all(), default=date(2026, 10, 4))
    with pytest.raises(DomainError, match="Something else is staged now"):
        services.release(offering_pk=row.offering_id, by=manager(), seen=shown, now=OCTOBER)


def test_the_mail_of_an_offer_and_its_page_say_the_first_day(signed_in):
    row = released(staged(starts=date(2026, 8, 10)), OCTOBER)
    mail = Message.objects.get(template="applications/offered")
    assert "It runs from August 10, 2026 to June 30, 2027." in mail.body
    client = signed_in(row.person)
    page = client.get(f"/applications/{row.pk}/").content.decode()
    assert "The role runs from Aug 10, 2026 to Jun 30, 2027." in page
    in_time(row)
    services.accept(pk=row.pk, by=row.person, now=OCTOBER)
    welcome = Message.objects.get(template="applications/accepted")
    assert "Your first day in it is August 10, 2026." in welcome.body


def test_the_page_that_releases_says_the_first_day_of_each_offer(signed_in, clock):
    clock(OCTOBER)
    chosen = staged(starts=date(2026, 8, 10))
    other = ApplicationFactory(in_review=True, offering=chosen.offering)
    staged(application=other)
    client = signed_in(manager())
    page = client.get(f"/decisions/{chosen.offering_id}/release/").content.decode()
    assert "from Aug 10, 2026 to Jun 30, 2027" in page
    assert "from Oct 5, 2026 to Jun 30, 2027" in page


def test_the_page_that_stages_keeps_the_day_that_was_chosen(signed_in):
    row = ApplicationFactory(in_review=True)
    ReviewFactory(application=row, scored=True)
    client = signed_in(manager())
    address = f"/decisions/{row.offering_id}/{row.pk}/"
    typed = {"outcome": "offer", "reason": "strongest", "starts": "2026-08-10"}
    assert client.post(address, typed).status_code == 302
    assert row.decisions.get().starts == date(2026, 8, 10)
    assert 'value="2026-08-10"' in client.get(address).content.decode()


def test_the_page_that_stages_says_what_an_empty_day_means(signed_in):
    row = ApplicationFactory(in_review=True)
    client = signed_in(manager())
    page = client.get(f"/decisions/{row.offering_id}/{row.pk}/").content.decode()
    assert "Empty: July 1, 2026, or the day of release once the year runs. The offer says it" in page


def test_the_database_refuses_an_offer_without_a_first_day_and_one_outside_its_year():
    row = ApplicationFactory(offered=True)
    for day in (None, date(2026, 6, 30), date(2027, 7, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=row.pk).update(starts=day)


def test_the_database_refuses_a_placement_that_begins_outside_its_year():
    row = PlacementFactory()
    for day in (date(2026, 6, 30), date(2027, 7, 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(pk=row.pk).update(starts=day, ends=date(2027, 7, 15))


def test_an_offer_that_says_a_day_of_another_year_is_not_made_by_a_factory_either():
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(offered=True, starts=date(2030, 1, 1))
    assert not Decision.objects.filter(application__state="offered").exists()
    assert DecisionFactory().starts is None
