"""How long the rows of each table are kept, and what becomes of them then. Plain data, reviewed by hand: a table that
is not here fails a test, and `manage.py retention` touches none that this one does not tell it to.

The years and days are the program's own choice. Nothing is taken off because of this table that pay, a signature, a
history or the study of the pathway rests on: California asks for records of pay and of applicants for at least four
years (Labor Code 226, Government Code 12946), and these are kept for longer, for as long as the product is.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Keep(StrEnum):
    """What people call each class, as docs/data.md shows it."""

    PROGRAM = "for good: what the program is"
    RECORD = "for good: what happened, and who answers for it"
    MONEY = "for good: pay"
    PERSON = "for good: who somebody is; closing an account takes off what only signs in"
    WORDS = "three years after its program year; then its words are taken off and the rest stays"
    PASSING = "until it has done its work"


# Long enough to look back over what a leader's stay in a role usually is.
YEARS_OF_WORDS = 3
# What stands where words were: a page that shows it explains itself, and a column that may not be empty is not.
NO_LONGER_KEPT = "(no longer kept)"


@dataclass(frozen=True, slots=True)
class Words:
    """`columns` of a table that are taken off `YEARS_OF_WORDS` after the first day that `ended` leads to."""

    columns: tuple[str, ...]
    ended: str


@dataclass(frozen=True, slots=True)
class Passing:
    """Rows that are deleted `days` after the moment in `since`."""

    since: str
    days: int


_YEAR = "year__ends"
WORDS: dict[str, Words] = {
    "applications.Review": Words(("comment",), f"application__offering__{_YEAR}"),
    "applications.PulseAnswer": Words(("words",), f"pair__pulse__{_YEAR}"),
    "coaching.ActionStep": Words(("words",), f"cycle__placement__{_YEAR}"),
    "coaching.CoachingCycle": Words(("goal", "saw", "feedback", "agreed", "notes"), f"placement__{_YEAR}"),
    "coaching.SupportRequest": Words(("words",), f"placement__{_YEAR}"),
    "coaching.SupportWord": Words(("words",), f"event__request__placement__{_YEAR}"),
    "coaching.Visit": Words(("words",), f"placement__{_YEAR}"),
}
PASSING: dict[str, Passing] = {
    "account.EmailConfirmation": Passing("created", 30),
    "seminars.ScanFailure": Passing("at", 90),
    "sessions.Session": Passing("expire_date", 1),
}
_TABLES: dict[Keep, str] = {
    Keep.PROGRAM: """
        applications.CommitmentPulse fellows.AgreementVersion fellows.CohortMilestone fellows.FellowCohort
        notifications.ReminderRule pathways.CalendarEntry pathways.Cohort pathways.Deliverable pathways.Feeder
        pathways.IltExpectation pathways.Offering pathways.OfferingVersion pathways.Pathway
        pathways.PathwayManager pathways.ProgramYear pathways.Role pathways.SchoolPlaces pathways.ScopeItem
        pathways.ServiceDay people.School people.SchoolMembership people.SourceRole people.WrittenSchool
        seminars.Event seminars.Session seminars.Session_cohorts seminars.Session_facilitators
        seminars.Session_roles auth.Group auth.Group_permissions auth.Permission contenttypes.ContentType
        """,
    Keep.RECORD: """
        admin.LogEntry applications.Application applications.ApplicationEvent applications.CommitmentRecord
        applications.CosignCode applications.CosignLink applications.Decision applications.GroupInterview
        applications.PulseEvent
        applications.PulsePair applications.PulsePairEvent applications.Recommendation
        applications.RenewalDeclined applications.RenewalInvitation applications.Signature applications.SignatureChain
        applications.SignatureVoid coaching.CoachedPeer coaching.CoachedTeacher coaching.Consent
        coaching.CycleEvent coaching.HostedSeminar coaching.LeadersCoach coaching.PeerVisit coaching.Recording
        coaching.ReleaseTime coaching.SchoolwidePD coaching.SeenInRecording coaching.SeminarVisitor
        coaching.SupportEvent coaching.TeacherCycle fellows.AgreementChain fellows.AgreementSignature
        fellows.AlumniAnswer fellows.AlumniLink fellows.CohortPlanEvent fellows.Fellow
        fellows.FellowEvent fellows.FellowTakenOver
        fellows.FieldworkEntry fellows.FieldworkEvent fellows.Milestone fellows.MilestoneProof
        fellows.OutcomeSnapshot fellows.PaperAgreement fellows.PaperScan
        fellows.PaperService fellows.SchoolSimilarity fellows.ServiceAgreement fellows.ServiceLink
        fellows.ServiceRecord
        fellows.ServiceRecordEvent fellows.Suspension fellows.UclaStep notifications.Message notifications.MessageEvent
        notifications.ReminderRuleEvent pathways.Attestation pathways.DeliverableEvent pathways.DeliverableRecord
        pathways.EarlierYear pathways.EngagementAnswer pathways.EngagementAssessment pathways.EvidenceFile
        pathways.GoalEvent pathways.GoalNote pathways.Leave pathways.NoteTakenBack pathways.OfferingEvent
        pathways.Placement pathways.PlacementEvent pathways.ProgramEvent pathways.ProgramEventLine
        pathways.ProgramEvent_planners pathways.ProgramYearEvent pathways.SchoolAssignment pathways.SchoolGoal
        pathways.ScopeEvent pathways.SignedPaper pathways.TakenOver people.Apart people.Import people.ImportAnswer
        people.ImportEvent people.Merge people.MergedRow people.PersonEvent people.PersonExport people.Welcome
        seminars.Attendance seminars.AttendanceChange seminars.Resource seminars.ResourceEvent
        seminars.SessionEvent
        """,
    Keep.MONEY: """
        fellows.AssistanceBudget fellows.Award fellows.AwardEvent fellows.Disbursement
        stipends.AccountCode stipends.AssistanceBatch stipends.AssistanceConfirmation stipends.AssistanceExport
        stipends.AssistanceExportDownload stipends.AssistanceLine stipends.AssistanceReturn
        stipends.Budget stipends.BudgetRow stipends.CameBack stipends.ClaimBatch
        stipends.ClaimConfirmation stipends.ClaimEvent stipends.ClaimExport stipends.ClaimExportDownload
        stipends.ClaimLine stipends.Dispute stipends.DisputeEvent stipends.Export stipends.ExportDownload
        stipends.Fund stipends.FundEvent stipends.LayoutColumn stipends.LineConfirmation
        stipends.NamedSubstitute stipends.Overpayment stipends.OverpaymentEvent stipends.Payday
        stipends.PaydayEvent stipends.PayrollLayout stipends.PolicyExamples stipends.RefusedLine
        stipends.RunRefusal stipends.SchoolAllowance stipends.StatementChange stipends.StipendLine
        stipends.StipendPolicy stipends.StipendPolicyEvent stipends.StipendRun stipends.StipendRunEvent
        stipends.SubstituteClaim stipends.SubstituteTerms stipends.TakenOff
        """,
    Keep.PERSON: """
        account.EmailAddress mfa.Authenticator people.ActingSigner people.Delegation people.Hat people.Hat_schools
        people.Invitation people.Post people.PostRequest people.SourceId people.User people.User_groups
        people.User_user_permissions people.WrittenPerson people.WrittenPost seminars.CalendarAddress
        """,
    # Besides those above: what its own job deletes, or fills anew.
    Keep.PASSING: """
        notifications.Heartbeat notifications.Hold people.Attempt people.ImportPiece people.ImportProgress
        stipends.RunChunk
        """,
}
KEPT: dict[str, Keep] = (
    {label: keep for keep, labels in _TABLES.items() for label in labels.split()}
    | dict.fromkeys(WORDS, Keep.WORDS)
    | dict.fromkeys(PASSING, Keep.PASSING)
)


def words_end(today: date) -> date:
    """Words of program years that ended on this day or before it are kept no longer; 29 February counts as the 28th."""
    leap = today.month == 2 and today.day == 29
    return today.replace(year=today.year - YEARS_OF_WORDS, day=28 if leap else today.day)


def passing_ends(rule: Passing, today: date) -> date:
    """Rows of before this day are kept no longer."""
    return today - timedelta(days=rule.days)
