"""What becomes of each link to a person when two accounts of one person are merged. Reviewed by hand.

MOVES: it is about the person, so it follows to the account that is kept.
STAYS: it is evidence of who did or signed something then; it keeps pointing at the retired account, which is
       never deleted.
ENDS:  it belongs to the account, not to the person; the retired account's sign-in means end with it.
"""

MOVES = {
    "applications.Application.person",
    "applications.Application.signer",
    "coaching.CoachingCycle.coach",
    "fellows.Fellow.person",
    "notifications.Message.to_person",
    "pathways.Placement.person",
    "people.ActingSigner.person",
    "people.Delegation.delegate",
    "people.Delegation.principal",
    "people.Hat.person",
    "people.Invitation.principal",
    "people.Post.person",
    "seminars.Attendance.person",
    "seminars.Session.facilitators",
    "seminars.Session_facilitators.user",
}
STAYS = {
    "admin.LogEntry.user",
    "applications.ApplicationEvent.by",
    "applications.Decision.released_by",
    "applications.Decision.staged_by",
    "applications.Review.reviewer",
    "applications.Signature.signer",
    "applications.SignatureVoid.by",
    "coaching.CycleEvent.by",
    "fellows.FellowEvent.by",
    "fellows.SchoolSimilarity.decided_by",
    "fellows.ServiceLink.signer",
    "fellows.ServiceRecordEvent.by",
    "fellows.Suspension.approved_by",
    "notifications.MessageEvent.by",
    "pathways.Attestation.by",
    "pathways.DeliverableEvent.by",
    "pathways.DeliverableRecord.decided_by",
    "pathways.OfferingEvent.by",
    "pathways.OfferingVersion.published_by",
    "pathways.PlacementEvent.by",
    "people.ActingSigner.appointed_by",
    "seminars.Attendance.approved_by",
    "seminars.Attendance.marked_by",
    "seminars.AttendanceChange.by",
    "seminars.Session.closed_by",
    "seminars.ScanFailure.person",
    "seminars.SessionEvent.by",
    "stipends.Export.made_by",
    "stipends.ExportDownload.by",
    "stipends.StatementChange.by",
    "stipends.LineConfirmation.by",
    "stipends.RunRefusal.by",
    "stipends.StipendLine.person",
    "stipends.StipendPolicy.drafted_by",
    "stipends.StipendPolicy.published_by",
    "stipends.StipendPolicyEvent.by",
    "stipends.StipendRun.approved_by",
    "stipends.StipendRun.prepared_by",
    "stipends.StipendRunEvent.by",
}
ENDS = {
    "account.EmailAddress.user",
    "applications.CosignLink.addressed_to",
    "mfa.Authenticator.user",
    "people.User_groups.user",
    "people.User_user_permissions.user",
    "seminars.CalendarAddress.person",
}
