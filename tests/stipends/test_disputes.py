"""A leader says that something is wrong; their stipend waits outside runs until somebody answers."""

import pytest
from django.db import IntegrityError, transaction

from common.errors import DomainError, NoSuchMove, NotAllowed, SomeoneElse
from notifications.models import Message
from people.models import Hat, User
from stipends.models import Dispute
from stipends.policies import why_not_dispute
from stipends.services import Wrong, answer_dispute, dispute, take_back_dispute
from stipends.states import DisputeAction
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory, manager
from tests.factories.stipends import NOW, Year, approver, preparer
from tests.stipends.overpaid import again, approved_of, approving, run_of

pytestmark = pytest.mark.django_db
ATTENDANCE = Wrong("attendance")


@pytest.fixture
def year(clock):
    clock(NOW)
    year = Year()
    year.leader(missed={5})
    year.leader()
    year.close()
    return year


@pytest.fixture
def ana(year):
    return year.year.placements.earliest("pk")


def said(ana, by=None, wrong=ATTENDANCE, words="I was there on October 14."):
    return dispute(pk=ana.pk, by=by or ana.person, wrong=wrong, words=words, now=NOW)


def answered(row, by=None, outcome="stays", words="The list says absent."):
    return answer_dispute(pk=row.pk, by=by or preparer(), outcome=outcome, words=words, now=NOW)


def line_of(run, placement):
    return run.lines.get(placement=placement)


# --- runs -----------------------------------------------------------------------------------------
def test_a_disputed_line_waits_outside_the_run_and_others_are_paid(year, ana):
    said(ana)
    run = approved_of(year.year)
    line = line_of(run, ana)
    assert (line.status, line.exclusion, line.amount_cents) == ("excluded", "disputed", 0)
    assert line.why_unpaid == "its person disputes it, and waits for an answer"
    assert run.total_cents == 300_000


def test_an_advance_waits_too_and_a_projection_does_not(year, ana):
    said(ana)
    half = {"kind": "share_of_maximum", "share": "1/2"}
    assert line_of(run_of(year.year, "instalment", step=half), ana).exclusion == "disputed"
    assert line_of(run_of(year.year, "projection"), ana).exclusion == ""


def test_once_it_is_answered_the_next_run_pays(year, ana):
    row = said(ana)
    approved_of(year.year)
    answered(row)
    assert line_of(approved_of(year.year, "supplementary"), ana).amount_cents == 288_750


def test_said_after_the_run_was_calculated_the_run_is_calculated_again(year, ana):
    run = run_of(year.year)
    said(ana)
    with pytest.raises(DomainError, match=r"Something changed since this run was calculated: 1 line has"):
        approving(run)
    [refused] = run.refusals.get().lines.all()
    assert (refused.placement, refused.causes_in_words) == (ana, "a dispute was opened or answered")
    assert line_of(approving(again(run)), ana).exclusion == "disputed"


def test_what_was_approved_before_stays(year, ana):
    run = approved_of(year.year)
    said(ana, wrong=Wrong("amount", line=line_of(run, ana).pk))
    assert line_of(run, ana).amount_cents == 288_750


# --- said -----------------------------------------------------------------------------------------
def test_it_keeps_what_it_is_about_and_says_so_by_name(year, ana):
    session, record = year.sessions[5], ana.deliverable_records.first()
    row = said(ana, wrong=Wrong("attendance", session=session.pk))
    assert (row.session, row.what) == (session, session.title)
    take_back_dispute(pk=row.pk, by=ana.person, now=NOW)
    row = said(ana, wrong=Wrong("deliverable", record=record.pk))
    assert (row.record, row.what) == (record, record.deliverable.title)


@pytest.mark.parametrize("words", ["", "   "])
def test_without_words_nothing_is_disputed(ana, words):
    with pytest.raises(DomainError, match=r"Say what is wrong, so that whoever answers can look."):
        said(ana, words=words)


def test_one_at_a_time(ana):
    said(ana)
    with pytest.raises(DomainError, match=r"You have said that something is wrong with this stipend already"):
        said(ana)
    assert Dispute.objects.count() == 1


def test_nobody_disputes_the_stipend_of_others(ana):
    for by in (UserFactory(), preparer(), manager()):
        with pytest.raises(NotAllowed, match=r"Only the person whose stipend it is may say this."):
            said(ana, by)


def test_the_managers_of_the_pathway_get_a_mail_and_finance_where_there_is_none(ana):
    by = approver()
    row = said(ana)
    assert [mail.to_person for mail in Message.objects.filter(template="stipends/disputed")] == [by]
    take_back_dispute(pk=row.pk, by=ana.person, now=NOW)
    managing = manager()
    said(ana)
    last = Message.objects.filter(template="stipends/disputed").latest("pk")
    assert (last.to_person, "I was there on October 14." in last.body) == (managing, True)


def test_a_mail_that_has_not_left_is_called_off_once_it_is_over(ana):
    approver()
    row = said(ana)
    take_back_dispute(pk=row.pk, by=ana.person, now=NOW)
    assert Message.objects.get(template="stipends/disputed").state == "cancelled"


# --- answered -------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", [preparer, approver, manager])
def test_finance_and_managers_answer_in_words_and_its_person_reads_them(ana, who):
    row, by = said(ana), who()
    answered(row, by, "corrected", "You are right: the roster is put right.")
    row.refresh_from_db()
    assert (row.state, row.outcome, row.answered_by, row.ended_at) == ("answered", "corrected", by, NOW)
    mail = Message.objects.get(template="stipends/dispute_answered")
    assert (mail.to_person, "You are right: the roster is put right." in mail.body) == (ana.person, True)
    told = [(one.action, one.about, one.note) for one in row.events.order_by("pk")]
    assert told == [
        ("dispute", "", "I was there on October 14."),
        ("answer", "It was put right", "You are right: the roster is put right."),
    ]


def test_without_words_nothing_is_answered(ana):
    row = said(ana)
    with pytest.raises(DomainError, match=r"Say what you found. Its person reads it."):
        answered(row, words=" ")


def test_teachers_answer_nothing(ana):
    row = said(ana)
    with pytest.raises(NotAllowed, match=r"Only finance and the managers of the pathway answer this."):
        answered(row, UserFactory())


def test_nobody_answers_their_own(ana):
    row = said(ana)
    HatFactory(person=ana.person, kind=Hat.Kind.PREPARER)
    with pytest.raises(SomeoneElse, match=r"This is about what you are paid yourself"):
        answered(row, User.objects.get(pk=ana.person_id))


def test_only_its_person_takes_it_back(ana):
    row = said(ana)
    with pytest.raises(NotAllowed, match=r"Only the person whose stipend it is may say this."):
        take_back_dispute(pk=row.pk, by=preparer(), now=NOW)


def test_what_was_answered_is_not_taken_back(ana):
    row = answered(said(ana))
    with pytest.raises(NoSuchMove, match=r"This is answered now, so it is not the time to take back."):
        take_back_dispute(pk=row.pk, by=ana.person, now=NOW)


def test_a_role_that_was_put_on_record_by_mistake_has_nothing_to_dispute(ana):
    slip = PlacementFactory(commitment_sha256="", commitment_in_force=False, end_reason="ended")
    slip.events.create(action="take_back_leader", by=ana.person, at=NOW)
    words = str(why_not_dispute(slip.person, DisputeAction.DISPUTE, slip))
    assert words == "This role was put on record by mistake; nothing of it is paid."


# --- past the application -------------------------------------------------------------------------
def refused(press):
    with pytest.raises(IntegrityError), transaction.atomic():
        press()


def test_the_database_keeps_one_open_dispute_and_lets_nobody_answer_their_own(ana):
    row = said(ana)
    rows = Dispute.objects.filter(pk=row.pk)
    refused(lambda: Dispute.objects.create(placement=ana, about="amount", words="Again.", opened_at=NOW))
    end = {"state": "answered", "ended_at": NOW, "outcome": "stays", "answer": "No."}
    refused(lambda: rows.update(**end, answered_by=ana.person))
    refused(lambda: rows.update(**end))
    refused(lambda: rows.update(**end | {"answer": ""}, answered_by=preparer()))
    refused(lambda: rows.update(state="taken_back"))
    refused(lambda: rows.update(words=""))
    assert rows.get().state == "open"
