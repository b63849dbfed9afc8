"""Outcomes are frozen once, and all that leaves the house is drawn from what was frozen."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from common.clock import clock_in_words
from common.errors import DomainError, NotAllowed
from fellows.models import Fellow, OutcomeSnapshot
from fellows.queries import facts_of
from fellows.rules.publication import in_years, publish
from fellows.rules.snapshots import freeze, read
from fellows.services import take_snapshot
from people.queries import today
from tests.architecture.frozen import frozen_outcomes
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory
from tests.factories.people import HatFactory, PostFactory, UserFactory, manager
from tests.fellows.test_rules_publication import TODAY, eight

pytestmark = pytest.mark.django_db


def cohort_of(name: str, starts: date, number: int = 24) -> None:
    """So many graduates of a cohort: half hold the credential, five lead a school."""
    cohort = FellowCohortFactory(name=name, starts=starts, ends=starts.replace(year=starts.year + 1))
    for at in range(number):
        fellow = FellowFactory(cohort=cohort, state="serving", graduated_on=cohort.ends)
        MilestoneFactory(fellow=fellow, kind="clear", reached_on=cohort.ends if at % 2 else None)
        PostFactory(person=fellow.person, position="coach" if at % 5 else "assistant_principal")


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_what_was_frozen_is_read_back_as_it_was_and_publishes_the_same() -> None:
    facts = [one for cohort in range(1, 11) for one in eight(cohort)]
    published = publish(facts, TODAY)
    frozen = read(json.loads(json.dumps(freeze(facts[::-1], published, TODAY))))
    assert (frozen.today, frozen.groups, frozen.tables) == (TODAY, published.groups, published.tables)
    assert sorted(map(str, frozen.facts)) == sorted(map(str, facts))
    assert publish(frozen.facts, frozen.today).tables == published.tables


def test_every_word_of_the_tables_has_a_meaning() -> None:
    facts = [one for cohort in range(1, 11) for one in eight(cohort)]
    published = publish(facts, TODAY)
    words = dict(read(freeze(facts, published, TODAY)).words)
    read_there = {word for table in published.tables for word in (table.title, *table.rows, *table.columns)}
    assert read_there - set(words) == set()
    assert all(meaning.endswith(".") for meaning in words.values())
    years = [word for word, meaning in words.items() if meaning.startswith("Cohorts that began in")]
    assert years == ["2015 to 2019", "2020 to 2024"]


def test_files_say_the_same_whatever_happens_afterwards(signed_in: Any) -> None:
    cohort_of("2019", date(2019, 6, 1))
    snapshot = take_snapshot(by=manager())
    client, path = signed_in(manager()), f"/fellows/outcomes/{snapshot.pk}/"
    before = [text_of(client.get(f"{path}{name}.csv")) for name in ("numbers", "dictionary")]
    page = client.get(path).content
    Fellow.objects.update(state="released")
    cohort_of("2021", date(2021, 6, 1))
    assert [text_of(client.get(f"{path}{name}.csv")) for name in ("numbers", "dictionary")] == before
    assert "The credential,2019,Hold the credential,12\r\n" in before[0]
    assert f"Fingerprint of the facts,{snapshot.sha256}\r\n" in before[1]
    assert (b"Snapshot" in page, snapshot.sha256[:12].encode() in page, snapshot.stands) == (True, True, True)


def test_the_sheet_shows_what_may_leave_and_no_small_number(signed_in: Any) -> None:
    cohort_of("2019", date(2019, 6, 1))
    snapshot = take_snapshot(by=manager())
    page = signed_in(manager()).get(f"/fellows/outcomes/{snapshot.pk}/").content.decode()
    assert "<strong>24 teachers</strong> graduated. <strong>12</strong> hold the credential." in page
    assert "lead a school of ours today.</p>" not in page  # five of them: under ten
    assert ("12 of 24" in page, ">hidden</td>" in page, ">5</td>" in page) == (True, True, False)


def test_the_sheet_of_ten_cohorts_draws_what_is_shown_of_all_and_names_each_group(signed_in: Any) -> None:
    by = manager()
    page = signed_in(by).get(f"/fellows/outcomes/{frozen_outcomes(by).pk}/").content.decode()
    assert "What became of our fellows, 2015 to 2024</h1>" in page
    said = "<strong>80 teachers</strong> graduated. <strong>70</strong> hold the credential. <strong>30</strong> lead"
    assert said in page
    assert ('<th scope="row" data-label="Cohorts">2020 to 2024</th>' in page, ">20 of 30<" in page) == (
        True,
        True,
    )


def test_groups_that_left_before_stay_when_more_is_frozen() -> None:
    by = manager()
    cohort_of("2019", date(2019, 6, 1))
    first = take_snapshot(by=by)
    cohort_of("2021", date(2021, 6, 1), number=8)
    second = take_snapshot(by=by)
    assert second.frozen.groups == first.frozen.groups
    assert second.frozen.waiting == (2021,)


def test_the_title_names_the_years_that_are_counted_alone_and_says_which_are_not(signed_in: Any) -> None:
    by = manager()
    cohort_of("2016", date(2016, 6, 1))
    cohort_of("2018", date(2018, 6, 1))
    take_snapshot(by=by)
    cohort_of("2017", date(2017, 6, 1), number=8)
    page = signed_in(by).get(f"/fellows/outcomes/{take_snapshot(by=by).pk}/").content.decode()
    assert "What became of our fellows, 2016, 2018</h1>" in page
    assert "that began in the summers of 2016, 2018, <strong>48 teachers</strong> graduated." in page
    head, _, _ = page.partition('<div class="results">')
    assert "cohorts that began in 2017." in head
    assert "of eight" not in page


@pytest.mark.parametrize(
    ("begins", "others", "words"),
    [
        ([2016], [], "2016"),
        ([2016, 2018, 2019], [2016, 2018, 2019], "2016 to 2019"),
        ([2016, 2018, 2019], [2017], "2016, 2018 to 2019"),
        ([2018, 2016, 2016], [2015, 2019], "2016 to 2018"),
    ],
)
def test_years_are_said_from_one_to_another_where_none_between_is_left_out(
    begins: list[int], others: list[int], words: str
) -> None:
    assert in_years(begins, others) == words


def test_the_same_outcomes_are_frozen_once() -> None:
    cohort_of("2019", date(2019, 6, 1))
    assert take_snapshot(by=manager()) == take_snapshot(by=manager())
    assert OutcomeSnapshot.objects.count() == 1


def test_nobody_but_a_manager_freezes_and_nothing_is_frozen_of_fewer_than_ten(signed_in: Any) -> None:
    cohort_of("2019", date(2019, 6, 1), number=9)
    with pytest.raises(DomainError, match="Fewer than ten fellows have graduated"):
        take_snapshot(by=manager())
    director = HatFactory(kind="director").person
    with pytest.raises(NotAllowed, match="Only a program manager freezes outcomes"):
        take_snapshot(by=director)
    client = signed_in(manager())
    assert client.post("/fellows/outcomes/freeze/")["Location"] == "/fellows/outcomes/"
    assert "Fewer than ten fellows have graduated" in client.get("/fellows/outcomes/").content.decode()


def test_a_manager_freezes_with_one_press_and_directors_read_what_others_do_not(signed_in: Any) -> None:
    cohort_of("2019", date(2019, 6, 1))
    answer = signed_in(manager()).post("/fellows/outcomes/freeze/")
    [snapshot] = OutcomeSnapshot.objects.all()
    assert (answer["Location"], snapshot.as_of) == (f"/fellows/outcomes/{snapshot.pk}/", today())
    assert signed_in(HatFactory(kind="director").person).get(answer["Location"]).status_code == 200
    assert signed_in(UserFactory()).get(answer["Location"]).status_code == 403
    assert signed_in(Fellow.objects.first().person).get(f"{answer['Location']}numbers.csv").status_code == 403


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE fellows_outcomesnapshot SET content = '{}'",
        "DELETE FROM fellows_outcomesnapshot",
        "INSERT INTO fellows_outcomesnapshot (as_of, content, sha256, taken_by_id, taken_at) SELECT as_of, content,"
        " sha256, taken_by_id, taken_at FROM fellows_outcomesnapshot",
        "INSERT INTO fellows_outcomesnapshot (as_of, content, sha256, taken_by_id, taken_at) SELECT as_of, content,"
        " 'x', taken_by_id, taken_at FROM fellows_outcomesnapshot",
    ],
)
def test_the_database_keeps_what_was_frozen(sql: str) -> None:
    cohort_of("2019", date(2019, 6, 1), number=10)
    take_snapshot(by=manager())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_frozen_names_nobody() -> None:
    cohort_of("2019", date(2019, 6, 1), number=10)
    content = json.loads(take_snapshot(by=manager()).content)
    assert {name for one in content["facts"] for name in one} == {
        *("begins", "cohort", "credential", "graduated", "led_before", "led_on", "left_on", "role", "stands")
    }
    assert len(content["facts"]) == len(facts_of(today())) == 10


def test_two_results_of_one_day_are_told_apart_by_their_time(signed_in: Any) -> None:
    cohort_of("2019", date(2019, 6, 1), 12)
    by = manager()
    first = take_snapshot(by=by)
    FellowFactory(cohort=Fellow.objects.first().cohort, state="serving", graduated_on=date(2020, 6, 1))
    second = take_snapshot(by=by)
    assert first.as_of == second.as_of
    shown = signed_in(by).get("/fellows/outcomes/").content.decode()
    for one in (first, second):
        assert f">Results as of {one.as_of:%B %-d, %Y}, {clock_in_words(one.taken_at)}</a>" in shown
        assert str(one) == f"Outcomes of {one.as_of:%B %-d, %Y}, {clock_in_words(one.taken_at)}"
