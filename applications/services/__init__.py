from applications.services.answers import Said, answer
from applications.services.closing import end_drafts_of
from applications.services.cosigning import (
    LONGEST_RECOMMENDATION,
    Asker,
    CodesUsedUp,
    code_is_out,
    cosign,
    decline_support,
    link_sent_to,
    live_link,
    prove_by_code,
    renew_link,
    send_back,
    send_code,
)
from applications.services.decisions import release, renews, reopen, stage, take_off, unstage
from applications.services.drafts import (
    MOST_RESUME,
    apply_again,
    attach_resume,
    bring_along,
    remove_resume,
    save_draft,
    start,
)
from applications.services.in_office import add_paper, take_back, take_over
from applications.services.interviews import When, call_off, move_interview, plan_interview
from applications.services.leader_lines import (
    LeaderLine,
    LinesRefused,
    LookAtLines,
    take_over_lines,
)
from applications.services.leader_papers import MOST_PAPERS, named_as
from applications.services.offers import accept, fill_freed, first_day_of, lapse, lapse_all, turn_down
from applications.services.pulses import open_pulses, set_pulse, settle_pair
from applications.services.renewals import decline_renewal, invite_to_renew, renew, stage_renewals
from applications.services.reviews import assign, recuse, score, start_review
from applications.services.routing import end_links_of, nudge, reroute
from applications.services.submissions import revise, submit, withdraw
from common.edits import ChangedElsewhere

__all__ = [
    "LONGEST_RECOMMENDATION",
    "MOST_PAPERS",
    "MOST_RESUME",
    "Asker",
    "ChangedElsewhere",
    "CodesUsedUp",
    "LeaderLine",
    "LinesRefused",
    "LookAtLines",
    "Said",
    "When",
    "accept",
    "add_paper",
    "answer",
    "apply_again",
    "assign",
    "attach_resume",
    "bring_along",
    "call_off",
    "code_is_out",
    "cosign",
    "decline_renewal",
    "decline_support",
    "end_drafts_of",
    "end_links_of",
    "fill_freed",
    "first_day_of",
    "invite_to_renew",
    "lapse",
    "lapse_all",
    "link_sent_to",
    "live_link",
    "move_interview",
    "named_as",
    "nudge",
    "open_pulses",
    "plan_interview",
    "prove_by_code",
    "recuse",
    "release",
    "remove_resume",
    "renew",
    "renew_link",
    "renews",
    "reopen",
    "reroute",
    "revise",
    "save_draft",
    "score",
    "send_back",
    "send_code",
    "set_pulse",
    "settle_pair",
    "stage",
    "stage_renewals",
    "start",
    "start_review",
    "submit",
    "take_back",
    "take_off",
    "take_over",
    "take_over_lines",
    "turn_down",
    "unstage",
    "withdraw",
]
