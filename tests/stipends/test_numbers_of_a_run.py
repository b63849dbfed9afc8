"""Every number of a run leads to exactly the lines it counts, on its page, for its approver and in the reports."""

from typing import Any

import pytest
from django.db.models import Sum
from django.urls import reverse

from common.money import dollars
from dashboard.queries import reports
from stipends.models import StipendLine, StipendRun
from tests.architecture.saved_lists import file_of, numbers, right
from tests.factories.pathways import RoleFactory
from tests.factories.people import SchoolFactory, UserFactory, manager
from tests.factories.stipends import (
    NOW,
    StipendLineFactory,
    StipendPolicyFactory,
    StipendRunFactory,
    Year,
    approved_line,
    approver,
    preparer,
)
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
WHOLE = {"kind": "share_of_maximum", "share": "1"}
NOTHING: dict[str, Any] = {"missed": set(range(11)), "delivered": 0, "attested": False}


@pytest.fixture
def year(clock: Any) -> Year:
    clock(NOW)
    return Year()


@pytest.fixture
def mixed(year: Year) -> StipendRun:
    """Nothing is left for one who earned all, two earned nothing, and one has more to get since."""
    year.leader()
    year.leader(**NOTHING)
    year.leader(**NOTHING)
    attestation = year.leader(attested=False).attestation
    year.close()
    approved(year)
    attestation.met, attestation.words = True, ""
    attestation.save()
    return calculated(year, kind="supplementary")


def test_the_tiles_of_a_run_open_the_lines_they_count(signed_in: Any, mixed: StipendRun) -> None:
    path = reverse("stipends:run", args=[mixed.pk])
    found = numbers(signed_in(mixed.prepared_by), path)
    assert right(found) == {words: said for words, (said, _) in found.items()}
    assert {words: said for words, (said, _) in found.items() if words in {"to pay", "lines"}} == {
        "to pay": 1,
        "lines": 4,
    }


def test_each_reason_for_which_nothing_was_left_has_its_own_lines(signed_in: Any, mixed: StipendRun) -> None:
    found = right(numbers(signed_in(mixed.prepared_by), reverse("stipends:run", args=[mixed.pk])))
    assert found["1: everything earned was paid before"] == 1
    assert found["2: nothing was earned"] == 2


def test_the_whole_amount_paid_before_is_a_reason_with_its_own_lines(signed_in: Any, year: Year) -> None:
    year.leader(**NOTHING)
    approved(year, kind="instalment", step=WHOLE)
    run = calculated(year, kind="instalment", number=2, step=WHOLE)
    found = right(numbers(signed_in(run.prepared_by), reverse("stipends:run", args=[run.pk])))
    assert found["1: the whole amount was paid before"] == 1


def uneven() -> StipendRun:
    """Lines of two pathways and two schools; of each some pay, one pays ahead, one was paid too much."""
    run: StipendRun = StipendRunFactory()
    schools = [SchoolFactory(name="Elm"), SchoolFactory(name="Oak")]
    for name, paying, idle in (("Arts", 3, 1), ("Teams", 2, 2)):
        role = RoleFactory(pathway__name=name)
        held = {"run": run, "placement__role": role, "placement__year": run.year}
        for number in range(paying):
            StipendLineFactory(**held, placement__school=schools[number % 2])
        for _ in range(idle):
            StipendLineFactory(
                **held, placement__school=schools[0], status="excluded", exclusion="unsigned", amount_cents=0
            )
        StipendLineFactory(**held, placement__school=schools[1], earned_cents=0)
        StipendLineFactory(
            **held, placement__school=schools[1], already_paid_cents=300, overpaid_cents=200,
            status="excluded", exclusion="zero", amount_cents=0,
        )  # fmt: skip
    lines = StipendLine.objects.filter(run=run)
    run.state, run.calculated_at, run.calculating_at = "calculated", run.prepared_at, run.prepared_at
    run.lines_count, run.round = lines.count(), 1
    run.total_cents = lines.aggregate(cents=Sum("amount_cents"))["cents"]
    run.save()
    return run


def test_what_a_run_pays_by_pathway_and_by_school_opens_the_lines_that_pay(signed_in: Any) -> None:
    run = uneven()
    client = signed_in(run.prepared_by)
    page = client.get(reverse("stipends:run", args=[run.pk]))
    for rows in ("pathway_rows", "school_rows"):
        for row in page.context[rows]:
            lines = client.get(f"/stipends/runs/{run.pk}/{row['url']}").context["page"].object_list
            assert len(lines) == row["rows"]
            assert dollars(sum(line.amount_cents for line in lines)) == row["text"]
            assert {row["label"]} == {
                line.role.pathway.name if rows == "pathway_rows" else line.school.name for line in lines
            }
    assert [(row["label"], row["rows"]) for row in page.context["pathway_rows"]] == [
        ("Arts", 4),
        ("Teams", 3),
    ]


def test_what_is_paid_ahead_and_what_was_paid_too_much_open_their_lines(signed_in: Any) -> None:
    run = uneven()
    client = signed_in(run.prepared_by)
    found = right(numbers(client, reverse("stipends:run", args=[run.pk])))
    assert (found["of it paid before it is earned"], found["paid above what was earned"]) == (2, 2)


def test_the_approver_follows_each_number_to_its_lines(signed_in: Any) -> None:
    run = uneven()
    found = numbers(signed_in(approver()), reverse("stipends:run_approve", args=[run.pk]))
    assert sorted(right(found).values()) == sorted(said for said, _ in found.values())
    assert sorted(right(found).values()) == [2, 2, 2, 3, 7, 12]


@pytest.mark.parametrize("asked", ["pathway=x", "pathway=999999", "school=²", "show=nothing-like-it"])
def test_of_what_does_not_exist_there_are_no_lines(signed_in: Any, asked: str) -> None:
    run = uneven()
    path = f"/stipends/runs/{run.pk}/?{asked}"
    client = signed_in(run.prepared_by)
    assert client.get(path).context["page"].paginator.count == 0
    assert len(file_of(client, f"{path}&save=csv")) == 1


def test_a_narrowed_list_says_to_what_and_keeps_it_when_searched(signed_in: Any) -> None:
    run = uneven()
    role = RoleFactory._meta.model.objects.get(pathway__name="Arts")
    path = f"/stipends/runs/{run.pk}/?pathway={role.pathway_id}"
    page = signed_in(run.prepared_by).get(path).content.decode()
    assert "Only Arts." in page
    assert f'<input type="hidden" name="pathway" value="{role.pathway_id}">' in page


def test_a_file_of_lines_holds_nothing_of_a_run_that_is_not_calculated(signed_in: Any) -> None:
    line = StipendLineFactory()
    client = signed_in(line.run.prepared_by)
    assert len(file_of(client, f"/stipends/runs/{line.run_id}/?save=csv")) == 1


# --- the reports ----------------------------------------------------------------------------------
def two_pathways() -> StipendLine:
    """Approved lines of this year in two pathways, the second without a placement of this year; and others."""
    first = approved_line(placement__role__pathway__name="Arts", amount_cents=70_000, earned_cents=70_000)
    year, role = first.run.year, first.role
    others = [
        {"placement__role": role, "amount_cents": 30_000},
        {"placement__role": role, "amount_cents": 0, "status": "excluded", "exclusion": "unsigned"},
        {"placement__role__pathway__name": "Gone", "placement__year__first": 2025, "amount_cents": 500},
    ]
    for number, fields in enumerate(others):
        approved_line(run__year=year, run__number=2 + number, **fields)
    approved_line(run__year=year, kind="projection", placement__role=role)
    StipendLineFactory(run__year=year, run__number=9, placement__role=role)
    approved_line(placement__year__first=2025, placement__role=role, run__year__first=2025)
    StipendPolicyFactory(role=role, year=year, annual_cents=100_000)
    return first


def test_what_is_approved_in_a_pathway_leads_to_exactly_its_lines(signed_in: Any, clock: Any) -> None:
    first = two_pathways()
    person = manager()
    sections = reports.overview(person, first.run.year, first.run.year.starts)
    rows = {row.label: row for one in sections if one.name == "paid" for row in one.rows}
    assert {label: row.text for label, row in rows.items()} == {"Arts": "$1,000.00", "Gone": "$5.00"}
    client = signed_in(person)
    for row in rows.values():
        lines = client.get(row.url).context["page"]
        assert sum(line.amount_cents for line in lines) == row.value
        assert all(line.role.pathway.name == row.label for line in lines)
        assert len(file_of(client, f"{row.url}&save=csv")) - 1 == lines.paginator.count
    assert client.get(rows["Arts"].url).context["page"].paginator.count == 2


def test_the_lines_of_approved_runs_are_for_those_who_see_money(signed_in: Any) -> None:
    approved_line()
    for person, status in ((preparer(), 200), (manager(), 200), (UserFactory(), 403)):
        assert signed_in(person).get("/stipends/lines/").status_code == status


@pytest.mark.parametrize("rows", [3, 60])
def test_the_lines_of_approved_runs_ask_the_same_queries_however_many(
    signed_in: Any, count_queries: Any, rows: int
) -> None:
    run = StipendRunFactory()
    for _ in range(rows):
        StipendLineFactory(run=run, placement__year=run.year)
    run.state, run.approved_by, run.approved_at = "approved", approver(), run.prepared_at
    run.snapshot_sha256 = "0" * 64
    run.save()
    client = signed_in(run.prepared_by)
    client.get("/")  # the first page of a session of staff notes the time
    with count_queries(8):
        page = client.get("/stipends/lines/")
    assert page.context["page"].paginator.count == rows


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("year=2031-32", "There is no program year “2031-32”."),
        ("pathway=x", "There is no such pathway."),
        ("year=2026-27&pathway=999999", "There is no such pathway."),
    ],
)
def test_a_year_or_a_pathway_that_does_not_exist_is_a_sentence_and_no_lines(
    signed_in: Any, asked: str, sentence: str
) -> None:
    two_pathways()
    page = signed_in(manager()).get(f"/stipends/lines/?{asked}")
    assert sentence in page.content.decode()
    assert page.context["page"].paginator.count == 0
