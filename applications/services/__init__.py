from applications.services.closing import end_drafts_of
from applications.services.cosigning import (
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
from applications.services.decisions import release, reopen, stage, take_off, unstage
from applications.services.drafts import (
    MOST_RESUME,
    apply_again,
    attach_resume,
    bring_along,
    remove_resume,
    save_draft,
    start,
)
from applications.services.offers import accept, lapse, lapse_all, turn_down
from applications.services.reviews import assign, recuse, score, start_review
from applications.services.routing import end_links_of, nudge, reroute
from applications.services.submissions import Ceremony, revise, submit, withdraw
from common.edits import ChangedElsewhere

__all__ = [
    "MOST_RESUME",
    "Asker",
    "Ceremony",
    "ChangedElsewhere",
    "CodesUsedUp",
    "accept",
    "apply_again",
    "assign",
    "attach_resume",
    "bring_along",
    "code_is_out",
    "cosign",
    "decline_support",
    "end_drafts_of",
    "end_links_of",
    "lapse",
    "lapse_all",
    "link_sent_to",
    "live_link",
    "nudge",
    "prove_by_code",
    "recuse",
    "release",
    "remove_resume",
    "renew_link",
    "reopen",
    "reroute",
    "revise",
    "save_draft",
    "score",
    "send_back",
    "send_code",
    "stage",
    "start",
    "start_review",
    "submit",
    "take_off",
    "turn_down",
    "unstage",
    "withdraw",
]
