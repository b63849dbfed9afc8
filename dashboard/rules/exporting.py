"""What an export of one person holds: every table of the product, with how its rows lead to the person, or with the
reason why none of them do. Plain data, reviewed by hand: a table that is not here fails a test.

Nothing of others but their names: of a link to somebody else the name is written, never an address. What readers wrote
of an application, and what was weighed before it was decided, was written in confidence: the product shows it to no
applicant, and neither does an export. What was decided, and what staff say to the person, is in the histories.
"""

from dataclasses import dataclass
from enum import StrEnum


class For(StrEnum):
    """Who gets a part. `ALL`: the person, and those who export it for them. `MONEY`: the person, and those of them who
    see what people are paid. `OWN`: the person alone, as in the product: drafts, coaching, what they handed in."""

    ALL = "all"
    MONEY = "money"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Part:
    """`title`: what people call these rows; `by`: the look-ups that lead to the person, any of which counts; `without`:
    columns that are left out, secrets and words of others; `but`: rows that are, by
    column."""

    title: str
    by: tuple[str, ...]
    reads: For = For.ALL
    without: tuple[str, ...] = ()
    but: tuple[tuple[str, object], ...] = ()
    # Columns and rows that the person alone gets.
    own: tuple[str, ...] = ()
    own_rows: tuple[tuple[str, object], ...] = ()


# Columns of no table: made for machines, or a secret.
NEVER = frozenset(
    {
        "password",
        "search_name",
        "sort_name",
        "name_key",
        "mailbox_key",
        "number_key",
        "mac",
        "previous_mac",
        "dedupe_key",
        "message_id",
        "holder",
        "claimed_at",
        "token_sha256",
        "is_superuser",
    }
)
_OF = "placement__person"
PARTS: dict[str, Part] = {
    "people.User": Part("Account", ("pk",)),
    "account.EmailAddress": Part("Addresses", ("user",)),
    "people.Post": Part("Positions", ("person",)),
    "people.PostRequest": Part("Where they said they work", ("person",)),
    "people.Hat": Part("Hats", ("person",)),
    "people.ActingSigner": Part("Schools they sign for", ("person",)),
    "people.Delegation": Part("Who acts for whom", ("principal", "delegate")),
    "people.Invitation": Part("Whom they ask to act for them", ("principal",), For.OWN),
    "people.Welcome": Part("Invitations to the account", ("person",)),
    "people.SourceId": Part("Ids by which rosters call them", ("person",)),
    "people.WrittenPerson": Part("What rosters say", ("person",)),
    "people.WrittenPost": Part("What rosters say of positions", ("post__person",)),
    "people.PersonEvent": Part("What was done with the account", ("person",)),
    "people.PersonExport": Part("Exports", ("person",), without=("file", "sha256")),
    "people.Merge": Part("Merged accounts", ("kept", "gone")),
    "people.MergedRow": Part("Rows of merged accounts", ("merge__kept", "merge__gone")),
    "applications.Application": Part(
        "Applications",
        ("person",),
        without=("score_hundredths",),
        own=("answers", "resume", "resume_name"),
        own_rows=(("state", "draft"),),
    ),
    "applications.ApplicationEvent": Part(
        "What happened with applications",
        ("application__person",),
        without=("asked", "decision"),
        but=(("action__in", ("assign", "score", "recuse", "stage_unread")),),
    ),
    "applications.CommitmentRecord": Part("Texts to sign", ("application__person",), For.OWN),
    "applications.Recommendation": Part("Recommendations", ("record__application__person",), For.OWN),
    "applications.Signature": Part("Signatures", ("signer",)),
    "applications.SignatureVoid": Part("Signatures that no longer count", ("signature__signer",)),
    "pathways.Placement": Part("Placements", ("person",)),
    "pathways.SchoolAssignment": Part("Where placements are served", (_OF,)),
    "pathways.Leave": Part("Leaves", (_OF,)),
    "pathways.PlacementEvent": Part("What happened with placements", (_OF,)),
    "pathways.DeliverableRecord": Part("Deliverables", (_OF,), For.OWN),
    "pathways.DeliverableEvent": Part(
        "What happened with deliverables", ("record__placement__person",), For.OWN
    ),
    "pathways.EvidenceFile": Part(
        "Files handed in at once with others", ("line__record__placement__person",), For.OWN
    ),
    "pathways.Attestation": Part("Attestations", (_OF,)),
    "pathways.ProgramEvent_planners": Part("Events they plan", ("user",)),
    "pathways.SchoolGoal": Part("School goals they carry", ("person",)),
    "pathways.EarlierYear": Part("Earlier years", ("person",)),
    "pathways.TakenOver": Part("Roles taken over", (_OF,)),
    "pathways.SignedPaper": Part("Signed papers", (_OF,), own=("file",)),
    "applications.PulsePair": Part(
        "Mid-year checks of their role", (_OF,), For.OWN, ("state", "school_sent_by")
    ),
    "applications.PulseAnswer": Part("What they answered in mid-year checks", ("by",), For.OWN),
    "applications.RenewalInvitation": Part("Invitations to renew", (_OF,)),
    "applications.RenewalDeclined": Part("Renewals they declined", ("invitation__placement__person",)),
    "seminars.Resource": Part("What they shared", ("person",)),
    "seminars.Attendance": Part("Marks in sessions", ("person",)),
    "seminars.AttendanceChange": Part("How marks changed", ("attendance__person",)),
    "seminars.ScanFailure": Part("Scans that were refused", ("person",)),
    "seminars.Session_facilitators": Part("Sessions they lead", ("user",)),
    "coaching.CoachingCycle": Part("Coaching", (_OF,), For.OWN),
    "coaching.CycleEvent": Part("Steps of coaching", ("cycle__placement__person",), For.OWN),
    "coaching.LeadersCoach": Part("Who coached them", (_OF,)),
    "coaching.ActionStep": Part("Action steps", ("cycle__placement__person",), For.OWN),
    "coaching.SupportRequest": Part("Support they asked for", (_OF,), For.OWN),
    "coaching.SupportEvent": Part(
        "What happened with that support", ("request__placement__person",), For.OWN
    ),
    "coaching.SupportWord": Part(
        "What was said of it", ("event__request__placement__person", "coach"), For.OWN
    ),
    "coaching.Visit": Part("Visits by a coach", (_OF,), For.OWN),
    "coaching.ReleaseTime": Part("Release time", (_OF,)),
    "coaching.CoachedTeacher": Part("Coaching by Peer Coaches", (_OF, "person"), For.OWN),
    "coaching.TeacherCycle": Part(
        "Cycles of Peer Coaches with teachers",
        ("teacher__placement__person", "teacher__person"),
        For.OWN,
        # The Peer Coach reads it on their page; it is not for the teacher.
        without=("own_focus",),
    ),
    "coaching.SchoolwidePD": Part("Schoolwide PD they led", (_OF,), For.OWN),
    "coaching.HostedSeminar": Part("Seminars they hosted", (_OF,), For.OWN),
    "coaching.SeminarVisitor": Part(
        "Visitors of hosted seminars", ("person", "seminar__placement__person"), For.OWN
    ),
    "coaching.CoachedPeer": Part("Coaching among Peer Coaches", (_OF, "peer__person"), For.OWN),
    "coaching.PeerVisit": Part(
        "Visits among Peer Coaches", ("coached__placement__person", "coached__peer__person"), For.OWN
    ),
    # Where a recording is, is for those to whom it is shown at the moment.
    "coaching.Recording": Part("Recordings they made", (_OF,), For.OWN, without=("link",)),
    "coaching.SeenInRecording": Part(
        "Recordings and who is seen in them", ("person", "recording__placement__person"), For.OWN
    ),
    "coaching.Consent": Part(
        "Consents to recordings", ("seen__person", "seen__recording__placement__person"), For.OWN
    ),
    "fellows.Fellow": Part("Fellowships", ("person",)),
    "fellows.Milestone": Part("Milestones", ("fellow__person",)),
    "fellows.MilestoneProof": Part("Proofs of milestones", ("milestone__fellow__person",)),
    "fellows.FellowTakenOver": Part("Fellowships taken over", ("fellow__person",)),
    "fellows.FieldworkEntry": Part("Hours of fieldwork", ("fellow__person",)),
    "fellows.FieldworkEvent": Part("What happened with hours of fieldwork", ("entry__fellow__person",)),
    "fellows.ServiceAgreement": Part("Service agreements", ("fellow__person",)),
    "fellows.PaperScan": Part("Scans of service agreements", ("paper__agreement__fellow__person",)),
    "fellows.PaperAgreement": Part("Service agreements on paper", ("agreement__fellow__person",)),
    "fellows.AlumniAnswer": Part("What they said they do", ("fellow__person",), without=("link",)),
    "fellows.AgreementSignature": Part("Signatures on service agreements", ("signer",)),
    "fellows.ServiceRecord": Part("Service", ("fellow__person",), without=("verifier_email",)),
    "fellows.PaperService": Part("Service on paper", ("record__fellow__person",)),
    "fellows.ServiceRecordEvent": Part(
        "What happened with service", ("record__fellow__person",), without=("link",)
    ),
    "fellows.Suspension": Part("Suspensions", ("fellow__person",)),
    "fellows.Award": Part("Assistance", ("fellow__person",), For.MONEY),
    "fellows.Disbursement": Part("When assistance is paid", ("award__fellow__person",), For.MONEY),
    "fellows.AwardEvent": Part("What happened with assistance", ("award__fellow__person",), For.MONEY),
    "stipends.AssistanceLine": Part(
        "Assistance in files for payroll", ("disbursement__award__fellow__person",), For.MONEY
    ),
    "stipends.AssistanceConfirmation": Part(
        "What payroll confirmed of assistance", ("line__disbursement__award__fellow__person",), For.MONEY
    ),
    "stipends.AssistanceReturn": Part(
        "Assistance that came back", ("line__disbursement__award__fellow__person",), For.MONEY
    ),
    "fellows.UclaStep": Part("What UCLA said of fellowships", ("fellow__person",)),
    "fellows.FellowEvent": Part("What happened with fellowships", ("fellow__person",)),
    "stipends.StipendLine": Part("Stipend lines", ("person",), For.MONEY),
    "stipends.LineConfirmation": Part("What payroll confirmed", ("line__person",), For.MONEY),
    "stipends.ClaimLine": Part(
        "Days that a substitute covered", ("teacher",), without=("substitute_key", "number", "proof")
    ),
    "stipends.NamedSubstitute": Part(
        "Substitutes who were named for them", ("teacher",), without=("substitute_key", "number")
    ),
    "stipends.StatementChange": Part("Changes of stipends", (_OF,), For.MONEY),
    "stipends.Dispute": Part("What they said is wrong with their stipend", (_OF,), For.MONEY),
    "stipends.DisputeEvent": Part("What became of that", ("dispute__placement__person",), For.MONEY),
    "stipends.Overpayment": Part(
        "What was paid too much",
        (_OF,),
        For.MONEY,
        without=("waiver_by", "waiver_at", "waiver_cents", "waiver_reason"),
    ),
    "stipends.OverpaymentEvent": Part(
        "What became of what was paid too much",
        ("overpayment__placement__person",),
        For.MONEY,
        without=("note",),
    ),
    "stipends.CameBack": Part(
        "What they paid back before the rest", ("overpayment__placement__person",), For.MONEY
    ),
    "stipends.TakenOff": Part("What was taken off payments", ("line__person",), For.MONEY),
    "stipends.RefusedLine": Part("Lines that held up a run", (_OF,), For.MONEY),
    "notifications.Message": Part(
        "Mails", ("to_person",), For.OWN, without=("body", "context"), but=(("secret", True),)
    ),
}
_OTHERS = "What they did with rows of others stands in the histories of those, under their name."
_CATALOGUE = "It is about the program and names nobody."
_SECRET = "It is a secret by which somebody signs in or opens a page, kept as a digest."
_MACHINE = "It is a part of the machine, and says nothing of a person that is not elsewhere."
_CONFIDENCE = "It was written in confidence; no applicant sees it in the product either."
LEFT_OUT: dict[str, str] = {
    "applications.Review": _CONFIDENCE,
    "applications.Decision": _CONFIDENCE,
    "people.Apart": _CONFIDENCE,
    **dict.fromkeys(
        (
            "applications.PulseEvent",
            "applications.PulsePairEvent",
            "people.Import",
            "people.ImportAnswer",
            "people.ImportEvent",
            "admin.LogEntry",
            "notifications.MessageEvent",
            "notifications.ReminderRuleEvent",
            "seminars.ResourceEvent",
            "seminars.SessionEvent",
            "fellows.AssistanceBudget",
            "stipends.AccountCode",
            "stipends.AssistanceBatch",
            "stipends.AssistanceExport",
            "stipends.AssistanceExportDownload",
            "stipends.Budget",
            "stipends.ClaimBatch",
            "stipends.ClaimConfirmation",
            "stipends.ClaimEvent",
            "stipends.ClaimExport",
            "stipends.ClaimExportDownload",
            "stipends.SchoolAllowance",
            "stipends.SubstituteClaim",
            "stipends.SubstituteTerms",
            "stipends.Export",
            "stipends.ExportDownload",
            "stipends.FundEvent",
            "stipends.RunRefusal",
            "stipends.StipendRun",
            "stipends.PaydayEvent",
            "stipends.PayrollLayout",
            "stipends.StipendRunEvent",
            "stipends.StipendPolicy",
            "stipends.StipendPolicyEvent",
            "stipends.PolicyExamples",
            "pathways.GoalEvent",
            "pathways.EngagementAnswer",
            "pathways.EngagementAssessment",
            "pathways.Feeder",
            "pathways.GoalNote",
            "pathways.NoteTakenBack",
            "pathways.OfferingEvent",
            "pathways.ProgramEventLine",
            "pathways.ProgramYearEvent",
            "pathways.ScopeEvent",
            "fellows.CohortPlanEvent",
            "pathways.PathwayManager",
            "fellows.OutcomeSnapshot",
            "fellows.AgreementVersion",
            "fellows.SchoolSimilarity",
        ),
        _OTHERS,
    ),
    **dict.fromkeys(
        (
            "applications.CosignLink",
            "applications.CosignCode",
            "fellows.ServiceLink",
            "fellows.AlumniLink",
            "seminars.CalendarAddress",
            "mfa.Authenticator",
            "sessions.Session",
            "account.EmailConfirmation",
            "people.Attempt",
        ),
        _SECRET,
    ),
    **dict.fromkeys(
        (
            "applications.CommitmentPulse",
            "applications.GroupInterview",
            "people.School",
            "people.SchoolMembership",
            "people.SourceRole",
            "people.WrittenSchool",
            "people.Hat_schools",
            "pathways.Pathway",
            "pathways.Role",
            "pathways.Cohort",
            "pathways.ProgramYear",
            "pathways.ProgramEvent",
            "pathways.ServiceDay",
            "stipends.Payday",
            "pathways.CalendarEntry",
            "pathways.ScopeItem",
            "pathways.Offering",
            "pathways.OfferingVersion",
            "pathways.SchoolPlaces",
            "pathways.IltExpectation",
            "pathways.Deliverable",
            "seminars.Event",
            "seminars.Session",
            "seminars.Session_roles",
            "seminars.Session_cohorts",
            "fellows.CohortMilestone",
            "fellows.FellowCohort",
            "notifications.ReminderRule",
            "stipends.Fund",
            "stipends.BudgetRow",
            "stipends.LayoutColumn",
        ),
        _CATALOGUE,
    ),
    **dict.fromkeys(
        (
            "applications.SignatureChain",
            "fellows.AgreementChain",
            "stipends.RunChunk",
            "people.ImportPiece",
            "people.ImportProgress",
            "notifications.Heartbeat",
            "notifications.Hold",
            "people.User_groups",
            "people.User_user_permissions",
            "auth.Permission",
            "auth.Group",
            "auth.Group_permissions",
            "contenttypes.ContentType",
        ),
        _MACHINE,
    ),
}
