"""A run beside the one approved before it and beside last year's: who earns otherwise, and why, in words."""

from datetime import timedelta

import pytest

from common.clock import day_in_words
from pathways.models import DeliverableRecord
from seminars.models import Attendance, Session
from stipends.models import StipendLine
from stipends.queries.differences import (
    DOWN,
    GONE,
    NEW,
    PAID,
    SAME,
    UNPAID,
    UP,
    differences,
    runs_beside,
    sums_beside,
    why,
)
from stipends.rules.differences import between_years, since
from stipends.services import Wrong, answer_dispute, dispute
from stipends.tables import digest_of
from tests.factories.pathways import PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory
from tests.factories.stipends import NOW, Year, approved_line, preparer
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
HALF = {"kind": "share_of_maximum", "share": "1/2"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _june(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    return Year()


def leader(year, given, **fields):
    return year.leader(person=UserFactory(given_name=given, family_name="Ruiz"), **fields)


def late(year, given, **fields):
    """Somebody whose placement is entered after the rosters were closed."""
    Session.objects.update(state="held", closed_at=None)
    leader(year, given, **fields)
    year.close()


def told(run, other, show=""):
    return [(row.person.given_name, row.difference, why(row)) for row in differences(run, other, show)]


def mark(placement, session, mark):
    """Put right on a roster that is opened for it and closed again."""
    rosters = Session.objects.filter(pk=session.pk)
    rosters.update(state="held", closed_at=None)
    Attendance.objects.filter(person=placement.person, session=session).update(mark=mark)
    rosters.update(state="closed", closed_at=NOW)


def test_what_happened_since_the_run_before_is_said_of_each_line_the_largest_first(year):
    ana, bo, cy = leader(year, "Ana", missed=[5, 6]), leader(year, "Bo", delivered=1), leader(year, "Cy")
    year.close()
    before = approved(year)
    for number in (5, 6):
        mark(ana, year.sessions[number], mark="present")
    DeliverableRecord.objects.filter(placement=bo).update(state="accepted", decided_by=year.staff)
    mark(cy, year.sessions[5], mark="absent")
    run = calculated(year, kind="supplementary")
    days = [day_in_words(year.sessions[number].starts_at.date()) for number in (5, 6)]
    seminar, two = 300_000 * 60 // 100 * 180 // 2880, 300_000 * 60 // 100 * 540 // 2880
    found = told(run, before)
    assert [(name, reasons) for name, _, reasons in found] == [
        ("Bo", ("1 deliverable accepted",)),
        ("Ana", (f"absent before, present now: {days[0]}, {days[1]}",)),
        ("Cy", (f"present before, absent now: {days[0]}",)),
    ]
    assert {name: cents for name, cents, _ in found}["Cy"] in (-seminar, -two)


def test_lines_that_are_the_same_new_or_gone_are_counted_apart(year):
    ana = leader(year, "Ana", missed=[5])
    leader(year, "Bo")
    year.close()
    before = approved(year)
    mark(ana, year.sessions[5], mark="present")
    late(year, "Dee")
    run = calculated(year, kind="supplementary")
    assert sums_beside(run, before).counts == {
        UP: 1,
        DOWN: 0,
        PAID: 0,
        UNPAID: 0,
        NEW: 1,
        SAME: 1,
        GONE: 0,
    }
    assert told(run, before, NEW) == [("Dee", 300_000, ("new on this run",))]
    assert [name for name, _, _ in told(run, before, SAME)] == ["Bo"]
    assert [name for name, _, _ in told(before, run, GONE)] == ["Dee"]
    assert sums_beside(before, run).counts[GONE] == 1


def test_who_is_paid_now_and_was_not_and_the_reverse_stands_among_the_differences_with_the_reason(year):
    ana, bo = leader(year, "Ana"), leader(year, "Bo")
    leader(year, "Cy")
    year.close()
    wrong = {"wrong": Wrong("attendance"), "words": "I was there.", "now": NOW}
    row = dispute(pk=ana.pk, by=ana.person, **wrong)
    before = approved(year, kind="instalment", step=HALF)
    answer_dispute(pk=row.pk, by=preparer(), outcome="stays", words="The list says so.", now=NOW)
    dispute(pk=bo.pk, by=bo.person, **wrong)
    run = calculated(year, kind="instalment", number=2, step={"kind": "share_of_maximum", "share": "1"})
    disputed = "its person disputes it, and waits for an answer"
    assert told(run, before) == [
        ("Ana", 0, (f"paid now, not then: {disputed}",)),
        ("Bo", 0, (f"paid then, not now: {disputed}",)),
    ]
    assert [told(run, before, show)[0][0] for show in (PAID, UNPAID)] == ["Ana", "Bo"]
    sums = sums_beside(run, before)
    assert (sums.moved, sums.then_pays, sums.now_pays) == (2, 300_000, 450_000)
    assert sums.in_words == (
        "Every line earns what it earned then. 1 is paid now and was not then. 1 was paid then and is not now."
        " This run pays $4,500.00, that one $3,000.00."
    )


def test_the_sum_of_all_differences_is_the_difference_of_the_sums(year):
    ana = leader(year, "Ana", missed=[1, 2])
    leader(year, "Bo", delivered=0)
    year.close()
    before = approved(year)
    mark(ana, year.sessions[1], mark="present")
    late(year, "Dee", missed=[3])
    run = calculated(year, kind="supplementary")
    sums = sums_beside(run, before)
    assert sum(cents for _, cents, _ in told(run, before)) == sums.now_cents - sums.then_cents


def test_a_run_is_held_against_the_last_one_of_its_year_and_the_same_one_of_the_year_before():
    this, last = ProgramYearFactory(first=2026), ProgramYearFactory(first=2025)
    final = approved_line(kind="final", run__year=last).run
    first = approved_line(kind="instalment", run__year=last).run
    old = approved_line(kind="instalment", run__year=this).run
    run = approved_line(kind="final", run__year=this).run
    assert runs_beside(run) in ([old, final], [final])
    run.approved_at = None
    assert runs_beside(run) == [old, final]
    old.approved_at = None
    assert runs_beside(old)[-1] == first


def test_a_person_is_found_in_last_year_under_an_account_that_was_merged_since():
    this, last = ProgramYearFactory(first=2026), ProgramYearFactory(first=2025)
    kept = UserFactory()
    gone = UserFactory(confirmed=False, merged_into=kept, is_active=False)
    then = approved_line(
        kind="final", run__year=last, placement__person=gone, placement__year=last, person=gone
    )
    now = PlacementFactory(person=kept, role=then.role, year=this)
    run = approved_line(kind="final", run__year=this, placement=now, earned_cents=150).run
    (row,) = differences(run, then.run)
    assert (row.then_pk, row.then_cents, row.difference) == (then.pk, 100, 50)
    assert list(differences(run, then.run, GONE)) == []


def test_across_years_the_parts_are_compared():
    def cells(attendance, attestation):
        parts = (("attendance", attendance), ("attestation", attestation))
        return [{"parts": [{"component": name, "cents": cents} for name, cents in parts]}]

    assert between_years(cells(100, 50), cells(120, 50)) == ("attendance $1.20, before $1.00",)
    assert between_years([], cells(100, 0)) == ("attendance $1.00, before $0.00",)


STRETCH = {
    "annual_cents": 100,
    "share": "1",
    "days": [180, 180, 0],
    "attested": False,
    "sessions": [["1", "2026-11-12", "seminar", 180, None, None]],
    "deliverables": [["7", "1", "open"]],
}
INPUTS = {"policy": 1, "signed": True, "completed_year": False, "segments": [STRETCH]}


def stretch(**other):
    return {**INPUTS, "segments": [STRETCH | other]}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (INPUTS, ()),
        (
            stretch(sessions=[["1", "2026-11-12", "seminar", 180, "present", None]]),
            ("present: Nov 12, 2026",),
        ),
        (stretch(sessions=[]), ("not required any more: Nov 12, 2026",)),
        (
            stretch(sessions=[*STRETCH["sessions"], ["2", "2026-12-09", "seminar", 180, None, None]]),
            ("a required session was added: Dec 9, 2026",),
        ),
        (stretch(deliverables=[["7", "1", "accepted"]]), ("1 deliverable accepted",)),
        (stretch(deliverables=[]), ("1 deliverable taken out",)),
        (stretch(attested=True), ("the principal attested",)),
        (stretch(days=[92, 180, 0]), ("92 of 180 service days, before 180 of 180 service days",)),
        (stretch(annual_cents=200), ("$2.00 a year, before $1.00",)),
        (stretch(share="1/2"), ("a share of 1/2, before 1",)),
        (INPUTS | {"signed": False}, ("not signed by both any more",)),
        (INPUTS | {"completed_year": True}, ("the year counts as completed",)),
        (INPUTS | {"policy": 2}, ("another policy is in force",)),
        (INPUTS | {"segments": [STRETCH, STRETCH]}, ("it was served at other schools",)),
    ],
)
def test_each_fact_that_is_other_has_its_words(now, said):
    assert since(INPUTS, now) == said


def test_minutes_and_an_opened_roster_have_their_words():
    def held(mark, minutes=None):
        return stretch(sessions=[["1", "2026-11-12", "seminar", 180, mark, minutes]])

    assert since(held("present"), held("present", 90)) == ("in full before, 90 minutes now: Nov 12, 2026",)
    assert since(held("absent"), held(None)) == ("the roster is open again: Nov 12, 2026",)


def test_many_days_are_counted_and_not_all_named():
    def held(mark):
        days = ("2026-09-09", "2026-10-14", "2026-11-12", "2026-12-09")
        return stretch(sessions=[[day, day, "seminar", 180, mark, None] for day in days])

    assert since(held(None), held("present")) == ("present: Sep 9, 2026, Oct 14, 2026 and 2 more",)


def test_the_page_shows_both_and_filters(year, signed_in):
    ana = leader(year, "Ana", missed=[5])
    year.close()
    before = approved(year)
    mark(ana, year.sessions[5], mark="present")
    run = calculated(year, kind="supplementary")
    client = signed_in(preparer())
    page = client.get(f"/stipends/runs/{run.pk}/difference/").content.decode()
    assert "1 line earns more, 0 less, 0 are new." in page
    assert "absent before, present now" in page
    assert client.get(f"/stipends/runs/{run.pk}/difference/?with={before.pk}&show=down").status_code == 200
    assert client.get(f"/stipends/runs/{run.pk}/difference/?with={run.pk}").status_code == 404


def test_without_another_run_it_says_so(year, signed_in):
    leader(year, "Ana")
    year.close()
    run = calculated(year)
    page = signed_in(preparer()).get(f"/stipends/runs/{run.pk}/difference/").content.decode()
    assert "Nothing to hold it against" in page


def test_leaders_and_strangers_see_no_differences(year, signed_in):
    held = leader(year, "Ana")
    year.close()
    run = calculated(year)
    assert signed_in(held.person).get(f"/stipends/runs/{run.pk}/difference/").status_code == 404


@pytest.mark.parametrize("rows", [3, 60])
def test_differences_ask_as_often_for_many_as_for_few(year, signed_in, count_queries, rows):
    held = [leader(year, f"Ana{number}", missed=[5]) for number in range(rows)]
    year.close()
    approved(year)
    for one in held:
        mark(one, year.sessions[5], mark="present")
    run = calculated(year, kind="supplementary")
    client = signed_in(preparer())
    client.get("/")
    with count_queries(10):
        client.get(f"/stipends/runs/{run.pk}/difference/")


def test_the_approver_reads_the_largest_changes_and_what_both_runs_come_to(year):
    ana = leader(year, "Ana", missed=[5])
    year.close()
    approved(year)
    mark(ana, year.sessions[5], mark="present")
    run = calculated(year, kind="supplementary")
    digest = digest_of(run)
    (against,) = [fact for fact in digest["facts"] if fact.name.startswith("Against")]
    assert (against.name, against.words, against.rows) == (
        "Against the final run 1 of 2026-27",
        "1 line earns more, 0 less, 0 are new. In all $112.50 more is earned. "
        "This run pays $112.50, that one $2,887.50.",
        1,
    )
    assert "present now" in digest["largest"]


def test_what_is_paid_for_no_work_is_marked_to_be_looked_at(year):
    leader(year, "Ana", delivered=0)
    DeliverableRecord.objects.all().delete()
    year.close()
    run = calculated(year)
    assert StipendLine.objects.get(run=run).nothing_to_deliver
    looks = [(fact.name, fact.rows) for fact in digest_of(run)["facts"] if fact.look]
    assert ("No work", 1) in looks
