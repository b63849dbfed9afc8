"""What two people have to do of one row: two accounts that did both parts are no accounts of one person. Plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Eyes:
    """Two parts of one row that two people have to do: columns `one` and `other` of `model`, and how it is said, with
    {one} and {other}. `without`: rows that do not count, by column."""

    model: str
    one: str
    other: str
    said: str
    without: tuple[tuple[str, object], ...] = ()


_DECIDED = "{one} decided on an application of {other}."
_OFF = (("run__state", "void"), ("run__kind", "projection"))
FOUR_EYES: tuple[Eyes, ...] = (
    Eyes("applications.Application", "signer", "person", "{one} is asked to sign what {other} applied for."),
    Eyes(
        "applications.Signature",
        "signer",
        "record__application__person",
        "{one} signed for a school what {other} applied for.",
    ),
    Eyes(
        "applications.Review",
        "reviewer",
        "application__person",
        "{one} reads, or read, an application of {other}.",
        (("state", "recused"),),
    ),
    Eyes("applications.Decision", "staged_by", "application__person", _DECIDED),
    Eyes("applications.Decision", "released_by", "application__person", _DECIDED),
    Eyes("pathways.Attestation", "by", "placement__person", "{one} attested a year of {other}."),
    Eyes(
        "pathways.DeliverableRecord",
        "decided_by",
        "placement__person",
        "{one} accepted, returned or waived work of {other}.",
    ),
    Eyes("pathways.EarlierYear", "entered_by", "person", "{one} took over an earlier year of {other}."),
    Eyes("pathways.TakenOver", "by", "placement__person", "{one} took over a role of {other}."),
    Eyes("pathways.SignedPaper", "by", "placement__person", "{one} kept a paper that {other} signed."),
    Eyes("coaching.CoachingCycle", "coach", "placement__person", "{one} coaches {other}."),
    Eyes("coaching.LeadersCoach", "coach", "placement__person", "{one} is the coach of {other}."),
    Eyes("coaching.LeadersCoach", "by", "placement__person", "{one} said who coaches {other}."),
    Eyes("coaching.SupportRequest", "coach", "placement__person", "{one} supports {other}."),
    Eyes("coaching.Visit", "coach", "placement__person", "{one} visited {other}."),
    Eyes(
        "coaching.SeminarVisitor",
        "person",
        "seminar__placement__person",
        "{one} visited a seminar of {other}.",
    ),
    Eyes("coaching.CoachedPeer", "placement__person", "peer__person", "{one} coaches {other}, a Peer Coach."),
    Eyes(
        "coaching.Consent",
        "by",
        "seen__person",
        "{one} recorded on paper that {other} agreed to a recording.",
        (("paper", ""),),
    ),
    Eyes("coaching.CoachedTeacher", "placement__person", "person", "{one} coaches {other} as a Peer Coach."),
    Eyes(
        "coaching.ReleaseTime",
        "confirmed_by",
        "placement__person",
        "{one} confirmed release time of {other}.",
    ),
    Eyes("fellows.FieldworkEntry", "supervisor", "fellow__person", "{one} supervised fieldwork of {other}."),
    Eyes("fellows.AgreementVersion", "drafted_by", "published_by", "{one} wrote terms {other} published."),
    Eyes(
        "fellows.PaperService", "by", "record__fellow__person", "{one} entered service of {other} from paper."
    ),
    Eyes("fellows.Award", "proposed_by", "approved_by", "{one} proposed an award that {other} approved."),
    Eyes("fellows.Award", "proposed_by", "fellow__person", "{one} proposed an award of {other}."),
    Eyes("fellows.Award", "approved_by", "fellow__person", "{one} approved an award of {other}."),
    Eyes("fellows.Suspension", "approved_by", "fellow__person", "{one} approved a suspension of {other}."),
    Eyes("fellows.ServiceLink", "signer", "record__fellow__person", "{one} confirmed service of {other}."),
    Eyes(
        "seminars.Attendance",
        "marked_by",
        "person",
        "{one} marked {other} in a session.",
        (("source", "qr"),),
    ),
    Eyes("seminars.Attendance", "approved_by", "person", "{one} excused {other} from a session."),
    Eyes("people.Hat", "given_by", "person", "{one} gave {other} a hat."),
    Eyes("people.Hat", "agreed_by", "person", "{one} agreed to a hat of {other}."),
    Eyes("people.Hat", "given_by", "agreed_by", "{one} gave a hat and {other} agreed to it."),
    Eyes("people.PostRequest", "decided_by", "person", "{one} said where {other} works."),
    Eyes(
        "stipends.StipendLine",
        "run__prepared_by",
        "person",
        "{one} prepared a run on which {other} stands.",
        _OFF,
    ),
    Eyes(
        "stipends.StipendLine",
        "run__approved_by",
        "person",
        "{one} approved a run on which {other} stands.",
        _OFF,
    ),
    Eyes(
        "stipends.SubstituteClaim",
        "submitted_by",
        "approved_by",
        "{one} sent a claim for substitutes and {other} approved it.",
    ),
    Eyes(
        "stipends.SubstituteTerms",
        "drafted_by",
        "published_by",
        "{one} drafted what substitutes are paid and {other} published it.",
    ),
    Eyes(
        "stipends.PayrollLayout",
        "drafted_by",
        "published_by",
        "{one} drafted a layout of payroll and {other} published it.",
    ),
    Eyes(
        "stipends.SchoolAllowance",
        "drafted_by",
        "published_by",
        "{one} drafted what a school may claim and {other} published it.",
    ),
    Eyes(
        "stipends.Dispute",
        "answered_by",
        "placement__person",
        "{one} answered what {other} says is wrong.",
    ),
    Eyes(
        "stipends.CameBack",
        "by",
        "overpayment__placement__person",
        "{one} recorded what came back of what {other} was paid too much.",
    ),
    Eyes(
        "stipends.Overpayment",
        "settled_by",
        "placement__person",
        "{one} settled what {other} was paid too much.",
    ),
    Eyes(
        "stipends.Overpayment",
        "waiver_by",
        "placement__person",
        "{one} asked to let go what {other} was paid.",
    ),
    Eyes(
        "stipends.Overpayment",
        "waived_by",
        "placement__person",
        "{one} let go what {other} was paid too much.",
    ),
    Eyes(
        "stipends.Overpayment", "waiver_by", "waived_by", "{one} asked for a waiver and {other} agreed to it."
    ),
    Eyes(
        "stipends.StipendRun", "prepared_by", "approved_by", "{one} prepared a run and {other} approved it."
    ),
    Eyes(
        "stipends.StipendPolicy",
        "drafted_by",
        "published_by",
        "{one} drafted a stipend policy and {other} published it.",
    ),
)
