"""What people do with a row is declared once, in `verbs.py`; what is done otherwise is named here, with its reason."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from common.states import Deed
from common.verbs import Life
from tests.architecture.rooms import APPS, ROOT

# Deeds that no verb declares: what a history tells of them, and no button does.
NOT_DECLARED = {
    "a new row": {
        "applications.PulseAction.SET",
        "people.AccountAction.ADD",
        "people.AccountAction.TAKE_IN",
        "people.PostAction.ADD",
        "people.SignerAction.APPOINT",
        "people.DelegationAction.GIVE",
        "people.HatAction.GIVE",
        "people.ImportAction.READ",
        "pathways.GoalAction.SET",
        "pathways.ProgramEventAction.PLAN",
        "pathways.OfferingAction.DRAFT",
        "people.SchoolAction.ADD",
        "people.SchoolAction.JOIN",
        "pathways.PlacementAction.ADD_PAPER",
        "pathways.PlacementAction.BEGIN",
        "pathways.PlacementAction.TAKE_OVER",
        "pathways.YearAction.OPEN",
        "applications.Beside.IN_OFFICE",
        "applications.Beside.START",
        "seminars.Planning.PLAN",
        "seminars.ResourceAction.SHARE",
        "coaching.Beside.PLAN",
        "coaching.SupportAction.ASK",
        "fellows.Action.NOMINATE",
        "fellows.Action.TAKE_OVER",
        "fellows.Action.PAPER_AGREEMENT",
        "fellows.ServiceAction.ENTER",
        "fellows.AwardAction.DRAFT",
        "fellows.FieldworkAction.LOG",
        "fellows.Action.SIGN_AGREEMENT",
        "fellows.VersionAction.DRAFT",
        "stipends.FundAction.ADD",
        "stipends.ClaimAction.OPEN",
        "notifications.RuleAction.ADD",
        "stipends.DisputeAction.DISPUTE",
        "stipends.PolicyAction.DRAFT",
        "stipends.RateAction.DRAFT",
        "stipends.PaydayAction.PLAN",
        "stipends.RunAction.PREPARE",
    },
    "the plan of a cohort, which is one form; applied to all its fellows at once": {
        "fellows.PlanAction.SET",
        "fellows.PlanAction.MOVE",
        "fellows.PlanAction.TAKE_OFF",
        "fellows.PlanAction.APPLY",
    },
    "fields of a form": {
        "applications.PulseAction.CHANGE",
        "applications.PairAction.ANSWER",
        "people.ImportAction.ANSWER",
        "stipends.ClaimAction.FILL",
        "people.ImportAction.READ_AGAIN",
        "people.HatAction.NARROW",
        "people.SchoolAction.CHANGE",
        "pathways.OfferingAction.CHANGE_DAYS",
        "pathways.OfferingAction.CHANGE_OWED",
        "pathways.OfferingAction.WRITE",
        "pathways.YearAction.COUNT_DAYS",
        "pathways.GoalAction.COPY",
        "pathways.GoalAction.TAKE_BACK",
        "pathways.ScopeAction.COPY",
        "pathways.ScopeAction.PASTE",
        "pathways.ScopeAction.TYPE",
        "pathways.YearAction.SET_CALENDAR",
        "stipends.PolicyAction.CHANGE",
        "stipends.FundAction.RENAME",
    },
    "two accounts, looked at side by side": {
        "people.AccountAction.MERGE",
        "people.AccountAction.TELL_APART",
    },
    "everything about a person, asked for on a page": {
        "people.AccountAction.EXPORT",
        "people.AccountAction.FETCH_EXPORT",
    },
    "time, or the worker": {
        "people.ImportAction.CHECK",
        "people.ImportAction.REFUSE",
        "people.ImportAction.LOOK_AGAIN",
        "people.ImportAction.APPLY",
        "applications.Action.LAPSE",
        "pathways.DeliverableAction.COMPLETE",
        "pathways.DeliverableAction.LOSE",
        "pathways.DeliverableAction.RESTORE",
        "applications.Beside.REMIND",
        "seminars.Action.HOLD",
        "stipends.OverpaymentAction.CHANGE",
        "stipends.OverpaymentAction.CLEAR",
        "stipends.OverpaymentAction.FIND",
        "stipends.OverpaymentAction.TAKE",
        "stipends.OverpaymentAction.UNDO",
        "stipends.RunAction.FINISH",
        "stipends.RunAction.REFUSE",
    },
    "a file of payments, of each part of an award in it": {
        "fellows.AwardAction.COME_BACK",
        "fellows.AwardAction.EXPORT",
        "fellows.AwardAction.PAY",
    },
    "whoever has a link from a mail": {
        "applications.Beside.RENEW_LINK",
        "fellows.ServiceAction.VERIFY",
        "fellows.ServiceAction.DISPUTE",
    },
    "the plan of a cohort, applied to all its fellows at once": {"fellows.Action.TAKE_OFF_MILESTONE"},
    "all leaders of a school that are ticked, at once": {"coaching.Beside.HAND_OVER"},
    "a group interview, with all who are on it": {
        "applications.Beside.INVITE",
        "applications.Beside.MOVE_INTERVIEW",
        "applications.Beside.CALL_OFF",
    },
    "all that is staged for an offering, at once": {
        "applications.Action.OFFER",
        "applications.Action.WAITLIST",
        "applications.Action.DECLINE",
    },
    "what a declared verb also tells": {
        "fellows.Action.MOVE_MILESTONE",
        "fellows.Action.UNDO_UCLA",
        "fellows.Action.UNREACH_MILESTONE",
        "applications.PairAction.AGREE",
        "applications.PairAction.PART",
        "pathways.Beside.MISS_MOVE",
        "pathways.Beside.MOVE_AFTER_ALL",
        "pathways.BesideDeliverable.CORRECT_NUMBER",
        "pathways.OfferingAction.CORRECT_EXTENSION",
        "applications.Action.CONFIRM",
        "applications.Beside.STAGE_UNREAD",
        "pathways.PlacementAction.SIGN",
        "stipends.ClaimAction.EXPORT",
        "stipends.ClaimAction.PAY",
        "stipends.RunAction.RECALCULATE",
        "stipends.RunAction.CONFIRM_PART",
    },
}

# Services that pages and the administration call themselves, past a declaration.
CALLED_BY_DOORS = {
    "a new row": {
        "people.add_person",
        "people.add_post",
        "people.add_school",
        "people.appoint_acting_signer",
        "people.delegate",
        "people.ask_for_post",
        "people.invite_delegate",
        "people.read_file",
        "people.join_network",
        "people.wear_hat",
        "pathways.draft_year",
        "pathways.take_over_year",
        "pathways.take_over_years",
        "applications.add_paper",
        "applications.take_over",
        "applications.take_over_lines",
        "applications.invite_to_renew",
        "pathways.give_hat",
        "pathways.open_year",
        "pathways.add_feeder",
        "pathways.assess",
        "pathways.set_goal",
        "pathways.plan_event",
        "seminars.plan",
        "seminars.share",
        "stipends.plan_sessions",
        "coaching.ask",
        "coaching.plan",
        "coaching.record_visit",
        "coaching.add_teacher",
        "coaching.record_cycle",
        "coaching.record_pd",
        "coaching.say_release_time",
        "coaching.coach_peer",
        "coaching.host_seminar",
        "coaching.record_consent",
        "coaching.record_exemplar",
        "coaching.name_visitors",
        "coaching.visit_peer",
        "notifications.add_rule",
        "fellows.decide_similarity",
        "fellows.draft_applications",
        "fellows.draft_award",
        "fellows.log_hours",
        "fellows.draft_version",
        "fellows.nominate",
        "fellows.open_cohort",
        "fellows.sign_agreement",
        "fellows.write_to",
        "fellows.take_over",
        "fellows.take_over_lines",
        "fellows.take_snapshot",
        "stipends.add_fund",
        "stipends.write_budget",
        "stipends.carry_policies",
        "stipends.carry_rates",
        "stipends.change_draft",
        "stipends.draft_allowance",
        "stipends.draft_layout",
        "stipends.export_assistance",
        "stipends.export_claims",
        "stipends.dispute",
        "stipends.draft_policy",
        "stipends.draft_terms",
        "stipends.fill_in",
        "stipends.set_amount",
        "stipends.plan_payday",
        "stipends.prepare_run",
    },
    "fields of a form": {
        "applications.answer",
        "applications.set_pulse",
        "people.answer",
        "people.change_names",
        "people.read_again",
        "people.change_school",
        "people.direct",
        "people.take_address",
        "pathways.change_days",
        "pathways.copy_goals",
        "pathways.note_progress",
        "pathways.take_back_assessment",
        "pathways.paste_cells",
        "pathways.take_back_note",
        "pathways.plan",
        "pathways.take_back_year",
        "pathways.write",
        "pathways.narrow_hat",
        "pathways.copy_days",
        "pathways.copy_scope",
        "pathways.count_days",
        "pathways.set_service_days",
        "pathways.to_copy",
        "pathways.type_block",
        "pathways.write_expectation",
        "pathways.write_expectations",
        "applications.attach_resume",
        "applications.bring_along",
        "applications.remove_resume",
        "applications.save_draft",
        "fellows.change_cohort",
        "fellows.save_plan",
        "seminars.change",
        "seminars.keep_event",
        "stipends.change_owed",
        "stipends.rename_fund",
        "stipends.fill",
        "stipends.name_substitutes",
        "stipends.set_calendar",
        "stipends.write_codes",
    },
    "two accounts, looked at side by side": {"dashboard.merge", "people.say_apart"},
    "everything about a person, asked for on a page": {"dashboard.ask_for_export", "dashboard.fetch_export"},
    "a declared verb in all apps at once": {"dashboard.close_account"},
    # The administration draws the declared verb; these have what only the page shows.
    "the sheets of a roster": {"seminars.mark", "seminars.save_roster"},
    "the answer of whoever owns an address, and nobody else learns whether it was asked": {
        "people.accept_invitation",
        "people.decline_invitation",
        "people.end_own_delegation",
    },
    "all that is staged for an offering, or to stage, at once": {
        "applications.release",
        "applications.stage_renewals",
    },
    "the plan of a cohort, applied to all its fellows at once": {"fellows.apply_plan"},
    "all offerings of a year that are ticked, at once": {"pathways.publish_all"},
    "all drafts of a year, at once": {"stipends.publish_allowances"},
    "a group interview: it has no state but whether it was called off": {
        "applications.call_off",
        "applications.move_interview",
        "applications.plan_interview",
    },
    "a feeder: it has no state but whether it ended": {"pathways.end_feeder"},
    "all leaders of a school that are ticked, at once": {"coaching.deal_out"},
    "an action step: it has no state but what came of it": {"coaching.look_back"},
    "a visit: it has no state but whether it was taken back": {"coaching.take_back_visit"},
    "the work of a Peer Coach: its rows have no state but days that are said once": {
        "coaching.confirm_release_time",
        "coaching.end_teacher",
        "coaching.record_talk",
        "coaching.take_back_cycle",
        "coaching.take_back_exemplar",
        "coaching.take_back_pd",
        "coaching.take_back_peer",
        "coaching.take_back_peer_visit",
        "coaching.take_back_seminar",
        "coaching.take_back_visitor",
        "coaching.take_back_teacher",
    },
    "the word of a visitor, who alone says it": {"coaching.say_whether_there"},
    "the word of who is seen in a recording": {"coaching.agree", "coaching.withdraw_consent"},
    "a leader found by address: no row is theirs to see before": {"pathways.receive"},
    "a run that was prepared a moment ago": {"stipends.calculate"},
    "mails to all who are told at once": {"people.welcome"},
    "a budget of a cohort: it has no state, the newest counts": {"fellows.set_budget"},
    "a version of a budget: it has no state but who published it": {"stipends.publish_budget"},
    "reading, which is on record": {
        "stipends.download",
        "stipends.download_assistance",
        "stipends.download_claims",
    },
}


def deeds() -> Iterator[Deed]:
    """All that any history can tell was done."""
    for app in APPS:
        states = import_module(f"{app}.states") if (ROOT / app / "states.py").exists() else None
        for kind in {id(found): found for found in vars(states).values()}.values() if states else ():
            if isinstance(kind, type) and issubclass(kind, Deed) and kind.__module__ == f"{app}.states":
                yield from kind


def named(deed: Deed) -> str:
    return f"{type(deed).__module__.split('.')[0]}.{type(deed).__name__}.{deed.name}"


def lives() -> Iterator[Life]:
    for app in APPS:
        if (ROOT / app / "verbs").exists() or (ROOT / app / "verbs.py").exists():
            yield from (one for one in vars(import_module(f"{app}.verbs")).values() if isinstance(one, Life))


def test_every_deed_is_a_declared_verb_or_says_why_not() -> None:
    declared = {named(verb.action) for life in lives() for verb in life.verbs}
    assert {named(deed) for deed in deeds()} - declared == set().union(*NOT_DECLARED.values())


def doors() -> Iterator[Path]:
    for app in APPS:
        for room in ("views", "admin"):
            yield from (path for path in (ROOT / app).glob(f"{room}.py"))
            yield from (ROOT / app / room).glob("**/*.py")


def called(path: Path) -> Iterator[str]:
    """Services that this file names and that somebody does (`by`)."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    known = dict(pair for node in nodes if isinstance(node, ast.ImportFrom) for pair in from_services(node))
    for node in nodes:
        found = meant(node, known)
        if inspect.isfunction(found) and "by" in inspect.signature(found).parameters:
            yield f"{found.__module__.split('.')[0]}.{found.__name__}"


def from_services(node: ast.ImportFrom) -> Iterator[tuple[str, Any]]:
    """What an import takes from the services of an app, by its name here."""
    rooms = (node.module or "").split(".")
    for alias in node.names if rooms[0] in APPS else ():
        if "services" in (*rooms, alias.name):
            yield alias.asname or alias.name, getattr(import_module(".".join(rooms)), alias.name)


def meant(node: ast.AST, known: dict[str, Any]) -> Any:
    """`plan`, or `services.plan`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(known.get(node.value.id), node.attr, None)
    return known.get(node.id) if isinstance(node, ast.Name) else None


def test_doors_call_a_service_themselves_for_a_reason_only() -> None:
    found = {name for path in doors() for name in called(path)}
    assert found == set().union(*CALLED_BY_DOORS.values())


@pytest.mark.parametrize("groups", [NOT_DECLARED, CALLED_BY_DOORS], ids=["deeds", "services"])
def test_each_has_one_reason(groups: dict[str, set[str]]) -> None:
    listed = [name for group in groups.values() for name in group]
    assert sorted(listed) == sorted(set(listed))
