"""A leader is taken back where nothing hangs on the placement that stays; what does is named."""

from datetime import date

import pytest
from django.urls import reverse

from applications.services import add_paper
from common.uploads import Accepted
from pathways.models import Attestation, TakenOver
from pathways.services import Paper
from seminars.models import Attendance, Session
from stipends.services import Moves, approve, calculate, take_back_leader
from stipends.services.runs import LinesChanged
from stipends.tasks import calculate_run
from tests.applications.shared import refused as told
from tests.factories.coaching import CycleFactory
from tests.factories.files import PDF
from tests.factories.pathways import PlacementFactory
from tests.factories.people import manager
from tests.factories.stipends import NOW, Year, approver
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
WHY = "She is another Ana."


@pytest.fixture(autouse=True)
def _files(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path
    clock(NOW)


def paid_on_paper(year, **done):
    """A leader who was taken over on paper."""
    placement = year.leader(commitment_sha256="", commitment_in_force=False, **done)
    TakenOver.objects.create(placement=placement, reason="A letter.", by=manager(), at=NOW)
    paper = Paper("Ana Ruiz and Dana Lee", date(2026, 8, 3), Accepted("pdf", PDF))
    add_paper(pk=placement.pk, paper=paper, by=manager(), reason="A scan.")
    return placement


def without_marks(placement):
    Attendance.objects.filter(person=placement.person).delete()
    placement.deliverable_records.update(state="open", decided_by=None)


def hangs(placement):
    return told(take_back_leader, pk=placement.pk, by=manager(), why=WHY)


@pytest.fixture
def placement():
    year = Year()
    placement = paid_on_paper(year, attested=None)
    without_marks(placement)
    return placement


def test_a_leader_on_whom_nothing_hangs_is_taken_back(placement):
    with pytest.raises(Moves) as look:
        take_back_leader(pk=placement.pk, by=manager(), why=WHY)
    take_back_leader(pk=placement.pk, by=manager(), why=WHY, seen=look.value.seen)
    placement.refresh_from_db()
    assert placement.taken_back is True


def test_what_was_paid_stays():
    year = Year()
    placement = paid_on_paper(year)
    year.close()
    approved(year)
    Attestation.objects.all().delete()
    assert hangs(placement).startswith("It stays on record, for $3,000.00 was paid by it, ")


def test_what_the_school_attested_stays(placement):
    Attestation.objects.create(placement=placement, met=True, by=manager(), at=NOW)
    assert hangs(placement) == "The school attested this year, so it stays. End the placement instead."


def test_marks_cycles_and_what_was_handed_in_are_named():
    year = Year()
    placement = paid_on_paper(year, attested=None, delivered=1)
    CycleFactory(placement=placement)
    first, number = year.sessions[0].title, len(year.sessions)
    assert hangs(placement) == (
        f"It stays on record, for {number} sessions of this role are marked ({first}), 1 deliverable is handed in, "
        "1 coaching cycle is planned. End the placement instead."
    )


def test_marks_that_another_role_of_the_leader_asks_for_do_not_hang_on_it(placement):
    session = Session.objects.filter(event__year=placement.year).first()
    Attendance.objects.create(session=session, person=placement.person, mark="present", marked_at=NOW)
    assert "1 session of this role is marked" in hangs(placement)
    other = PlacementFactory(person=placement.person, year=placement.year)
    session.roles.add(other.role)
    with pytest.raises(Moves):
        take_back_leader(pk=placement.pk, by=manager(), why=WHY)


def test_a_run_that_was_calculated_before_is_not_approved_with_it():
    year = Year()
    year.leader()
    placement = paid_on_paper(year, attested=None)
    without_marks(placement)
    year.close()
    run = calculated(year)
    with pytest.raises(Moves) as look:
        take_back_leader(pk=placement.pk, by=manager(), why=WHY)
    take_back_leader(pk=placement.pk, by=manager(), why=WHY, seen=look.value.seen)
    with pytest.raises(LinesChanged):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    line = run.lines.get(placement=placement)
    assert (line.exclusion, line.amount_cents) == ("unsigned", 0)


def test_a_manager_takes_a_leader_back_on_its_page(placement, signed_in):
    browser, address = (
        signed_in(manager()),
        reverse("stipends:placement_take_back_leader", args=[placement.pk]),
    )
    assert "Take back: it was a mistake…" in browser.get(f"/placements/{placement.pk}/").content.decode()
    shown = browser.post(address, {"why": WHY})
    seen = shown.context["form"].first_look.seen
    assert browser.post(address, {"why": WHY, "seen": seen}).status_code == 302
    shown = browser.get(f"/placements/{placement.pk}/").content.decode()
    assert "Taken back: it was put on record by mistake, and nothing counts by it." in shown
    assert "Add the signed paper" not in shown
    assert [words in shown for words in ("Nothing is owed.", "Nothing is attested.", "First day")] == [
        True,
        True,
        False,
    ]
    assert "Taken back: a mistake" in browser.get("/placements/in-office/").content.decode()


def test_my_stipend_says_only_that_it_was_taken_back(placement, signed_in):
    with pytest.raises(Moves) as look:
        take_back_leader(pk=placement.pk, by=manager(), why=WHY)
    take_back_leader(pk=placement.pk, by=manager(), why=WHY, seen=look.value.seen)
    shown = signed_in(placement.person).get("/stipends/").content.decode()
    assert "Taken back: it was put on record by mistake, and nothing counts by it." in shown
    unsaid = ("The commitment is not signed by both", "earned so far", "overdue", "Lost", "stipend pays for")
    assert [words for words in unsaid if words in shown] == []
