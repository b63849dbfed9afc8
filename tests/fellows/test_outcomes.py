"""Every number of a cohort leads to exactly the fellows it counts."""

from datetime import date
from typing import Any

import pytest

from fellows.models import Fellow
from fellows.queries import outcomes
from tests.architecture.saved_lists import file_of, numbers, right, shown
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import PostFactory, manager

pytestmark = pytest.mark.django_db
OVER = ("graduated", "serving", "fulfilled")


def two_cohorts() -> None:
    """Of each state more than one, some with a credential, some with one that is only due."""
    for name, more in (("2023", 1), ("2024", 0)):
        cohort = FellowCohortFactory(name=name)
        for state, count in (
            ("nominated", 2),
            ("enrolled", 3),
            ("graduated", 1),
            ("serving", 2),
            ("fulfilled", 2),
        ):
            graduated = date(2024, 6, 14) if state in {"graduated", "serving", "fulfilled"} else None
            for number in range(count + more):
                fellow = FellowFactory(cohort=cohort, state=state, graduated_on=graduated)
                for kind in ("preliminary", "clear"):
                    reached = date(2024, 7, 1) if graduated and number == 0 else None
                    MilestoneFactory(fellow=fellow, kind=kind, reached_on=reached)
    FellowCohortFactory(name="2022")
    there = list(Fellow.objects.exclude(graduated_on=None).select_related("person").order_by("pk"))
    for fellow, position in zip(
        there, ("principal", "coach", "assistant_principal", "teacher"), strict=False
    ):
        PostFactory(person=fellow.person, position=position)
    PostFactory(person=there[4].person, ends=date(2026, 1, 1))
    PostFactory(person=there[5].person, position="principal", starts=date(2025, 12, 1), ends=date(2026, 2, 1))


def test_each_number_of_a_cohort_opens_exactly_its_fellows(signed_in: Any) -> None:
    two_cohorts()
    client = signed_in(manager())
    found = numbers(client, "/fellows/outcomes/")
    assert right(found) == {words: said for words, (said, _) in found.items()}
    said = {row.cohort: (row.fellows, row.graduated, row.credentialed, row.serving) for row in outcomes()}
    assert said == {"2023": (12, 8, 3, 3), "2024": (8, 5, 3, 2), "2022": (0, 0, 0, 0)}
    assert {number for words, number in right(found).items() if words.endswith("2023")} == {12, 8, 3}


def test_a_filter_that_does_not_exist_lists_no_fellow_and_saves_none(signed_in: Any) -> None:
    FellowFactory()
    client = signed_in(manager())
    for asked in ("reached=lost", "state=lost", "cohort=x"):
        assert shown(client, f"/fellows/?{asked}").rows == []
        assert len(file_of(client, f"/fellows/?{asked}&save=csv")) == 1


def test_who_became_what_is_listed_beside_a_state(signed_in: Any) -> None:
    two_cohorts()
    client = signed_in(manager())
    whole = file_of(client, "/fellows/?reached=outside&save=csv")[1:]
    parts = [file_of(client, f"/fellows/?reached=outside&state={state}&save=csv")[1:] for state in OVER]
    assert sorted(row for part in parts for row in part) == sorted(whole) != []
