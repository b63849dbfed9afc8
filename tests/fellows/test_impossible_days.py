"""Days that cannot be are refused in words, on pages and in the administration alike."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError
from fellows import services
from fellows.models import Fellow, Milestone
from fellows.services.service import Served
from fellows.states import Action
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import SchoolFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 10, 17, 0, tzinfo=UTC)
TODAY = date(2025, 7, 10)


def refusal(verb: Any, **told: Any) -> str:
    with pytest.raises(DomainError) as refused:
        verb(now=NOW, **told)
    return str(refused.value)


@pytest.fixture
def fellow() -> Fellow:
    return FellowFactory(serving=True, signed=True, cohort=FellowCohortFactory(name="Fellows of 2023"))


# --- graduation and milestones --------------------------------------------------------------------
def test_nobody_graduates_within_eleven_months_of_the_first_day_of_their_cohort() -> None:
    fellow = FellowFactory(state="enrolled", signed=True, cohort=FellowCohortFactory(name="Fellows of 2023"))
    told = {"pk": fellow.pk, "action": Action.GRADUATE, "by": manager()}
    assert refusal(services.move, on=date(2024, 4, 30), **told) == (
        "The Fellows of 2023 began on June 1, 2023, and nobody graduates within eleven months. "
        "Choose a day from May 1, 2024 on."
    )
    assert refusal(services.move, on=TODAY + timedelta(days=1), **told) == (
        "Give the day of graduation, today or earlier."
    )


def test_nobody_graduates_before_a_milestone_of_the_program_was_reached() -> None:
    fellow = FellowFactory(state="enrolled", signed=True)
    MilestoneFactory(fellow=fellow, kind="term_spring", reached_on=date(2024, 6, 7))
    MilestoneFactory(fellow=fellow, kind="fieldwork", reached_on=date(2024, 6, 14))
    MilestoneFactory(fellow=fellow, kind="degree", reached_on=date(2024, 9, 1))
    told = {"pk": fellow.pk, "action": Action.GRADUATE, "by": manager()}
    assert refusal(services.move, on=date(2024, 6, 13), **told) == (
        "The milestone “fieldwork hours” was reached on June 14, 2024, and nobody graduates before that. "
        "Choose that day or a later one."
    )
    assert services.move(on=date(2024, 6, 14), now=NOW, **told).graduated_on == date(2024, 6, 14)


def test_service_is_begun_from_the_first_of_july_after_graduation_on() -> None:
    fellow = FellowFactory(graduate=True, signed=True)
    told = {"pk": fellow.pk, "action": Action.BEGIN_SERVICE, "by": manager()}
    with pytest.raises(DomainError) as refused:
        services.move(now=datetime(2024, 7, 1, 6, 59, tzinfo=UTC), **told)
    assert str(refused.value) == (
        "Service begins on July 1, 2024, the first July 1 on or after graduation. Record it from that day on."
    )
    assert services.move(now=datetime(2024, 7, 1, 7, 0, tzinfo=UTC), **told).state == "serving"


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_days_of_graduation_that_can_be() -> None:
    fellow = FellowFactory(graduate=True)
    with pytest.raises(IntegrityError, match="nobody graduates within eleven months"):
        Fellow.objects.filter(pk=fellow.pk).update(graduated_on=date(2024, 4, 30))
    Fellow.objects.filter(pk=fellow.pk).update(graduated_on=date(2024, 5, 1))
    with transaction.atomic():
        back = FellowFactory(state="taken_back")
    Fellow.everybody.filter(pk=back.pk).update(graduated_on=date(2023, 8, 1))


FAR = "Choose a day from June 1, 2022 to August 1, 2039: the Fellows of 2023 begins on June 1, 2023."


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2022, 5, 31), date(2039, 8, 2), date.max])
def test_a_milestone_is_due_on_a_day_near_its_cohort(fellow: Fellow, day: date) -> None:
    told = {"pk": fellow.pk, "kind": "clear", "by": manager()}
    assert refusal(services.plan_milestone, due=day, **told) == FAR
    assert refusal(services.reach_milestone, on=TODAY, expires=max(day, date(2039, 8, 2)), **told) == FAR
    if day < TODAY:
        assert refusal(services.reach_milestone, on=day, **told) == FAR
    assert not Milestone.objects.exists()


def test_a_milestone_that_was_reached_keeps_the_day_it_was_due(fellow: Fellow) -> None:
    reached = MilestoneFactory(fellow=fellow, due=date(2024, 3, 1), reached_on=date(2024, 2, 20))
    told = {"pk": fellow.pk, "kind": reached.kind, "by": manager()}
    assert refusal(services.plan_milestone, due=date(2024, 4, 1), **told) == (
        "This milestone was reached on February 20, 2024: its due day stays."
    )
    services.plan_milestone(due=date(2024, 4, 1), attempt=2, now=NOW, **told)
    assert list(Milestone.objects.order_by("attempt").values_list("due", flat=True)) == [
        date(2024, 3, 1),
        date(2024, 4, 1),
    ]


def test_service_is_suspended_on_a_day_after_graduation(fellow: Fellow) -> None:
    told = {"pk": fellow.pk, "category": "family", "months": 3, "by": manager()}
    assert refusal(services.suspend, starts=date(2024, 6, 13), **told) == (
        "Service begins after graduation on June 14, 2024. Choose a later day."
    )
    assert refusal(services.suspend, starts=date.max, **told) == FAR


def test_a_cohort_that_never_ends_still_plans_milestones() -> None:
    fellow = FellowFactory(cohort=FellowCohortFactory(ends=date.max))
    services.plan_milestone(pk=fellow.pk, kind="clear", due=date(2040, 1, 1), by=manager(), now=NOW)
    assert fellow.milestones.get().due == date(2040, 1, 1)


# --- service --------------------------------------------------------------------------------------
def report(fellow: Fellow, **changes: Any) -> str:
    facts = {
        "school": None,
        "employer": "The district",
        "site": "Elsewhere Academy",
        "position": "Assistant principal",
        "fte_thousandths": 1000,
        "starts": date(2024, 8, 12),
        "ends": None,
        "verifier_email": "office@example.org",
    }
    served = Served(**(facts | changes))
    return refusal(services.report_service, pk=fellow.pk, served=served, by=fellow.person)


def test_service_begins_no_earlier_than_the_fellowship(fellow: Fellow) -> None:
    assert report(fellow, starts=date(1900, 1, 1)) == (
        "Service is owed after the fellowship, which began on June 1, 2023: "
        "give that day or a later one as the first day, even if you were there before."
    )


def test_a_last_day_that_lies_ahead_is_left_empty(fellow: Fellow) -> None:
    said = "The last day lies ahead. Leave it empty while it lasts."
    assert report(fellow, ends=TODAY + timedelta(days=2)) == said
    done = {"pk": fellow.pk, "by": fellow.person, "now": NOW}
    served = Served(
        None, "D", "Elsewhere", "AP", 1000, date(2024, 8, 12), TODAY + timedelta(days=1), "o@x.org"
    )
    assert services.report_service(served=served, **done).last_day == TODAY


def test_service_is_at_a_school_of_the_list_or_elsewhere_and_not_at_both(fellow: Fellow) -> None:
    school = SchoolFactory(name="Roosevelt")
    assert report(fellow, school=school) == (
        "You chose Roosevelt and wrote “Elsewhere Academy”: give one of the two. "
        "For a place outside the network choose “Another school or office”."
    )


def test_the_page_says_that_a_school_and_another_place_are_one_too_many(
    fellow: Fellow, signed_in: Any
) -> None:
    school = SchoolFactory(name="Roosevelt")
    typed = {
        "school": school.pk,
        "employer": "The district",
        "site": "Elsewhere Academy",
        "position": "Teacher",
        "fte": "1",
        "starts": "2024-08-12",
        "verifier_email": "",
    }
    answer = signed_in(fellow.person).post(f"/fellows/{fellow.pk}/service/report/", typed)
    assert (answer.status_code, fellow.service_records.count()) == (422, 0)
    assert "You chose Roosevelt and wrote “Elsewhere Academy”" in answer.content.decode()
