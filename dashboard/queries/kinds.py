"""The words of what waits, and where one click leads."""

from dashboard.queries.kind import Kind
from dashboard.queries.kinds_of_fellows import KINDS as OF_FELLOWS

KINDS = {
    "draft": Kind(
        "Your application: {what}",
        "You began it for {where} and have not sent it yet.",
        "/applications/{key}/edit/",
    ),
    "in_office": Kind(
        "Sign for your role: {what}",
        "You hold it at {where}; nothing is paid before both have signed.",
        "/applications/{key}/check/",
    ),
    "renew": Kind(
        "Go on as {what}?",
        "You are invited to renew your role at {where}.",
        "/applications/renew/{key}/",
        True,
    ),
    "returned": Kind(
        "Your application came back: {what}",
        "{where} asks you to change something before it is signed.",
        "/applications/{key}/",
    ),
    "offer": Kind(
        "Answer your offer: {what}",
        "{where} keeps the place for you until then.",
        "/applications/{key}/",
        True,
    ),
    "interview_scores": Kind(
        "Enter your scores of {who}: {what}", "You saw them in a group interview.", "/review/{key}/"
    ),
    "review": Kind("Review {who}: {what}", "You were asked to read this application.", "/review/{key}/"),
    "asked_to_act": Kind(
        "Answer {who}, who asks you to act for them",
        "You would sign for their school in their place.",
        "/profile/asked/",
    ),
    "deliverable": Kind("{what}", "You owe it as {where}.", "/deliverables/{key}/", True),
    "deliverable_before": Kind(
        "{what}",
        "It was due before your role began, as {where}. Hand it in still, or ask to have it waived.",
        "/deliverables/{key}/",
    ),
    "deliverable_returned_before": Kind(
        "{what}",
        "It came back with words for you, as {where}. It was due before your role began.",
        "/deliverables/{key}/",
    ),
    "deliverable_reopened": Kind(
        "{what}", "It was reopened with words for you, as {where}.", "/deliverables/{key}/"
    ),
    "deliverable_too_late": Kind(
        "{what}",
        "It is too late to hand it in, as {where}. Its page says who can allow it later.",
        "/deliverables/{key}/",
        True,
    ),
    "deliverable_returned": Kind(
        "{what}", "It came back with words for you, as {where}.", "/deliverables/{key}/", True
    ),
    "event_over": Kind(
        "Say how many came: {what}",
        "Its day is over. If it did not take place, move or cancel it.",
        "/events/{key}/",
    ),
    "roster": Kind(
        "Close the roster: {what}",
        "You led it, and nothing of it counts for pay until you close it.",
        "/seminars/sessions/{key}/roster/",
    ),
    "no_mid_year": Kind(
        "Plan the mid-year cycle of {who}",
        "You are their coach at {where}, and nobody planned it yet.",
        "/coaching/new/{key}/?window=mid_year",
        True,
    ),
    "no_end_of_year": Kind(
        "Plan the end-of-year cycle of {who}",
        "You are their coach at {where}, and nobody planned it yet.",
        "/coaching/new/{key}/?window=end_of_year",
        True,
    ),
    "no_coach": Kind(
        "Leaders without a coach at {where}",
        "Program managers say who coaches whom.",
        "/coaching/coaches/?school={key}#alone",
        many=True,
    ),
    "cycle": Kind("Coach {who}", "You are the coach of this {what} at {where}.", "/coaching/{key}/", True),
    "release_time": Kind(
        "Confirm the release time of {who}",
        "{what} minutes a week for coaching; you sign for {where}.",
        "/coaching/peer/{key}/#release",
    ),
    "look_back": Kind(
        "Look back with {who}",
        "The day has come for an action step of your cycle at {where}.",
        "/coaching/with/{key}/#action-steps",
        True,
    ),
    "support_nobody": Kind(
        "Find somebody for {who}: {what}", "A leader at {where} asked for support.", "/support/{key}/"
    ),
    "support_yours": Kind(
        "Support {who}: {what}",
        "It was given to you. Say when you came, and that it is done.",
        "/support/{key}/",
    ),
    "support_word": Kind(
        "Did it help? {what}", "{who} says it is done, and asks for your word.", "/support/{key}/"
    ),
    "observed": Kind(
        "Were you at the seminar of {who}?",
        "“{what}” at {where}. Only you say that you observed.",
        "/coaching/peer/visits/#visit-{key}",
    ),
    "consent": Kind(
        "May a recording with you be shown? {what}",
        "{who} at {where} recorded it. It is shown to nobody while you do not agree, and you need not.",
        "/coaching/peer/recordings/seen/#seen-{key}",
    ),
    "consent_paper": Kind(
        "Is it so that you agreed? {what}",
        "{who} at {where} shows this recording with you, by a paper recorded for you. One press withdraws it.",
        "/coaching/peer/recordings/seen/#seen-{key}",
    ),
    "cosign": Kind("Read and sign: {who}, {what}", "You sign for {where}.", "/applications/{key}/cosign/"),
    "works_here": Kind(
        "Does {who} work here?", "They signed up by themselves and say they work at {where}.", "/cosign/"
    ),
    "accept": Kind("Accept {who}: {what}", "You accept this for {where}.", "/deliverables/{key}/"),
    "attest": Kind(
        "Attest the year of your leaders",
        "You sign for {where}.",
        "/attestations/?show=due&school={key}",
        True,
        many=True,
    ),
    "start_review": Kind(
        "Choose readers: {what} {where}",
        "Both have signed; nobody was asked to read yet.",
        "/review/?offering={key}#without-readers",
        many=True,
    ),
    "decide": Kind(
        "Decide: {what} {where}",
        "All readers have answered; you manage this pathway.",
        "/decisions/{key}/?show=read",
        many=True,
    ),
    "release": Kind(
        "Release decisions: {what} {where}",
        "They are staged, and nobody knows them yet.",
        "/decisions/{key}/?show=staged",
        many=True,
    ),
    "unrouted": Kind(
        "Find a signer: {what} {where}",
        "The school has nobody who signs for it.",
        "/applications/?signer=find&offering={key}",
        many=True,
    ),
    "not_signed": Kind(
        "The school did not sign for {who}, {what}",
        "{where} says no. Take the leader back, ask both again, or add the paper they signed.",
        "/placements/{key}/",
    ),
    "to_correct": Kind(
        "Correct what {who} signed as {what}",
        "{where} sent it back. Correct the first day if it is wrong, then ask both to sign again.",
        "/placements/{key}/",
    ),
    "pulse": Kind(
        "Do the promises hold? Your role as {what}",
        "You and {where} answer the same few, each alone.",
        "/pulse/{key}/",
        True,
    ),
    "pulse_school": Kind(
        "Do the promises hold? {who}, {what}",
        "You sign for {where}: you and the leader answer the same few, each alone.",
        "/pulse/{key}/",
        True,
    ),
    "pulse_apart": Kind(
        "Promises that two see differently, or of which one says no, {what}",
        "Talk to both, then settle it.",
        "/pulse/years/{what}/#differing",
        many=True,
    ),
    "pulse_unset": Kind(
        "Say when the mid-year check of {what} is open",
        "Leaders and schools are asked, each for themselves, whether what they promised holds.",
        "/pulse/years/{what}/days/",
    ),
    "resource_reported": Kind(
        "Look at what was reported: {what}",
        "A reader says that something is wrong with it. Keep it, or take it down.",
        "/resources/{key}/",
    ),
    "accept_many": Kind(
        "Accept deliverables: {what}",
        "Partnership staff accept these.",
        "/deliverables/?by=staff&role={key}",
        many=True,
    ),
    "evidence_gone": Kind(
        "Look at what {who} owes: its evidence was taken back",
        "“{what}”, at {where}, counts as accepted until you reopen it, or keep it accepted.",
        "/deliverables/{key}/",
    ),
    **OF_FELLOWS,
    "rosters": Kind(
        "Rosters that nobody closed, {what}",
        "They were over more than three days ago and hold up stipends.",
        "/seminars/?roster=left&year={what}",
        many=True,
    ),
    "expectations": Kind(
        "Write what your ILT expects of {what}",
        "Whoever applies at {where} reads it, and signs for it.",
        "/schools/{who}/expectations/",
        due=True,
    ),
    "headless": Kind(
        "Nobody signs for {where}",
        "No principal whose account is open, and nobody appointed. Appoint somebody, or enter its principal.",
        "/schools/{who}/signer/",
    ),
    "hat": Kind(
        "Agree or refuse: {who} as {what}",
        "{where} gave this hat. It counts once a second person agrees.",
        "/people/hats/{key}/agree/",
    ),
    "run_draft": Kind("Calculate the {what} run of {where}", "You prepare runs.", "/stipends/runs/{key}/"),
    "run_refused": Kind("Calculate the {what} run of {where} again", "{who}", "/stipends/runs/{key}/"),
    "run_calculated": Kind(
        "Approve the {what} run of {where}", "{who} prepared it; you approve.", "/stipends/runs/{key}/"
    ),
    "run_approved": Kind(
        "Export the {what} run of {where}",
        "It is approved; payroll needs its files.",
        "/stipends/runs/{key}/",
    ),
    "run_exported": Kind(
        "Confirm the {what} run of {where}",
        "Payroll has the files; what was paid is not known yet.",
        "/stipends/runs/{key}/",
    ),
    "amounts": Kind(
        "Type what roles of {what} pay",
        "They have an offering, and nobody wrote their amount yet.",
        "/offerings/years/{what}/",
    ),
    "policy_back": Kind(
        "Change the stipend policy of {what} {where}", "{who}", "/stipends/policies/{key}/edit/"
    ),
    "overpayment": Kind(
        "{who} was paid too much",
        "See it to its end, as {what} in {where}: it is settled, let go, or comes off a payment they agree to.",
        "/stipends/overpayments/{key}/",
    ),
    "waiver": Kind(
        "Let go, or not: {who} was paid too much",
        "Somebody asks to let it go, {what} in {where}; a second person answers.",
        "/stipends/overpayments/{key}/",
    ),
    "dispute": Kind(
        "Answer {who}, who says that something is wrong",
        "Their stipend as {what} in {where} waits outside runs until then.",
        "/stipends/disputes/{key}/",
    ),
    "policy": Kind(
        "Publish the stipend of {what} {where}",
        "{who} wrote it; another person publishes.",
        "/stipends/policies/{key}/",
    ),
    "claim": Kind(
        "Send the claim for substitutes, {what}",
        "You fill in what {where} claims; nothing comes back before it is sent.",
        "/stipends/claims/{key}/",
    ),
    "claim_returned": Kind(
        "Mend the claim for substitutes, {what}",
        "Finance sent it back to {where} with words.",
        "/stipends/claims/{key}/",
    ),
    "claim_submitted": Kind(
        "Approve the claim of {where}, {what}", "{who} sent it; you approve.", "/stipends/claims/{key}/"
    ),
    "claims_approved": Kind(
        "Make the file of approved claims, {what}",
        "Finance approved them; the schools wait for their money.",
        "/stipends/claims/files/",
    ),
    "claims_exported": Kind(
        "Record what was paid of file {what} of claims, {where}",
        "The office has it; what schools were paid is not known yet.",
        "/stipends/claims/files/{key}/",
    ),
    "terms": Kind(
        "Publish what a substitute is paid from {what} on",
        "{who} wrote it; another person publishes.",
        "/stipends/claims/terms/{key}/",
    ),
    "allowance": Kind(
        "Publish what {where} may claim, {what}",
        "{who} wrote it; another person publishes.",
        "/stipends/claims/limits/{key}/",
    ),
    "layout": Kind(
        "Publish the layout of payroll {what}",
        "{who} wrote it; another person publishes.",
        "/stipends/layouts/{key}/",
    ),
    "late_deliverables": Kind(
        "Deliverables overdue at {where}",
        "You direct this school.",
        "/reports/deliverables/?state=overdue&school={key}",
        True,
        many=True,
    ),
    "late_mid_year": Kind(
        "Mid-year coaching overdue at {where}",
        "You direct this school.",
        "/coaching/?window=mid_year&standing=overdue&school={key}",
        True,
        many=True,
    ),
    "late_end_of_year": Kind(
        "End-of-year coaching overdue at {where}",
        "You direct this school.",
        "/coaching/?window=end_of_year&standing=overdue&school={key}",
        True,
        many=True,
    ),
    "late_extra": Kind(
        "Extra coaching overdue at {where}",
        "You direct this school.",
        "/coaching/?window=extra&standing=overdue&school={key}",
        True,
        many=True,
    ),
}
