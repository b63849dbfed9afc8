"""Who may see and do what with stipends and claims. Finance and managers see money; people see their own."""

from django.db.models import Q

from common.errors import DomainError, DoneAlready, NotAllowed, SomeoneElse
from common.states import no_move
from common.two_people import ByTwoPeople
from pathways.models import Placement, ProgramYear
from pathways.policies import manages, why_not_year
from people.models import Hat, User, accounts_of
from people.queries import hats, today
from stipends.models import (
    Budget,
    Dispute,
    Overpayment,
    Payday,
    PayrollLayout,
    SchoolAllowance,
    StipendPolicy,
    StipendRun,
    SubstituteTerms,
    schools_of,
)
from stipends.states import (
    DISPUTE_MOVES,
    LOCKED,
    OVERPAYMENT_MOVES,
    POLICY_MOVES,
    RATE_MOVES,
    RUN_MOVES,
    DisputeAction,
    DisputeState,
    OverpaymentAction,
    OverpaymentState,
    PaydayAction,
    PolicyAction,
    PolicyState,
    RateAction,
    RateState,
    RunAction,
    RunState,
)

SETTLED = "The final run of this year is approved, so its service days stay as they were paid by."
PREPARER, APPROVER = (Hat.Kind.PREPARER,), (Hat.Kind.APPROVER,)
# Either of the two: a draft is published by whoever did not write it.
FINANCE = PREPARER + APPROVER
# Whose part a verb is, and what everybody else is told.
POLICY_HATS: dict[PolicyAction, tuple[tuple[Hat.Kind, ...], str]] = {
    PolicyAction.DRAFT: (PREPARER, "Only a finance preparer may draft a stipend policy."),
    PolicyAction.CHANGE: (PREPARER, "Only a finance preparer may change the draft of a stipend policy."),
    PolicyAction.TRY: (FINANCE, "Only finance may try a stipend policy by examples."),
    PolicyAction.SEND_BACK: (FINANCE, "Only finance may send back the draft of a stipend policy."),
    PolicyAction.PUBLISH: (FINANCE, "Only finance may publish a stipend policy."),
    PolicyAction.RETIRE: (FINANCE, "Only finance may retire a stipend policy."),
    PolicyAction.DISCARD: (FINANCE, "Only finance may discard the draft of a stipend policy."),
}
RUN_HATS: dict[RunAction, tuple[tuple[Hat.Kind, ...], str]] = {
    RunAction.PREPARE: (PREPARER, "Only a finance preparer may prepare a stipend run."),
    RunAction.CALCULATE: (PREPARER, "Only a finance preparer may calculate a stipend run."),
    RunAction.APPROVE: (APPROVER, "Only a finance approver may approve a stipend run."),
    RunAction.SEND_BACK: (APPROVER, "Only a finance approver may send a stipend run back."),
    RunAction.EXPORT: (PREPARER, "Only a finance preparer may export a stipend run."),
    RunAction.CONFIRM: (PREPARER, "Only a finance preparer may confirm what payroll paid."),
    RunAction.VOID: (FINANCE, "Only finance may make a stipend run void."),
}
RATE_HATS: dict[RateAction, tuple[tuple[Hat.Kind, ...], str]] = {
    RateAction.DRAFT: (PREPARER, "Only a finance preparer may draft what substitutes are paid."),
    RateAction.PUBLISH: (FINANCE, "Only finance may publish what substitutes are paid."),
    RateAction.RETIRE: (FINANCE, "Only finance may retire what substitutes are paid."),
    RateAction.DISCARD: (FINANCE, "Only finance may discard the draft of what substitutes are paid."),
}
LAYOUT_HATS: dict[RateAction, tuple[tuple[Hat.Kind, ...], str]] = {
    RateAction.DRAFT: (PREPARER, "Only a finance preparer may draft a layout of payroll."),
    RateAction.PUBLISH: (FINANCE, "Only finance may publish a layout of payroll."),
    RateAction.RETIRE: (FINANCE, "Only finance may retire a layout of payroll."),
    RateAction.DISCARD: (FINANCE, "Only finance may discard the draft of a layout of payroll."),
}


PAYDAY_HATS = (PREPARER, "Only a finance preparer plans when a year pays.")
PAID_ALREADY = "A run that made this payment is approved already, so its day stays as people read it."


def sees_money(user: User) -> bool:
    """Finance and program managers see every run, line and policy."""
    return hats(user).money


def why_not_drafting(user: User) -> DomainError | None:
    """Why this person may not draft what a role is paid, in words; None when they may."""
    return why_not(user, PolicyAction.DRAFT)


def why_not_approved(run: StipendRun) -> str:
    """Why nobody may approve this run whoever they are, in words; empty when somebody may."""
    if run.hopes:
        return "A projection is for planning and pays nobody. Prepare an installment or a final run."
    if run.state != RunState.CALCULATED or run.total_cents:
        return ""
    if run.lines.of_overpayments().exists():
        # Once it is approved, that is open, taken off or closed.
        return ""
    if not run.lines_count:
        return f"This run has no lines, as nobody holds a role in {run.year}. There is nothing to approve."
    return "This run pays nobody, and its lines say why. There is nothing to approve until something changes."


def why_not_download(user: User, what: str = "the file of a run") -> DomainError | None:
    """Why this person may not take such a file, in words; None when they may."""
    return not_theirs(user, FINANCE, f"Only finance may take {what}.")


def why_not_budget(user: User) -> DomainError | None:
    """Why this person may not write a budget, in words; None when they may."""
    return not_theirs(user, PREPARER, "Only a finance preparer may write a budget.")


def why_not_publishing(user: User, budget: Budget) -> DomainError | None:
    """Why this person may not publish this version, in words; None when they may: whoever did not write it."""
    theirs = not_theirs(user, FINANCE, "Only finance may publish a budget.")
    if theirs is None and budget.written_by_id == user.pk:
        return SomeoneElse("You wrote this budget, so someone else must publish it.")
    return theirs


def why_not_codes(user: User) -> DomainError | None:
    """Why this person may not write funds and codes of the books, in words; None when they may."""
    return not_theirs(user, FINANCE, "Only finance may write funds and account codes.")


def why_not_prepared(user: User, year: ProgramYear) -> DomainError | None:
    """Why this person may not prepare runs of this year, in words; None when they may. Nobody handles their own pay."""
    if refusal := why_not(user, RunAction.PREPARE):
        return refusal
    if Placement.objects.filter(person=user, year=year).exists():
        return SomeoneElse("You lead in this program year, so someone else must prepare its runs.")
    return None


def why_not(
    user: User,
    action: PolicyAction | RunAction | PaydayAction,
    row: StipendPolicy | StipendRun | Payday | None = None,
) -> DomainError | None:
    """Why this person may not do this with this row, in words: their hats, four eyes, and where it stands; None when
    they may. Without a row (for one that is to be made) the hats alone are asked. NotAllowed is a refusal whatever
    the state; SomeoneElse one of them that another person of the same hat does not get.
    """
    if isinstance(action, PolicyAction):
        theirs = not_theirs(user, *POLICY_HATS[action])
        return theirs or (_policy(user, action, row) if isinstance(row, StipendPolicy) else None)
    if isinstance(action, PaydayAction):
        theirs = not_theirs(user, *PAYDAY_HATS)
        return theirs or (_payday(row) if isinstance(row, Payday) else None)
    theirs = not_theirs(user, *RUN_HATS[action])
    return theirs or (_run(user, action, row) if isinstance(row, StipendRun) else None)


def not_theirs(user: User, whose: tuple[Hat.Kind, ...], words: str) -> NotAllowed | None:
    """NotAllowed in these words for whoever wears none of these hats; None for the others."""
    worn = hats(user)
    return None if worn.superuser or any(worn.has(kind) for kind in whose) else NotAllowed(words)


def _payday(payday: Payday) -> DomainError | None:
    return DomainError(PAID_ALREADY) if payday.is_made else None


def _policy(user: User, action: PolicyAction, policy: StipendPolicy) -> DomainError | None:
    stands = no_move(POLICY_MOVES, PolicyState(policy.state), action)
    if stands is not None:
        return stands
    own = policy.drafted_by_id == user.pk
    match action:
        case PolicyAction.PUBLISH if own:
            return SomeoneElse("You drafted this policy, so someone else must publish it.")
        case PolicyAction.SEND_BACK if own:
            return SomeoneElse("You drafted this policy: change it instead of sending it back.")
        case PolicyAction.CHANGE if not own:
            return SomeoneElse(
                "Someone else drafted this policy, so only they change it. Send it back with words."
            )
    return None


def _run(user: User, action: RunAction, run: StipendRun) -> DomainError | None:
    state = RunState(run.state)
    match action:
        case RunAction.APPROVE | RunAction.SEND_BACK:
            refusal = no_move(RUN_MOVES, state, action) or _unapprovable(run) or _not_another(user, run)
            return refusal or (_sent_back(run) if action is RunAction.APPROVE else None)
        case RunAction.CALCULATE if state is not RunState.DRAFT:
            return no_move(RUN_MOVES, state, RunAction.RECALCULATE)
        case RunAction.VOID if state in (RunState.EXPORTED, RunState.CONFIRMED):
            return DomainError(
                "A file of this run was made for payroll, so it stays. Pay a correction with a supplementary run."
            )
        case RunAction.EXPORT if state not in LOCKED:
            return DomainError("Only an approved run has a file. Have it approved first.")
    return no_move(RUN_MOVES, state, action)


def _unapprovable(run: StipendRun) -> DomainError | None:
    words = why_not_approved(run)
    return DomainError(words) if words else None


def _sent_back(run: StipendRun) -> DomainError | None:
    """What an approver sent back with words waits for its preparer. Where evidence had changed, approving looks again
    by itself."""
    if run.refusals.filter(round=run.round).exclude(words="").exists():
        return DomainError("This run was sent back. It can be approved once it is calculated again.")
    return None


def _not_another(user: User, run: StipendRun) -> SomeoneElse | None:
    """Nobody does both parts, and nobody handles their own pay."""
    if run.prepared_by_id == user.pk:
        return SomeoneElse("You prepared this run, so someone else must approve it.")
    if run.lines.filter(Q(person__in=accounts_of(user)) | Q(person=run.prepared_by_id)).exists():
        return SomeoneElse(
            "Whoever prepares or approves a run cannot be on it. Someone else must do this part."
        )
    return None


OWN = "This is about what you are paid yourself, so someone else must do it."


def why_not_overpayment(user: User, action: OverpaymentAction, row: Overpayment) -> DomainError | None:
    """Why this person may not do this with what was paid too much, in words; None when they may. Only its person agrees
    to have it taken off; the rest is finance's, and never about oneself."""
    own = row.placement.person_id == user.pk
    theirs = action in (OverpaymentAction.AGREE, OverpaymentAction.DISAGREE)
    if theirs and not own:
        return NotAllowed("Only the person who was paid too much may say this.")
    if not theirs and (
        refusal := not_theirs(user, FINANCE, "Only finance may say what becomes of an overpayment.")
    ):
        return refusal
    moves = no_move(OVERPAYMENT_MOVES, OverpaymentState(row.state), action)
    stands = moves or _of_an_open_one(user, action, row)
    # Somebody else is named only where somebody else may.
    return stands or (SomeoneElse(OWN) if own and not theirs else None)


def _of_an_open_one(user: User, action: OverpaymentAction, row: Overpayment) -> DomainError | None:
    match action:
        case OverpaymentAction.AGREE | OverpaymentAction.RECORD_PAPER if row.agreed:
            return DoneAlready("It is to be taken off the next payment already.")
        case OverpaymentAction.DISAGREE if not row.agreed:
            return DoneAlready("Nothing is taken off: nobody agreed to it.")
        case OverpaymentAction.WAIVE | OverpaymentAction.REFUSE_WAIVER if row.waiver_by_id is None:
            return DomainError("Nobody asks to let it go. Ask for that first.")
        case OverpaymentAction.WAIVE if row.waiver_by_id == user.pk:
            return SomeoneElse("You asked to let it go, so someone else must agree.")
        case OverpaymentAction.ASK_WAIVER if row.waiver_by_id is not None:
            return DoneAlready("Somebody asked to let it go already. A second person answers.")
    return None


def why_not_dispute(user: User, action: DisputeAction, row: Dispute | Placement) -> DomainError | None:
    """Why this person may not do this, in words; None when they may. A leader disputes their own stipend, and takes
    that back; finance and the managers of the pathway answer, and nobody themselves."""
    placement = row.placement if isinstance(row, Dispute) else row
    own = placement.person_id == user.pk
    if action is DisputeAction.ANSWER:
        if not (hats(user).finance or manages(user, placement.role.pathway_id)):
            return NotAllowed("Only finance and the managers of the pathway answer this.")
    elif not own:
        return NotAllowed("Only the person whose stipend it is may say this.")
    if isinstance(row, Dispute):
        stands = no_move(DISPUTE_MOVES, DisputeState(row.state), action)
        return stands or (SomeoneElse(OWN) if own and action is DisputeAction.ANSWER else None)
    return (
        DomainError("This role was put on record by mistake; nothing of it is paid.")
        if row.taken_back
        else None
    )


def paid(year: ProgramYear | None) -> bool:
    """Whether a run of this year is approved, exported or confirmed."""
    return year is not None and StipendRun.objects.locked().filter(year=year).exists()


def settled(year: ProgramYear | None) -> bool:
    """Whether the final run of this year is."""
    final = StipendRun.objects.locked().filter(year=year, kind=StipendRun.Kind.FINAL)
    return year is not None and final.exists()


def why_not_calendar(user: User, year: ProgramYear) -> DomainError | None:
    """Why this person may not change the calendar of this year, or nobody may any more, in words; else None."""
    return why_not_year(user) or (DomainError(SETTLED) if settled(year) else None)


def why_not_rate(
    user: User, action: RateAction, row: SubstituteTerms | SchoolAllowance | None = None
) -> DomainError | None:
    """As `why_not` says of stipend policies: of what substitutes cost and what a school may claim. Nobody of a school
    publishes its limit."""
    refusal = _by_two(user, RATE_HATS[action], action, row)
    if refusal or action is not RateAction.PUBLISH or not isinstance(row, SchoolAllowance):
        return refusal
    if schools_of(user, today()).filter(pk=row.school_id).exists():
        return SomeoneElse("You are of this school, so someone else must publish its limit.")
    return None


def why_not_layout(user: User, action: RateAction, row: PayrollLayout | None = None) -> DomainError | None:
    """The same of a layout in which a payroll office wants its files."""
    return _by_two(user, LAYOUT_HATS[action], action, row)


def _by_two(
    user: User, hats: tuple[tuple[Hat.Kind, ...], str], action: RateAction, row: ByTwoPeople | None
) -> DomainError | None:
    """What one person drafts and another puts in force."""
    if theirs := not_theirs(user, *hats):
        return theirs
    if row is None:
        return None
    stands = no_move(RATE_MOVES, RateState(row.state), action)
    if stands is None and action is RateAction.PUBLISH and row.drafted_by_id == user.pk:
        return SomeoneElse("You drafted this, so someone else must publish it.")
    return stands
