"""What the verbs on fellows and their service refuse, each in its words; nothing changes then."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from common.errors import DomainError, NotAllowed
from fellows import services
from fellows.models import Milestone, SchoolSimilarity, ServiceRecord, Suspension
from fellows.queries import DEAD_LINK
from tests.conftest import wait_until
from tests.factories.fellows import FellowFactory, answer_link, digits_of
from tests.factories.people import UserFactory, manager
from tests.fellows.test_services import served, token_of

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, 0, tzinfo=UTC)
TODAY = date(2025, 7, 10)


def reported(**changes: Any) -> ServiceRecord:
    fellow = FellowFactory(serving=True, signed=True)
    return services.report_service(pk=fellow.pk, served=served(**changes), by=fellow.person, now=NOW)


def test_a_credential_expires_after_the_day_it_was_reached() -> None:
    fellow = FellowFactory(serving=True)
    with pytest.raises(DomainError, match=r"^A credential expires after the day it was reached[.]$"):
        services.reach_milestone(
            pk=fellow.pk, kind=Milestone.Kind.CALAPA_1, on=TODAY, expires=TODAY, by=manager(), now=NOW
        )
    assert not Milestone.objects.exists()


def test_service_that_has_not_begun_is_not_suspended() -> None:
    fellow = FellowFactory(state="enrolled")
    with pytest.raises(
        DomainError, match=r"^Service begins after graduation, so there is nothing to suspend yet[.]$"
    ):
        services.suspend(
            pk=fellow.pk,
            category=Suspension.Category.values[0],
            starts=TODAY,
            months=3,
            by=manager(),
            now=NOW,
        )
    assert not Suspension.objects.exists()


def test_service_is_reported_by_the_fellow_alone() -> None:
    fellow = FellowFactory(serving=True, signed=True)
    with pytest.raises(NotAllowed, match=r"^Service is reported by the fellow alone[.]$"):
        services.report_service(pk=fellow.pk, served=served(), by=manager(), now=NOW)
    assert not ServiceRecord.objects.exists()


def test_a_site_that_answered_is_not_asked_again() -> None:
    record = reported()
    answer_link(token=token_of(record), typed_name="Pat Lee", disagreements={}, now=NOW)
    with pytest.raises(DomainError, match=r"^The site has answered already[.]"):
        services.send_link(pk=record.pk, by=record.fellow.person, now=NOW)
    assert record.links.count() == 1


def test_somebody_must_be_known_who_could_confirm() -> None:
    record = reported(verifier_email="")
    with pytest.raises(DomainError, match=r"^Nobody is known who could confirm this[.]"):
        services.send_link(pk=record.pk, by=record.fellow.person, now=NOW)
    assert not record.links.exists()


def test_only_a_program_manager_decides_which_schools_are_similar() -> None:
    with pytest.raises(NotAllowed, match=r"^Only a program manager decides which schools are similar[.]$"):
        services.decide_similarity(
            school_name="Elsewhere", similar=True, reasons="Alike.", by=UserFactory(), now=NOW
        )
    assert not SchoolSimilarity.objects.exists()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts": TODAY + timedelta(days=1)}, r"^Report service once it has begun[.]$"),
        ({"ends": date(2024, 8, 12)}, r"^The last day comes after the first one[.]$"),
        (
            {"ends": TODAY + timedelta(days=2)},
            r"^The last day lies ahead[.] Leave it empty while it lasts[.]$",
        ),
        (
            {"starts": date(2023, 5, 31)},
            r"^Service is owed after the fellowship, which began on June 1, 2023",
        ),
    ],
)
def test_days_that_nobody_can_have_served_are_refused(days: dict[str, date], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        reported(**days)
    assert not ServiceRecord.objects.exists()


@pytest.mark.parametrize(
    "days", [{"starts": TODAY}, {"ends": TODAY + timedelta(days=1)}, {"starts": date(2023, 6, 1)}]
)
def test_the_first_and_the_last_possible_day_are_taken(days: dict[str, date]) -> None:
    assert reported(**days).state == "reported"


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_the_second_finds_the_link_used() -> None:
    record = reported()
    token, refused = token_of(record), []
    said = {"token": token, "code": digits_of(token, NOW), "now": NOW}

    def disagree() -> None:
        try:
            services.answer_link(typed_name="Sam Lee", disagreements={"fte": "Half"}, **said)
        except DomainError as refusal:
            refused.append(str(refusal))
        connection.close()

    second = threading.Thread(target=disagree)
    with transaction.atomic():
        ServiceRecord.objects.select_for_update().get(pk=record.pk)
        second.start()
        wait_until(somebody_waits, 10, "the second answer to wait for the first")
        services.answer_link(typed_name="Pat Lee", disagreements={}, **said)
    second.join()
    record.refresh_from_db()
    assert (record.state, refused) == ("verified", [DEAD_LINK])


def somebody_waits() -> bool:
    """Whether somebody waits for a row another one holds."""
    with connection.cursor() as cursor:
        # Not pg_stat_activity: a transaction reads that once and then sees it unchanged.
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
