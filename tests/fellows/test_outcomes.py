"""Every number of a cohort leads to exactly the fellows it counts."""

import re
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fellows.models import AlumniLink, Fellow
from fellows.queries import outcomes
from fellows.queries.alumni import alumni_link
from fellows.services import Newcomer, take_back_fellow
from tests.architecture.saved_lists import file_of, numbers, right, shown
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import PostFactory, manager
from tests.fellows.before import NOW, alumna, take, terms

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


def test_who_was_taken_back_is_in_no_number_of_their_cohort() -> None:
    version, by = terms(), manager()
    stays = take(alumna(version, person=Newcomer("ana@example.org", "Ana", "Ruiz"))).fellow
    MilestoneFactory(fellow=stays, kind="preliminary", reached_on=date(2017, 9, 1))
    slip = take(alumna(version)).fellow
    MilestoneFactory(fellow=slip, kind="preliminary", reached_on=date(2017, 9, 1))
    take_back_fellow(pk=slip.pk, by=by, reason="Another Carmen.", now=NOW)
    (row,) = outcomes()
    assert (row.fellows, row.graduated, row.credentialed, row.serving, row.fulfilled) == (1, 1, 1, 1, 0)


def test_no_query_goes_around_who_was_taken_back() -> None:
    """A join from a cohort or a person knows no manager, and so those who were taken back too."""
    joins = re.compile(r"""["'](\w+__)?(fellows|fellowships)(__\w+)?["']""")
    rooms = ("applications", "coaching", "dashboard", "fellows", "pathways", "people", "seminars", "stipends")
    found = [
        f"{path}: {line.strip()}"
        for room in rooms
        for path in Path(room).rglob("queries/*.py")
        for line in path.read_text().splitlines()
        if joins.search(line) and re.search(r"Count\(|Sum\(|__", line)
    ]
    assert found == []


def test_the_link_of_a_mail_is_dead_once_its_graduate_was_taken_back() -> None:
    version, by = terms(), manager()
    gone = take(alumna(version)).fellow
    AlumniLink.objects.create(
        fellow=gone,
        token_sha256=sha256(b"t").hexdigest(),
        sent_to="carmen@example.org",
        year=2026,
        number=1,
        created_at=NOW,
        expires_at=NOW + timedelta(days=45),
    )
    assert alumni_link("t", NOW) is not None
    take_back_fellow(pk=gone.pk, by=by, reason="Another Carmen.", now=NOW)
    assert alumni_link("t", NOW) is None
