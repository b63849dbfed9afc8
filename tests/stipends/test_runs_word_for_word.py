"""What the verbs on runs, files, confirmations and policies write and refuse, word for word and at their edges."""

from datetime import timedelta
from hashlib import sha256

import pytest

from common.errors import DomainError, NotAllowed
from stipends.models import Export, ExportDownload, LineConfirmation, StipendPolicy, StipendRun
from stipends.queries.refusals import Otherwise
from stipends.services import (
    LinesChanged,
    approve,
    calculate,
    confirm,
    discard_policy,
    download,
    draft_policy,
    export,
    prepare_run,
    publish_policy,
    retire_policy,
    void,
)
from stipends.services.confirmations import Confirmed
from tests.factories.pathways import PlacementFactory, ProgramYearFactory, RoleFactory
from tests.factories.people import UserFactory, manager
from tests.factories.stipends import (
    NOW,
    PROPORTIONAL,
    StipendPolicyFactory,
    StipendRunFactory,
    Year,
    approver,
    preparer,
)
from tests.owner import past_the_guards
from tests.stipends.test_runs import approved, calculated

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
HALF = {"kind": "share_of_maximum", "share": "1/2"}


@pytest.fixture
def open_year():
    """Two leaders; the rosters are not closed yet."""
    year = Year()
    year.leader()
    year.leader(missed={5})
    return year


@pytest.fixture
def year(open_year):
    open_year.close()
    return open_year


def refusal(verb, *args, refused_as=DomainError, **told):
    with pytest.raises(refused_as) as refused:
        verb(*args, **told)
    assert type(refused.value) is refused_as
    return str(refused.value)


def history(row):
    return list(row.events.order_by("pk").values_list("action", "from_state", "to_state", "by", "at", "note"))


# --- preparing ------------------------------------------------------------------------------------
def test_a_run_is_prepared_with_its_kind_number_and_step_and_a_line_of_history():
    by, year = preparer(), ProgramYearFactory()
    run = prepare_run(year=year, kind="instalment", number=2, step=HALF, by=by, now=NOW)
    assert (run.kind, run.number, run.step, run.prepared_by, run.prepared_at) == (
        "instalment",
        2,
        HALF,
        by,
        NOW,
    )
    assert history(run) == [("prepare", "", "draft", by.pk, NOW, "")]


@pytest.mark.parametrize(("number", "taken"), [(0, False), (1, True), (99, True), (100, False)])
def test_runs_are_numbered_from_1_to_99(number, taken):
    told = {
        "year": ProgramYearFactory(),
        "kind": "instalment",
        "number": number,
        "by": preparer(),
        "now": NOW,
    }
    if taken:
        assert prepare_run(**told).number == number
    else:
        assert refusal(prepare_run, **told) == "Number instalments and supplements from 1 to 99."


def test_runs_of_another_number_kind_or_year_are_no_second_run():
    by, year = preparer(), ProgramYearFactory()
    told = {"by": by, "now": NOW}
    prepare_run(year=year, kind="instalment", **told)
    prepare_run(year=year, kind="instalment", number=2, **told)
    prepare_run(year=year, kind="projection", **told)
    prepare_run(year=ProgramYearFactory(first=2025), kind="instalment", **told)
    assert StipendRun.objects.count() == 4


@pytest.mark.parametrize(("kind", "said"), [("final", "a final run"), ("instalment", "an instalment run")])
def test_a_run_that_is_there_already_is_named_with_the_right_article(kind, said):
    by, year = preparer(), ProgramYearFactory()
    first = prepare_run(year=year, kind=kind, by=by, now=NOW)
    assert refusal(prepare_run, year=year, kind=kind, by=by, now=NOW) == (
        f"There is {said} 1 of 2026-27 already, in the state draft."
        f" Open it (its page is /stipends/runs/{first.pk}/), or make it void first."
    )


def test_a_leader_of_another_year_prepares_a_run():
    by = preparer()
    PlacementFactory(person=by)
    assert prepare_run(year=ProgramYearFactory(first=2025), kind="final", by=by).state == "draft"


def test_after_the_final_run_only_supplements_are_prepared_and_they_pay_the_balance(year):
    by = preparer()
    told = {"year": year.year, "by": by, "now": NOW}
    early = (
        "A supplementary run pays what changed after the final run, and 2026-27 has no approved final run yet."
        " Prepare the final run first."
    )
    assert refusal(prepare_run, kind="supplementary", **told) == early
    calculated(year)
    assert refusal(prepare_run, kind="supplementary", **told) == early
    run = StipendRun.objects.get()
    approve(
        pk=run.pk, by=approver(), snapshot_sha256=run.snapshot_sha256, total_cents=run.total_cents, now=NOW
    )
    assert refusal(prepare_run, kind="instalment", **told) == (
        "The final run of 2026-27 is approved. What changed since is paid by a supplementary run."
    )
    assert refusal(prepare_run, kind="supplementary", step=HALF, **told) == (
        "A supplementary run pays what was earned, less what was paid before. A share of an amount would pay what"
        " nobody earned: choose the balance."
    )
    assert prepare_run(kind="supplementary", step={"kind": "balance"}, **told).number == 1
    assert prepare_run(kind="supplementary", number=2, **told).step == {}


def test_a_final_run_of_another_year_opens_no_supplement(year):
    approved(year)
    other = ProgramYearFactory(first=2025)
    assert refusal(prepare_run, year=other, kind="supplementary", by=preparer()).startswith(
        "A supplementary run pays what changed after the final run, and 2025-26 has"
    )
    assert prepare_run(year=other, kind="instalment", by=preparer()).state == "draft"


@pytest.mark.parametrize("stranger", [approver, manager, UserFactory])
def test_who_does_not_prepare_calculates_nothing(year, stranger):
    run = StipendRunFactory(year=year.year)
    assert refusal(calculate, pk=run.pk, by=stranger(), refused_as=NotAllowed) == (
        "Only a finance preparer may calculate a stipend run."
    )
    run.refresh_from_db()
    assert (run.state, run.round, run.chunks.count()) == ("draft", 0, 0)


def test_service_days_of_another_year_are_no_calendar(year):
    run = StipendRunFactory(year=ProgramYearFactory(first=2025))
    assert refusal(calculate, pk=run.pk, by=run.prepared_by) == (
        "The calendar of 2025-26 has no service days. Enter or import them first."
    )


# --- approving ------------------------------------------------------------------------------------
def seen(run, **other):
    return {"pk": run.pk, "snapshot_sha256": run.snapshot_sha256, "total_cents": run.total_cents} | other


def test_an_approval_keeps_who_when_how_much_and_which_hash(year):
    run, by = calculated(year), approver()
    done = approve(by=by, now=LATER, **seen(run))
    done.refresh_from_db()
    assert (done.state, done.approved_by, done.approved_at) == ("approved", by, LATER)
    assert history(done)[-1] == (
        "approve",
        "calculated",
        "approved",
        by.pk,
        LATER,
        f"$5,887.50, {run.snapshot_sha256}",
    )


@pytest.mark.parametrize("stranger", [preparer, manager, UserFactory])
def test_who_does_not_approve_approves_nothing(year, stranger):
    run = calculated(year)
    assert refusal(approve, by=stranger(), refused_as=NotAllowed, **seen(run)) == (
        "Only a finance approver may approve a stipend run."
    )


def test_a_run_that_pays_whoever_prepared_it_is_approved_by_nobody(year):
    run = calculated(year)
    with past_the_guards():
        StipendRun.objects.filter(pk=run.pk).update(prepared_by=run.lines.first().person)
    assert refusal(approve, by=approver(), refused_as=NotAllowed, **seen(run)) == (
        "Whoever prepares or approves a run cannot be on it. Someone else must do this part."
    )


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 line has"), (2, "2 lines have"), (1_200, "1,200 lines have")]
)
def test_lines_that_changed_are_counted_in_words(count, said):
    assert str(LinesChanged([Otherwise(number, ()) for number in range(count)])) == (
        f"Something changed since this run was calculated: {said} other evidence now, or were paid by another run."
        " A finance preparer calculates it again; look at it then, and approve it."
    )


# --- void -----------------------------------------------------------------------------------------
def test_a_run_made_void_keeps_who_when_and_why(year):
    run, by = calculated(year), approver()
    void(pk=run.pk, by=by, reason="  Wrong calendar. ", now=LATER)
    assert history(run)[-1] == ("void", "calculated", "void", by.pk, LATER, "Wrong calendar.")


@pytest.mark.parametrize("stranger", [manager, UserFactory])
def test_who_is_not_finance_makes_nothing_void(year, stranger):
    run = calculated(year)
    assert refusal(void, pk=run.pk, by=stranger(), reason="No.", refused_as=NotAllowed) == (
        "Only finance may make a stipend run void."
    )


def test_a_run_whose_file_was_made_stays_and_says_how_to_go_on(year):
    run = approved(year)
    said = "A file of this run was made for payroll, so it stays. Pay a correction with a supplementary run."
    export(pk=run.pk, layout="generic", by=run.prepared_by)
    assert refusal(void, pk=run.pk, by=approver(), reason="No.") == said
    confirm(pk=run.pk, rows=paid(run), by=run.prepared_by)
    assert refusal(void, pk=run.pk, by=approver(), reason="No.") == said


# --- files ----------------------------------------------------------------------------------------
def test_a_file_is_named_counted_hashed_and_on_record(year):
    run = approved(year)
    file = export(pk=run.pk, layout="generic", by=run.prepared_by, now=LATER)
    assert (file.file_name, file.lines_count, file.total_cents, file.made_by, file.made_at) == (
        "stipends-2026-27-final-1-generic.csv",
        2,
        588_750,
        run.prepared_by,
        LATER,
    )
    assert file.sha256 == sha256(bytes(file.content)).hexdigest()
    second = export(pk=run.pk, layout="journal", by=run.prepared_by, now=LATER)
    assert second.file_name == "stipends-2026-27-final-1-journal.csv"
    assert bytes(second.content) != bytes(file.content)
    assert history(run)[-2:] == [
        ("export", "approved", "exported", run.prepared_by.pk, LATER, f"{file.file_name}, $5,887.50"),
        ("export", "exported", "exported", run.prepared_by.pk, LATER, f"{second.file_name}, $5,887.50"),
    ]


def test_each_run_has_a_file_of_its_own_with_its_payable_lines_alone(open_year):
    open_year.leader(commitment_in_force=False)
    open_year.close()
    first = approved(open_year, kind="instalment", step=HALF)
    second = approved(open_year)
    files = [export(pk=run.pk, layout="generic", by=run.prepared_by) for run in (first, second)]
    assert [(file.run, file.lines_count, file.total_cents) for file in files] == [
        (first, 2, 300_000),
        (second, 2, 288_750),
    ]
    lines = [row.split(",")[0] for row in bytes(files[0].content).decode("utf-8-sig").splitlines()[1:]]
    payable = first.lines.filter(status="payable").order_by("pk")
    assert lines == [str(pk) for pk in payable.values_list("pk", flat=True)]


@pytest.mark.parametrize("stranger", [approver, manager, UserFactory])
def test_who_does_not_prepare_makes_no_file(year, stranger):
    run = approved(year)
    assert refusal(export, pk=run.pk, layout="generic", by=stranger(), refused_as=NotAllowed) == (
        "Only a finance preparer may export a stipend run."
    )
    assert not Export.objects.exists()


def test_a_file_nobody_knows_is_refused_with_those_there_are(year):
    run = approved(year)
    assert refusal(export, pk=run.pk, layout="xlsx", by=run.prepared_by) == (
        "Choose one of these files: file for payroll, one row a line, general-ledger journal for bookkeeping."
    )


@pytest.mark.parametrize("state", ["draft", "calculating", "calculated", "void"])
def test_a_run_that_is_not_approved_has_no_file_and_says_so(state):
    run = StipendRunFactory(state=state)
    assert refusal(export, pk=run.pk, layout="generic", by=run.prepared_by) == (
        "Only an approved run has a file. Have it approved first."
    )


def test_a_file_is_taken_by_finance_alone_and_each_time_on_record(year):
    run, by = approved(year), approver()
    file = export(pk=run.pk, layout="generic", by=run.prepared_by)
    for stranger in (manager(), UserFactory()):
        assert refusal(download, pk=file.pk, by=stranger, refused_as=NotAllowed) == (
            "Only finance may take the file of a run."
        )
    assert download(pk=file.pk, by=by, now=LATER) == file
    download(pk=file.pk, by=run.prepared_by, now=LATER)
    assert list(ExportDownload.objects.order_by("pk").values_list("export", "by", "at")) == [
        (file.pk, by.pk, LATER),
        (file.pk, run.prepared_by.pk, LATER),
    ]
    with pytest.raises(Export.DoesNotExist):
        download(pk=0, by=by)


# --- confirming -----------------------------------------------------------------------------------
def paid(run, **changes):
    """Every payable line as payroll paid it."""
    lines = run.lines.filter(status="payable").order_by("pk").values_list("pk", "amount_cents")
    return [Confirmed(row, pk, cents, **changes) for row, (pk, cents) in enumerate(lines, 2)]


@pytest.fixture
def sent(open_year):
    open_year.leader(commitment_in_force=False)
    open_year.close()
    run = approved(open_year)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    return run


def test_what_payroll_paid_is_kept_line_by_line_with_who_and_when(sent):
    first, second = paid(sent, reference="A-1")
    part = confirm(pk=sent.pk, rows=[first], by=sent.prepared_by, now=LATER)
    assert part.state == "exported"
    done = confirm(pk=sent.pk, rows=[second], by=sent.prepared_by, now=LATER)
    assert done.state == "confirmed"
    kept = LineConfirmation.objects.order_by("line").values_list(
        "line", "amount_cents", "reference", "by", "at"
    )
    assert list(kept) == [
        (row.line_id, row.amount_cents, "A-1", sent.prepared_by.pk, LATER) for row in (first, second)
    ]
    assert history(sent)[-2:] == [
        ("confirm a part", "exported", "exported", sent.prepared_by.pk, LATER, "1 lines, $3,000.00"),
        ("confirm", "exported", "confirmed", sent.prepared_by.pk, LATER, "1 lines, $2,887.50"),
    ]


def test_a_line_that_pays_nothing_or_is_of_another_run_is_not_confirmed(sent):
    nothing = sent.lines.get(status="excluded")
    assert refusal(confirm, pk=sent.pk, rows=[Confirmed(2, nothing.pk, 0)], by=sent.prepared_by) == (
        f"Nothing was recorded. Row 2: line {nothing.pk} is not paid by this run."
    )
    assert refusal(confirm, pk=sent.pk, rows=[], by=sent.prepared_by) == (
        "This file confirms no line. Choose the one payroll sent back."
    )


@pytest.mark.parametrize(("count", "more"), [(20, ""), (21, " And 1 more."), (45, " And 25 more.")])
def test_twenty_wrong_rows_are_named_and_the_rest_counted(sent, count, more):
    rows = [Confirmed(row, 10**9 + row, 1) for row in range(2, 2 + count)]
    named = " ".join(f"Row {row}: line {10**9 + row} is not paid by this run." for row in range(2, 22))
    assert (
        refusal(confirm, pk=sent.pk, rows=rows, by=sent.prepared_by) == f"Nothing was recorded. {named}{more}"
    )


def test_rows_that_were_confirmed_before_are_counted_with_how_to_go_on(open_year):
    open_year.leader()
    open_year.close()
    run = approved(open_year)
    export(pk=run.pk, layout="generic", by=run.prepared_by, now=NOW)
    first, second, third = paid(run)
    confirm(pk=run.pk, rows=[first, second], by=run.prepared_by)
    assert refusal(confirm, pk=run.pk, rows=[first, second, third], by=run.prepared_by) == (
        f"Nothing was recorded. Row 2: line {first.line_id} was confirmed already. Row 3: line {second.line_id} was"
        " confirmed already. Take the 2 rows that were confirmed already out of the file and send the rest."
        " $3,000.00 not confirmed by payroll yet, on 1 line."
    )


def test_an_amount_that_is_not_the_lines_is_refused_with_both(sent):
    first, _ = paid(sent)
    wrong = Confirmed(2, first.line_id, first.amount_cents - 1)
    assert refusal(confirm, pk=sent.pk, rows=[wrong], by=sent.prepared_by) == (
        f"Nothing was recorded. Row 2: line {first.line_id} is $3,000.00, not $2,999.99."
        " Leave it out until payroll has put it right."
    )


# --- policies -------------------------------------------------------------------------------------
def drafted(**told):
    told = {"role": RoleFactory(), "year": ProgramYearFactory(), "annual_cents": 300_000} | told
    return draft_policy(rule=PROPORTIONAL, now=NOW, **({"by": preparer()} | told))


def test_a_draft_is_the_next_version_of_its_role_and_year():
    by, role, year = preparer(), RoleFactory(), ProgramYearFactory()
    first = drafted(role=role, year=year, by=by)
    assert (first.version, first.state, first.drafted_by, first.drafted_at) == (1, "draft", by, NOW)
    assert (first.annual_cents, first.rule) == (300_000, PROPORTIONAL)
    assert drafted(role=role, year=year).version == 2
    assert drafted(role=role, year=ProgramYearFactory(first=2025)).version == 1
    assert drafted(role=RoleFactory(), year=year).version == 1
    assert history(first) == [("draft", "", "draft", by.pk, NOW, "")]


@pytest.mark.parametrize("cents", [0, -1])
def test_a_policy_pays_something(cents):
    assert refusal(drafted, annual_cents=cents) == (
        "Write an amount above $0.00. A role that is paid nothing needs no policy."
    )
    assert drafted(annual_cents=1).annual_cents == 1


def test_a_published_policy_retires_the_one_before_it_and_no_other():
    by = approver()
    old = StipendPolicyFactory(version=1)
    other_role, other_year = (
        StipendPolicyFactory(year=old.year),
        StipendPolicyFactory(role=old.role, year=ProgramYearFactory(first=2025)),
    )
    new = StipendPolicyFactory(draft=True, version=2, role=old.role, year=old.year)
    done = publish_policy(pk=new.pk, by=by, now=LATER)
    done.refresh_from_db()
    assert (done.state, done.published_by, done.published_at) == ("published", by, LATER)
    states = StipendPolicy.objects.in_bulk([old.pk, other_role.pk, other_year.pk])
    assert [states[row.pk].state for row in (old, other_role, other_year)] == [
        "retired",
        "published",
        "published",
    ]
    assert history(new) == [("publish", "draft", "published", by.pk, LATER, "")]
    assert history(old) == [("retire", "published", "retired", by.pk, LATER, "Replaced by version 2.")]


def test_who_drafted_a_policy_does_not_publish_it():
    by = preparer()
    draft = drafted(by=by)
    assert refusal(publish_policy, pk=draft.pk, by=by, refused_as=NotAllowed) == (
        "You drafted this policy, so someone else must publish it."
    )


def test_a_draft_whose_rule_cannot_be_read_any_more_is_not_published():
    draft = StipendPolicyFactory(
        draft=True, rule=PROPORTIONAL | {"credit": {"kind": "bands", "full": "1/2", "half": "3/4"}}
    )
    assert refusal(publish_policy, pk=draft.pk, by=approver()) == (
        "credit.half: Write a bound above 0 that is not above `full`."
    )
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("verb", "before", "after", "action"),
    [(retire_policy, "published", "retired", "retire"), (discard_policy, "draft", "discarded", "discard")],
)
def test_a_policy_set_aside_keeps_who_when_and_why(verb, before, after, action):
    policy, by = StipendPolicyFactory(draft=before == "draft"), preparer()
    verb(pk=policy.pk, by=by, reason=" A better one. ", now=LATER)
    policy.refresh_from_db()
    assert policy.state == after
    assert history(policy) == [(action, before, after, by.pk, LATER, "A better one.")]
