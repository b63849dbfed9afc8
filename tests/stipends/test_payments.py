"""What several runs of one year pay together, and the words that say why."""

import sys

import pytest
from django.db import DatabaseError, transaction

from common.errors import DomainError
from stipends.models import StipendRun
from stipends.queries import changed_parts, totals
from stipends.queries.verify import differences
from stipends.services import approve, export, prepare_run
from tests.factories.stipends import NOW, Year, approver, preparer
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db

HALF = {"kind": "share_of_maximum", "share": "1/2"}
WHOLE = {"kind": "share_of_maximum", "share": "1"}
EARNED = {"kind": "share_of_earned", "share": "1"}


@pytest.fixture
def year(clock):
    clock(NOW)
    return Year()


def test_balance_then_shares_never_pay_more_than_the_whole_year(year, signed_in):
    placement = year.leader(missed={5})
    year.close()
    steps = ({}, HALF, HALF, WHOLE, EARNED, {})
    runs = [
        approved_or_empty(year, kind="instalment", number=number, step=step)
        for number, step in enumerate(steps, 1)
    ]
    assert [run.total_cents for run in runs] == [288_750, 11_250, 0, 0, 0, 0]
    (standing,) = signed_in(placement.person).get("/stipends/").context["standings"]
    assert standing.paid_cents == standing.forecast.maximum_cents == 300_000


def approved_or_empty(year, **fields):
    """The run, approved when it pays anybody."""
    run = calculated(year, **fields)
    if run.total_cents:
        seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
        run = approve(pk=run.pk, by=approver(), now=NOW, **seen)
    return run


def test_a_run_calculated_by_older_rules_is_calculated_again_before_approval(year, monkeypatch):
    year.leader()
    monkeypatch.setattr(sys.modules["stipends.queries.evidence"], "CODE", 1)
    run = calculated(year, kind="instalment", step=HALF)
    monkeypatch.undo()
    with pytest.raises(DomainError, match="1 line has other evidence now"):
        approve(pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents)


# --- a reason for every cent ----------------------------------------------------------------------
def reasons_of(run):
    return list(run.lines.get().reasons)


def test_a_line_of_an_instalment_says_which_share_of_which_amount_it_pays(year):
    year.leader(missed={5})
    assert reasons_of(calculated(year, kind="instalment", step=HALF)) == [
        "This run pays 1/2 of the whole amount of $3,000.00: $1,500.00.",
        "Paid before: $0.00.",
    ]


def test_a_share_that_was_cut_says_what_was_left(year):
    year.leader(missed={5})
    year.close()
    approved(year, kind="instalment", number=1)
    assert reasons_of(calculated(year, kind="instalment", number=2, step=HALF)) == [
        "This run pays 1/2 of the whole amount of $3,000.00: $1,500.00.",
        "Paid before: $2,887.50.",
        "$112.50 is left of the $3,000.00, so this run pays $112.50.",
    ]
    assert reasons_of(calculated(year, kind="instalment", number=3, step=EARNED)) == [
        "This run pays what was earned, $2,887.50.",
        "Paid before: $2,887.50.",
        "Nothing of the $2,887.50 is left to pay.",
    ]


def test_a_balance_says_earned_now_less_paid_before(year):
    year.leader(missed=set(range(11)), delivered=1)
    approved(year, kind="instalment", step=HALF)
    year.close()
    assert reasons_of(calculated(year)) == [
        "Earned now: $825.00, less $1,500.00 paid before: $0.00.",
        "$675.00 was paid above what was earned. No run takes it off unless they agree: finance settles it.",
    ]


def test_who_is_excluded_from_a_share_reads_what_the_run_pays_to_others(year):
    year.leader(commitment_in_force=False)
    run = calculated(year, kind="instalment", step=HALF)
    assert reasons_of(run) == ["This run pays 1/2 of the whole amount of $3,000.00."]


def test_a_line_from_before_the_whole_amount_was_kept_says_the_share_alone(year):
    year.leader()
    line = calculated(year, kind="instalment", step=HALF).lines.get()
    line.whole_cents = None
    assert line.reasons == ("This run pays 1/2 of the whole amount.",)


def test_the_whole_amount_is_frozen_and_hashed_with_the_line(year):
    year.leader()
    run = approved(year, kind="instalment", step=HALF)
    assert run.lines.get().whole_cents == 300_000
    assert list(differences()) == []
    with past_the_guards():
        run.lines.update(whole_cents=200_000)
    assert len(list(differences())) == 1


def test_what_an_approved_run_pays_does_not_change_by_sql(year):
    year.leader()
    run = approved(year, kind="instalment", step=HALF)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        StipendRun.objects.filter(pk=run.pk).update(step=WHOLE)


def test_the_reasons_stand_on_the_pages_of_the_line_the_statement_and_its_paper(year, signed_in):
    year.leader()
    run = calculated(year, kind="instalment", step=HALF)
    line, office, head = run.lines.get(), signed_in(run.prepared_by), signed_in(approver())
    words = "This run pays 1/2 of the whole amount of $3,000.00: $1,500.00."
    page = office.get(f"/stipends/runs/{run.pk}/lines/{line.pk}/").content.decode()
    assert words in page
    assert "this run would pay" in page
    assert "paid by this run" not in page
    sentence = "This run pays 1/2 of the whole amount, but never more than is left of it."
    for address in ("", "approve/"):
        assert sentence in head.get(f"/stipends/runs/{run.pk}/{address}").content.decode()
    seen = {"snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents}
    approve(pk=run.pk, by=approver(), **seen)
    own = signed_in(line.person)
    page = own.get(f"/stipends/statements/{line.pk}/").content.decode()
    assert words in page
    assert "approved to be paid by this run" in page
    assert own.get(f"/stipends/statements/{line.pk}/pdf/").content.startswith(b"%PDF-")


def test_a_supplementary_line_says_which_parts_are_not_what_they_were(year, signed_in):
    attestation = year.leader(missed={5}, attested=False).attestation
    year.close()
    first = approved(year)
    attestation.met, attestation.words = True, ""
    attestation.save()
    run = calculated(year, kind="supplementary")
    line = run.lines.get()
    assert reasons_of(run) == [
        "Earned now: $2,887.50, less $2,437.50 paid before: $450.00.",
        f"It corrects line {first.lines.get().pk} of the final run.",
    ]
    assert changed_parts(line) == ["Attestation: $0.00 before, $450.00 now."]
    assert changed_parts(first.lines.get()) == []
    page = signed_in(run.prepared_by).get(f"/stipends/runs/{run.pk}/lines/{line.pk}/").content.decode()
    assert "<li>Attestation: $0.00 before, $450.00 now.</li>" in page


# --- why nothing is paid --------------------------------------------------------------------------
def not_paid(run):
    return [(row["people"], row["words"]) for row in totals(run).exclusions]


def test_who_earned_everything_and_was_paid_reads_that_and_not_that_nothing_was_earned(year, signed_in):
    year.leader()
    year.leader(missed=set(range(11)), delivered=0, attested=False)
    year.close()
    approved(year)
    run = calculated(year, kind="supplementary")
    assert not_paid(run) == [(1, "everything earned was paid before"), (1, "nothing was earned")]
    text = signed_in(run.prepared_by).get(f"/stipends/runs/{run.pk}/").content.decode()
    assert '<span class="quiet">everything earned was paid before</span>' in text
    assert '<span class="quiet">nothing was earned</span>' in text
    projection = calculated(year, kind="projection")
    assert not_paid(projection)[0] == (1, "everything earned was paid before")


def test_who_was_paid_the_whole_amount_before_earning_it_reads_that(year):
    year.leader(missed=set(range(11)), delivered=0, attested=False)
    approved(year, kind="instalment", step=WHOLE)
    run = calculated(year, kind="instalment", number=2, step=HALF)
    assert not_paid(run) == [(1, "the whole amount was paid before")]
    line = run.lines.get()
    assert (line.exclusion, line.why_unpaid) == ("zero", "the whole amount was paid before")


# --- my stipend -----------------------------------------------------------------------------------
def test_only_what_is_in_a_file_was_sent_to_payroll_and_what_is_approved_says_so(year, signed_in):
    leader = signed_in(year.leader().person)
    run = approved(year, kind="instalment", step=HALF)
    (standing,) = leader.get("/stipends/").context["standings"]
    assert (standing.approved_cents, standing.sent_cents) == (150_000, 0)
    assert "approved, not sent to payroll yet" in leader.get("/stipends/").content.decode()
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    page = leader.get("/stipends/")
    (standing,) = page.context["standings"]
    assert (standing.approved_cents, standing.sent_cents) == (0, 150_000)
    assert "approved, not sent" not in page.content.decode()


# --- runs that would pay nobody -------------------------------------------------------------------
def test_a_supplementary_run_of_a_year_without_an_approved_final_run_is_refused_in_words(year):
    by = preparer()
    year.leader()
    year.close()
    final = calculated(year)
    with pytest.raises(DomainError) as refusal:
        prepare_run(year=year.year, kind="supplementary", by=by)
    assert str(refusal.value) == (
        "A supplementary run pays what changed after the final run, and 2026-27 has no approved final run yet."
        " Prepare the final run first."
    )
    seen = {"snapshot_sha256": final.snapshot_sha256, "total_cents": final.total_cents}
    approve(pk=final.pk, by=approver(), now=NOW, **seen)
    assert prepare_run(year=year.year, kind="supplementary", by=by).state == "draft"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"kind": "supplementary", "step": {"kind": "share_of_maximum", "share": "1"}}, "choose the balance"),
        ({"kind": "instalment", "number": 2}, "is paid by a supplementary run"),
    ],
)
def test_after_the_final_run_only_a_balance_is_paid(year, asked, sentence):
    year.leader()
    year.close()
    final = calculated(year)
    seen = {"snapshot_sha256": final.snapshot_sha256, "total_cents": final.total_cents}
    approve(pk=final.pk, by=approver(), now=NOW, **seen)
    with pytest.raises(DomainError, match=sentence):
        prepare_run(year=year.year, by=preparer(), **asked)


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "This run has no lines, as nobody holds a role in 2026-27. There is nothing to approve."),
        (
            1,
            "This run pays nobody, and its lines say why. There is nothing to approve until something changes.",
        ),
    ],
)
def test_a_run_that_pays_nobody_is_not_offered_and_refused_in_words(year, signed_in, people, words):
    for _ in range(people):
        year.leader(commitment_in_force=False)
    run, head = calculated(year), approver()
    with pytest.raises(DomainError) as refusal:
        approve(pk=run.pk, by=head, snapshot_sha256=run.snapshot_sha256, total_cents=0)
    assert str(refusal.value) == words
    client = signed_in(head)
    text = client.get(f"/stipends/runs/{run.pk}/").content.decode()
    assert words in text
    assert "Approve…" not in text
    assert words in client.get(f"/stipends/runs/{run.pk}/approve/", follow=True).content.decode()


def test_a_projection_does_not_offer_its_approval(year, signed_in):
    year.leader()
    run, client = calculated(year, kind="projection"), signed_in(approver())
    assert "Approve…" not in client.get(f"/stipends/runs/{run.pk}/").content.decode()
    page = client.get(f"/stipends/runs/{run.pk}/approve/", follow=True).content.decode()
    assert "A projection is for planning and pays nobody." in page
    assert "Approve this run</button>" not in page
    assert "I have looked at the lines" not in page
