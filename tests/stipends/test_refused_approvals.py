"""A refused approval is the preparer's first duty and names the lines; the approver reads who is paid in advance."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from common.errors import DomainError, NoSuchMove, NotAllowed
from dashboard.queries import waiting_for
from notifications.models import Message
from pathways.models import Attestation, DeliverableRecord
from people.models import Hat
from seminars.models import Session
from stipends.models import RefusedLine, RunRefusal, StipendLine
from stipends.queries import open_refusal, totals
from stipends.services import LinesChanged, approve, calculate, send_back
from stipends.tasks import calculate_run
from tests.factories.pathways import PlacementFactory
from tests.factories.people import HatFactory, UserFactory
from tests.factories.stipends import NOW, StipendRunFactory, Year, approver, preparer
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
DAY = NOW.date()
HALF = {"kind": "share_of_maximum", "share": "1/2"}


@pytest.fixture(autouse=True)
def _june(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    return Year()


def leader(year, given, family, **fields):
    return year.leader(person=UserFactory(given_name=given, family_name=family), **fields)


def try_to_approve(run, by=None):
    with pytest.raises(LinesChanged) as refused:
        approve(
            pk=run.pk,
            by=by or approver(),
            snapshot_sha256=run.snapshot_sha256,
            total_cents=run.total_cents,
            now=NOW,
        )
    return refused.value


def first(person):
    """What waits first for somebody: its words."""
    rows = waiting_for(person, day=DAY, now=NOW)
    return (rows[0].kind, rows[0].what, rows[0].why, rows[0].url) if rows else None


@pytest.fixture
def refused(year):
    """A run that could not be approved: of one leader a deliverable, of another the attestation changed."""
    ana, ben = leader(year, "Ana", "Ruiz", delivered=1), leader(year, "Ben", "Li", attested=None)
    leader(year, "Cy", "Same")
    year.close()
    run = calculated(year, kind="instalment", step={"kind": "share_of_earned", "share": "1/2"})
    DeliverableRecord.objects.filter(placement=ana, state="open").update(
        state="accepted", decided_by=year.staff
    )
    Attestation.objects.create(placement=ben, met=True, words="", by=year.staff, at=NOW)
    by = approver(given_name="Olga", family_name="Approver")
    try_to_approve(run, by)
    return run


def test_a_refusal_names_the_lines_that_changed_and_why(refused):
    kept = RunRefusal.objects.get()
    assert (kept.run, kept.round, kept.by.name, kept.at, kept.words) == (refused, 1, "Olga Approver", NOW, "")
    assert {(row.placement.person.name, tuple(row.causes)) for row in kept.lines.all()} == {
        ("Ana Ruiz", ("deliverables",)),
        ("Ben Li", ("attested",)),
    }
    refused.refresh_from_db()
    assert refused.state == "calculated"
    assert refused.events.order_by("pk").last().about == "2 lines had changed."


def test_it_is_the_preparers_first_duty_with_the_names_and_the_reasons(refused):
    kind, what, why, url = first(refused.prepared_by)
    assert (kind, what, url) == (
        "run_refused",
        "Calculate the installment run of 2026-27 again",
        f"/stipends/runs/{refused.pk}/",
    )
    assert why.startswith("Olga Approver could not approve it. Since it was calculated these changed: ")
    assert "Ana Ruiz (a deliverable stands otherwise)" in why
    assert "Ben Li (the principal answered otherwise)" in why


def test_it_comes_before_everything_older_that_waits(refused):
    StipendRunFactory(year=refused.year, kind="instalment", number=9, prepared_at=NOW - timedelta(days=300))
    HatFactory(person=refused.prepared_by, kind=Hat.Kind.PROGRAM_MANAGER)
    rows = waiting_for(refused.prepared_by, day=DAY, now=NOW)
    assert rows[0].kind == "run_refused"
    assert {row.kind for row in rows[1:]} >= {"run_draft"}


def test_the_approver_is_not_asked_to_approve_what_was_refused(refused):
    kinds = {row.kind for row in waiting_for(approver(), day=DAY, now=NOW)}
    assert kinds.isdisjoint({"run_calculated", "run_refused"})


def test_the_page_of_what_was_refused_offers_no_approval_until_it_is_calculated_again(refused, signed_in):
    client, page = signed_in(approver()), f"/stipends/runs/{refused.pk}/"
    assert "Approve…" not in client.get(page).content.decode()
    calculate(pk=refused.pk, by=refused.prepared_by, now=NOW)
    calculate_run(refused.pk)
    assert "Approve…" in client.get(page).content.decode()


def test_calculated_again_nothing_is_left_to_do_and_the_approver_is_asked(refused):
    calculate(pk=refused.pk, by=refused.prepared_by, now=NOW)
    calculate_run(refused.pk)
    refused.refresh_from_db()
    assert open_refusal(refused) is None
    assert first(refused.prepared_by) is None
    assert [row.kind for row in waiting_for(approver(), day=DAY, now=NOW)] == ["run_calculated"]


def test_pressing_again_keeps_one_refusal_for_the_same_lines(refused):
    try_to_approve(refused)
    assert RunRefusal.objects.count() == 1
    Session.objects.filter(pk__in=[Session.objects.first().pk]).update(state="held", closed_at=None)
    try_to_approve(refused)
    assert RunRefusal.objects.count() == 2
    assert "a roster was closed or opened" in RefusedLine.objects.order_by("pk").last().causes_in_words


def test_the_page_of_the_run_lists_them(refused, signed_in):
    page = signed_in(refused.prepared_by).get(f"/stipends/runs/{refused.pk}/").content.decode()
    assert "Olga Approver could not approve it, as 2 of its statements would come out otherwise now:" in page
    assert "<b>Ana Ruiz</b>: a deliverable stands otherwise" in page


def test_a_run_that_paid_meanwhile_is_named_as_the_cause(year):
    ana = leader(year, "Ana", "Ruiz", attested=None)
    year.close()
    run = calculated(year, kind="instalment", step=HALF)
    approved(year, kind="instalment", number=2, step={**HALF, "share": "1/4"})
    refusal = try_to_approve(run)
    assert [(one.placement_id, one.causes) for one in refusal.lines] == [(ana.pk, ("paid_cents",))]


def test_somebody_who_came_since_then_is_named_as_new(year):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year)
    dee = PlacementFactory(role=year.role, year=year.year)
    assert [(one.placement_id, one.causes) for one in try_to_approve(run).lines] == [(dee.pk, ("new",))]


# --- sent back with words --------------------------------------------------------------------------
def test_an_approver_sends_a_run_back_with_words_and_it_is_the_preparers_first_duty(year):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year)
    by = approver(given_name="Olga", family_name="Approver")
    send_back(pk=run.pk, by=by, words="  The amount of the arts role is last year's. ", now=NOW)
    assert first(run.prepared_by) == (
        "run_refused",
        "Calculate the final run of 2026-27 again",
        "Olga Approver sent it back: The amount of the arts role is last year's.",
        f"/stipends/runs/{run.pk}/",
    )
    event = run.events.order_by("pk").last()
    assert (event.action, event.by, event.note) == (
        "send_back",
        by,
        "The amount of the arts role is last year's.",
    )


def test_what_was_sent_back_is_approved_by_nobody_until_it_is_calculated_again(year):
    leader(year, "Ana", "Ruiz")
    year.close()
    run, by = calculated(year), approver()
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents, "now": NOW}
    send_back(pk=run.pk, by=by, words="Last year's amount.", now=NOW)
    with pytest.raises(
        DomainError, match=r"^This run was sent back[.] It can be approved once it is calculated"
    ):
        approve(pk=run.pk, by=by, **seen)
    calculate(pk=run.pk, by=run.prepared_by, now=NOW)
    calculate_run(run.pk)
    assert approve(pk=run.pk, by=by, **seen).state == "approved"


def test_only_an_approver_who_did_not_prepare_it_sends_a_run_back_with_words_and_before_approval(year):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year)
    with pytest.raises(NotAllowed, match="Only a finance approver"):
        send_back(pk=run.pk, by=preparer(), words="No.")
    HatFactory(person=run.prepared_by, kind=Hat.Kind.APPROVER)
    with pytest.raises(NotAllowed, match="You prepared this run"):
        send_back(pk=run.pk, by=run.prepared_by, words="No.")
    with pytest.raises(DomainError, match="Say what should change"):
        send_back(pk=run.pk, by=approver(), words=" ")
    approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)
    with pytest.raises(NoSuchMove):
        send_back(pk=run.pk, by=approver(), words="No.")
    assert not RunRefusal.objects.exists()


def test_the_page_that_sends_back_asks_for_words(year, signed_in):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year)
    browser, address = signed_in(approver()), f"/stipends/runs/{run.pk}/send-back/"
    assert browser.post(address, {"words": ""}).status_code == 422
    assert browser.post(address, {"words": "Look at it again."}).status_code == 302
    assert RunRefusal.objects.get().words == "Look at it again."
    page = browser.get(f"/stipends/runs/{run.pk}/").content.decode()
    assert "Look at it again." in page


def test_a_refusal_is_never_edited_nor_deleted(refused):
    for change in (
        lambda: RunRefusal.objects.update(words="Other."),
        lambda: RefusedLine.objects.update(causes=[]),
        lambda: RefusedLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- who is paid in advance ------------------------------------------------------------------------
def test_the_approver_reads_how_many_are_paid_in_advance_and_how_much_in_all(year, signed_in):
    leader(year, "Ana", "Ruiz")
    leader(year, "Ben", "Li", missed=range(11), delivered=0, attested=False)
    leader(year, "Cy", "Half", missed=range(11), delivered=2, attested=False)
    year.close()
    run = calculated(year, kind="instalment", step=HALF)
    lines = {line.person.name: (line.earned_cents, line.amount_cents) for line in run.lines.all()}
    assert lines == {"Ana Ruiz": (300_000, 150_000), "Ben Li": (0, 150_000), "Cy Half": (75_000, 150_000)}
    sums = totals(run)
    assert (sums.ahead, sums.ahead_cents) == (2, 225_000)
    page = " ".join(signed_in(approver()).get(f"/stipends/runs/{run.pk}/approve/").content.decode().split())
    assert "2 people get an advance over what is earned: $2,250.00 in all." in page


def test_what_was_paid_before_counts_toward_the_advance(year):
    ana = leader(year, "Ana", "Ruiz", missed=range(11), delivered=2, attested=False)
    year.close()
    approved(year, kind="instalment", step={**HALF, "share": "1/4"})
    run = calculated(year, kind="instalment", number=2, step={**HALF, "share": "1/4"})
    line = StipendLine.objects.get(run=run, placement=ana)
    assert (line.earned_cents, line.already_paid_cents, line.amount_cents) == (75_000, 75_000, 75_000)
    assert (totals(run).ahead, totals(run).ahead_cents) == (1, 75_000)


def test_a_run_that_pays_what_was_earned_says_that_nobody_gets_an_advance(year, signed_in):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year)
    assert (totals(run).ahead, totals(run).ahead_cents) == (0, 0)
    page = signed_in(approver()).get(f"/stipends/runs/{run.pk}/approve/").content.decode()
    assert "Nobody gets an advance: all that this run pays is earned." in page


def owed(person):
    """Subjects and states of the mails about refused runs."""
    mails = Message.objects.filter(to_person=person, template="stipends/run_refused")
    return list(mails.order_by("pk").values_list("subject", "state"))


SUBJECT = "[Action required] The installment run of 2026-27 was not approved"


def test_the_preparer_gets_one_mail_for_one_refusal(refused):
    try_to_approve(refused)
    assert owed(refused.prepared_by) == [(SUBJECT, "waiting")]
    body = Message.objects.get(template="stipends/run_refused").body
    assert "since it was calculated, what 2 lines rest on has changed" in body
    assert f"/stipends/runs/{refused.pk}/" in body


def test_what_the_approver_wrote_is_in_the_mail(year):
    leader(year, "Ana", "Ruiz")
    year.close()
    run = calculated(year, kind="instalment", step=HALF)
    send_back(pk=run.pk, by=approver(given_name="Olga", family_name="Approver"), words="Ask Ana.", now=NOW)
    assert owed(run.prepared_by) == [(SUBJECT, "waiting")]
    body = Message.objects.get(template="stipends/run_refused").body
    assert "Olga Approver sent the installment run of 2026-27 back and says:\n\nAsk Ana.\n" in body


def test_the_mail_stays_here_once_the_run_is_calculated_again(refused):
    calculate(pk=refused.pk, by=refused.prepared_by, now=NOW)
    assert owed(refused.prepared_by) == [(SUBJECT, "cancelled")]
