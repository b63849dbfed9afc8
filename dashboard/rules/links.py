"""What becomes of each link to a person when two accounts of one person are merged. Plain data, reviewed by hand: a
link that is not here fails a test, and nothing is merged that this table does not name.

MOVES: it is about the person, so it follows to the account that stays. Where that has its own of the kind, which only
       one may have, the other is left with the closed account.
OPEN:  what waits for the person follows; what they did stays, as STAYS says.
STAYS: it is evidence of who did, signed or was paid something then, and many such rows are held by triggers, hashes and
       a chain. It keeps naming the account of then, which is never deleted and points to the one that stays: whoever
       asks what a person signed or was paid asks all their accounts (people.models.accounts_of).
JOINS: rows of people with days, which are joined by a rule of their own (people.services.merging).
ENDS:  it belongs to the account and not to the person: a way to sign in, a link, a feed. It dies with the account.

What is written to an account while it is merged, or after, by whoever still held it, follows by triggers where rows
follow: dashboard/migrations/0001_late_rows_follow_a_merge.py, and those beside it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    MOVES = "moves"
    OPEN = "open"
    STAYS = "stays"
    JOINS = "joins"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Link:
    """`thing`: what people call these rows, where a page counts them. `alone`: of which of these columns a person has
    one row. `while_`: what makes a row open, by column."""

    fate: Fate
    thing: str = ""
    alone: tuple[str, ...] = ()
    while_: tuple[tuple[str, object], ...] = ()


def _moves(thing: str = "", alone: tuple[str, ...] = ()) -> Link:
    return Link(Fate.MOVES, thing, alone)


def _stays(thing: str = "") -> Link:
    return Link(Fate.STAYS, thing)


STAYS, ENDS, JOINS = Link(Fate.STAYS), Link(Fate.ENDS), Link(Fate.JOINS)
LINKS: dict[str, Link] = {
    "account.EmailAddress.user": JOINS,
    "admin.LogEntry.user": STAYS,
    "applications.Application.person": _moves("Applications", ("offering", "school")),
    "applications.Application.signer": _moves("Applications to sign"),
    "applications.ApplicationEvent.asked": STAYS,
    "applications.ApplicationEvent.by": STAYS,
    "applications.CosignLink.addressed_to": ENDS,
    "applications.Decision.released_by": STAYS,
    "applications.Decision.staged_by": STAYS,
    # An answer stays under the account that gave it.
    "applications.PulseAnswer.by": _stays("Answers to mid-year checks"),
    "applications.PulseEvent.by": STAYS,
    "applications.PulsePair.school_sent_by": STAYS,
    "applications.PulsePairEvent.by": STAYS,
    "applications.RenewalInvitation.invited_by": STAYS,
    "applications.Review.reviewer": Link(
        Fate.OPEN, "Applications read", ("application",), (("state", "assigned"),)
    ),
    "applications.Signature.signer": _stays("Signatures"),
    "applications.SignatureVoid.by": STAYS,
    "coaching.ActionStep.looked_by": STAYS,
    "coaching.CoachedTeacher.person": _moves("Peer Coaches who coach them", ("placement",)),
    "coaching.CoachingCycle.coach": _moves("Coaching cycles as coach"),
    "coaching.Consent.by": STAYS,
    "coaching.Consent.withdrawn_by": STAYS,
    "coaching.CycleEvent.by": STAYS,
    "coaching.LeadersCoach.by": STAYS,
    "coaching.LeadersCoach.coach": _moves("Leaders they coach"),
    "coaching.ReleaseTime.confirmed_by": STAYS,
    "coaching.ReleaseTime.proposed_by": STAYS,
    "coaching.SupportEvent.by": STAYS,
    "coaching.CycleEvent.coach": STAYS,
    "coaching.SupportEvent.coach": STAYS,
    "coaching.SupportRequest.coach": _moves("Support they give"),
    "coaching.SupportWord.coach": _moves("What was said of support they gave"),
    "coaching.SeenInRecording.person": _moves("Recordings they are seen in", ("recording",)),
    "coaching.SeminarVisitor.person": _moves("Seminars they visited", ("seminar",)),
    "coaching.Visit.coach": _moves("Visits as coach"),
    **{f"fellows.{did}.by": STAYS for did in ("AssistanceBudget", "AwardEvent")},
    **{f"fellows.Award.{did}_by": STAYS for did in ("proposed", "approved")},
    "fellows.AgreementSignature.signer": _stays("Service agreements signed"),
    **{f"fellows.AgreementVersion.{did}_by": STAYS for did in ("drafted", "ended", "published")},
    "fellows.Fellow.person": _moves("Fellowships", ("cohort",)),
    **{f"fellows.{what}Event.by": STAYS for what in ("CohortPlan", "Fellow", "Fieldwork", "ServiceRecord")},
    **{
        f"fellows.{what}.by": STAYS
        for what in ("AlumniLink", "FellowTakenOver", "PaperAgreement", "PaperService")
    },
    **{f"fellows.{what}.taken_back_by": STAYS for what in ("FellowTakenOver", "PaperAgreement")},
    "fellows.FieldworkEntry.supervisor": _moves("Fieldwork hours they supervised"),
    "fellows.MilestoneProof.added_by": STAYS,
    "fellows.OutcomeSnapshot.taken_by": STAYS,
    "fellows.PaperScan.added_by": STAYS,
    "fellows.SchoolSimilarity.decided_by": STAYS,
    "fellows.ServiceLink.signer": STAYS,
    "fellows.Suspension.approved_by": STAYS,
    "fellows.Suspension.taken_back_by": STAYS,
    "fellows.UclaStep.recorded_by": STAYS,
    "applications.GroupInterview.planned_by": STAYS,
    "applications.GroupInterview.called_off_by": STAYS,
    "mfa.Authenticator.user": Link(Fate.ENDS, "Passkeys and second factors"),
    "notifications.Message.to_person": _moves("Mails"),
    "notifications.MessageEvent.by": STAYS,
    "notifications.ReminderRuleEvent.by": STAYS,
    "pathways.Attestation.by": STAYS,
    "pathways.DeliverableEvent.by": STAYS,
    "pathways.DeliverableRecord.decided_by": STAYS,
    "pathways.EarlierYear.entered_by": STAYS,
    "pathways.EarlierYear.person": _moves("Earlier years", ("role", "year")),
    "pathways.EarlierYear.taken_back_by": STAYS,
    "pathways.GoalEvent.by": STAYS,
    "pathways.EngagementAssessment.by": STAYS,
    "pathways.EngagementAssessment.taken_back_by": STAYS,
    "pathways.Feeder.added_by": STAYS,
    "pathways.Feeder.ended_by": STAYS,
    "pathways.GoalNote.by": STAYS,
    "pathways.NoteTakenBack.by": STAYS,
    "pathways.OfferingEvent.by": STAYS,
    "pathways.OfferingVersion.published_by": STAYS,
    "pathways.Placement.person": _moves("Placements"),
    "pathways.PlacementEvent.by": STAYS,
    # Of the table below, by another name.
    "pathways.ProgramEvent.planners": STAYS,
    "pathways.ProgramEventLine.by": STAYS,
    "pathways.ProgramEvent_planners.user": _moves("Events they plan", ("programevent",)),
    "pathways.ProgramYearEvent.by": STAYS,
    "pathways.SchoolGoal.person": _moves("School goals they carry"),
    "pathways.ScopeEvent.by": STAYS,
    "pathways.SignedPaper.by": STAYS,
    "pathways.TakenOver.by": STAYS,
    "people.ActingSigner.appointed_by": STAYS,
    "people.ActingSigner.person": _moves("Schools they sign for"),
    "people.Apart.by": STAYS,
    "people.Apart.first": STAYS,
    "people.Apart.second": STAYS,
    "people.Delegation.delegate": Link(Fate.JOINS, "Principals they act for"),
    "people.Delegation.principal": Link(Fate.JOINS, "Delegations given"),
    "people.Hat.agreed_by": STAYS,
    "people.Hat.given_by": STAYS,
    "people.Hat.person": Link(Fate.JOINS, "Hats"),
    "people.Import.by": STAYS,
    "people.ImportAnswer.by": STAYS,
    "people.ImportEvent.by": STAYS,
    "people.Invitation.principal": _moves("", ("address",)),
    "people.Merge.by": STAYS,
    "people.Merge.gone": STAYS,
    "people.Merge.kept": STAYS,
    "people.PersonEvent.by": STAYS,
    "people.PersonEvent.person": STAYS,
    "people.PersonEvent.principal": STAYS,
    "people.PersonExport.by": STAYS,
    "people.PersonExport.person": _stays("Exports of everything"),
    "people.Post.person": Link(Fate.JOINS, "Positions"),
    "people.PostRequest.decided_by": STAYS,
    "people.PostRequest.person": JOINS,
    "people.SourceId.by": STAYS,
    "people.SourceId.person": _moves("", ("source",)),
    "people.User.merged_into": JOINS,
    "people.User_groups.user": ENDS,
    "people.User_user_permissions.user": ENDS,
    "people.Welcome.by": STAYS,
    "people.Welcome.person": STAYS,
    "people.WrittenPerson.person": _moves("", ("source",)),
    "seminars.Attendance.approved_by": STAYS,
    "seminars.Attendance.marked_by": STAYS,
    "seminars.Attendance.person": _moves("Marks in sessions", ("session",)),
    "seminars.AttendanceChange.by": STAYS,
    "seminars.CalendarAddress.person": Link(Fate.ENDS, "Calendar feed"),
    "seminars.Resource.person": _moves("Resources they shared"),
    "seminars.ResourceEvent.by": STAYS,
    "seminars.ScanFailure.person": STAYS,
    "seminars.Session.closed_by": STAYS,
    # Of the table below, by another name.
    "seminars.Session.facilitators": STAYS,
    "seminars.SessionEvent.by": STAYS,
    "seminars.Session_facilitators.user": _moves("Sessions they lead", ("session",)),
    "stipends.AccountCode.by": STAYS,
    **{f"stipends.Assistance{made}.made_by": STAYS for made in ("Batch", "Export")},
    **{f"stipends.Assistance{said}.by": STAYS for said in ("Confirmation", "ExportDownload", "Return")},
    "stipends.Budget.published_by": STAYS,
    "stipends.Budget.written_by": STAYS,
    "stipends.CameBack.by": STAYS,
    "stipends.ClaimBatch.made_by": STAYS,
    "stipends.ClaimConfirmation.by": STAYS,
    "stipends.ClaimEvent.by": STAYS,
    "stipends.ClaimExport.made_by": STAYS,
    "stipends.ClaimExportDownload.by": STAYS,
    "stipends.ClaimLine.teacher": _stays("Days that a substitute covered"),
    "stipends.Dispute.answered_by": STAYS,
    "stipends.DisputeEvent.by": STAYS,
    "stipends.NamedSubstitute.ended_by": STAYS,
    "stipends.NamedSubstitute.named_by": STAYS,
    "stipends.NamedSubstitute.teacher": _stays("Days for which a substitute was named"),
    "stipends.Overpayment.agreed_by": STAYS,
    "stipends.Overpayment.settled_by": STAYS,
    "stipends.Overpayment.waiver_by": STAYS,
    "stipends.Overpayment.waived_by": STAYS,
    "stipends.OverpaymentEvent.by": STAYS,
    "stipends.Export.made_by": STAYS,
    "stipends.ExportDownload.by": STAYS,
    "stipends.FundEvent.by": STAYS,
    "stipends.LineConfirmation.by": STAYS,
    "stipends.PayrollLayout.drafted_by": STAYS,
    "stipends.PayrollLayout.ended_by": STAYS,
    "stipends.PayrollLayout.published_by": STAYS,
    "stipends.PolicyExamples.by": STAYS,
    "stipends.RunRefusal.by": STAYS,
    "stipends.SchoolAllowance.drafted_by": STAYS,
    "stipends.SchoolAllowance.ended_by": STAYS,
    "stipends.SchoolAllowance.published_by": STAYS,
    "stipends.StatementChange.by": STAYS,
    "stipends.StipendLine.person": _stays("Lines of stipend runs"),
    "stipends.StipendPolicy.drafted_by": STAYS,
    "stipends.StipendPolicy.published_by": STAYS,
    "stipends.StipendPolicyEvent.by": STAYS,
    "stipends.StipendRun.approved_by": STAYS,
    "stipends.StipendRun.prepared_by": STAYS,
    "stipends.PaydayEvent.by": STAYS,
    "stipends.StipendRunEvent.by": STAYS,
    "stipends.SubstituteClaim.approved_by": STAYS,
    "stipends.SubstituteClaim.opened_by": STAYS,
    "stipends.SubstituteClaim.submitted_by": STAYS,
    "stipends.SubstituteTerms.drafted_by": STAYS,
    "stipends.SubstituteTerms.ended_by": STAYS,
    "stipends.SubstituteTerms.published_by": STAYS,
}
# What a page says becomes of them.
WORDS = {
    Fate.MOVES: "All of them follow to the account that stays. Where both have one of which a person has only one, "
    "that of the closed account is left there.",
    Fate.OPEN: "What was not done yet follows. What was done stays under the account that did it.",
    Fate.STAYS: "They stay as they were written, under the account of then, and count for the person.",
    Fate.JOINS: "They are joined: where days meet, one goes on, and it lasts as long as both did.",
    Fate.ENDS: "They end with the closed account.",
}
