"""What stays with program managers when a fellow or a version does not come."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common.errors import NotAllowed
from dashboard.queries import waiting_for
from fellows import services
from notifications.models import Message
from tests.factories.fellows import AgreementVersionFactory, FellowFactory, answer_link
from tests.factories.people import UserFactory, manager
from tests.fellows.test_services import served, token_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def record():
    fellow = FellowFactory(serving=True, signed=True)
    row = services.report_service(pk=fellow.pk, served=served(), by=fellow.person, now=NOW)
    return answer_link(token=token_of(row), typed_name="Pat Lee", disagreements={"fte": "Half"}, now=NOW)


def waits(person, day):
    return [(one.kind, one.since) for one in waiting_for(person, day=day, now=NOW) if "disputed" in one.kind]


def test_what_a_site_disagrees_with_is_the_fellows_for_two_weeks_and_then_the_managers_too(record):
    staff, fellow = manager(), record.fellow.person
    assert (waits(fellow, TODAY), waits(staff, TODAY + timedelta(13))) == ([("disputed", TODAY)], [])
    assert waits(staff, TODAY + timedelta(14)) == [("disputed_long", TODAY)]


def test_nobody_settles_their_own(record):
    record.fellow.person.hats.create(kind="program_manager", starts=date(2026, 1, 1))
    assert waits(record.fellow.person, TODAY + timedelta(14)) == [("disputed", TODAY)]


def test_a_manager_corrects_it_with_the_fellow_who_is_told_and_the_site_is_asked_again(record):
    staff = manager(given_name="Rosa", family_name="Vega")
    row = services.correct_service(pk=record.pk, served=served(fte_thousandths=500), by=staff, now=NOW)
    assert (row.state, row.fte_thousandths, row.links.filter(used_at=None).count()) == ("reported", 500, 1)
    mail = Message.objects.get(template="fellows/service_corrected")
    assert (mail.to_person, mail.subject) == (
        row.fellow.person,
        "Rosa Vega corrected the service you reported",
    )


def test_nobody_else_corrects_it(record):
    with pytest.raises(NotAllowed, match="Only the fellow or a program manager"):
        services.correct_service(pk=record.pk, served=served(), by=UserFactory(), now=NOW)


def test_fellows_with_nothing_to_sign_wait_for_whoever_publishes_an_agreement():
    fellow, staff = FellowFactory(state="selected"), manager()

    def said():
        found = waiting_for(staff, day=TODAY, now=NOW)
        return [one.why for one in found if one.kind == "agreement_none"]

    assert said() == [f"Fellows of the {fellow.cohort.name} are to sign one, and none is published."]
    AgreementVersionFactory(published=True)
    assert said() == []
