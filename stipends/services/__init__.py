from stipends.services.asked import Asking, Moves, change_asked, change_placement
from stipends.services.assistance import (
    OF_ASSISTANCE,
    download_assistance,
    export_assistance,
    export_assistance_again,
)
from stipends.services.assisted import (
    assistance_came_back,
    look_at_assistance,
    pay_all_assistance,
    pay_assistance,
)
from stipends.services.batches import OF_CLAIMS, download_claims, export_batch, export_claims
from stipends.services.budgets import Planned, publish_budget, write_budget
from stipends.services.calendars import CalendarLook, set_calendar
from stipends.services.chunks import calculate_chunk, finish_run
from stipends.services.claims import (
    Typed,
    approve_claim,
    discard_claim,
    fill,
    fill_in,
    send_claim_back,
    submit_claim,
)
from stipends.services.codes import Coded, add_fund, rename_fund, write_codes
from stipends.services.confirmations import confirm, look_at_confirmation
from stipends.services.cover import Named, name_substitutes
from stipends.services.disputes import Wrong, answer_dispute, dispute, take_back_dispute
from stipends.services.exports import download, export
from stipends.services.in_force import put_in_force, take_out_of_force
from stipends.services.layouts import discard_layout, draft_layout, publish_layout, retire_layout
from stipends.services.mistakes import take_back_leader
from stipends.services.moving import MeetsFirst, move_session
from stipends.services.overpayments import (
    agree_to_take,
    ask_waiver,
    record_paper,
    refuse_waiver,
    settle,
    settle_part,
    take_back_agreement,
    waive,
)
from stipends.services.owed import SAME, change_owed
from stipends.services.paydays import change_payday, drop_payday, plan_payday
from stipends.services.paying import look_at_payment, pay_batch, pay_claims
from stipends.services.planning import Judged, PlanLook, plan_sessions
from stipends.services.policies import (
    carry_policies,
    change_draft,
    discard_policy,
    draft_policy,
    publish_policy,
    retire_policy,
    send_policy_back,
    set_amount,
    try_policy,
)
from stipends.services.rosters import close_roster
from stipends.services.runs import (
    LinesChanged,
    NotTheLines,
    approve,
    calculate,
    prepare_run,
    send_back,
    void,
)
from stipends.services.substitutes import (
    carry_rates,
    discard_allowance,
    discard_terms,
    draft_allowance,
    draft_terms,
    publish_allowance,
    publish_allowances,
    publish_terms,
    retire_allowance,
    retire_terms,
)
from stipends.services.told import Confirmed, Found, Key

__all__ = [
    "OF_ASSISTANCE",
    "OF_CLAIMS",
    "SAME",
    "Asking",
    "CalendarLook",
    "Coded",
    "Confirmed",
    "Found",
    "Judged",
    "Key",
    "LinesChanged",
    "MeetsFirst",
    "Moves",
    "Named",
    "NotTheLines",
    "PlanLook",
    "Planned",
    "Typed",
    "Wrong",
    "add_fund",
    "agree_to_take",
    "answer_dispute",
    "approve",
    "approve_claim",
    "ask_waiver",
    "assistance_came_back",
    "calculate",
    "calculate_chunk",
    "carry_policies",
    "carry_rates",
    "change_asked",
    "change_draft",
    "change_owed",
    "change_payday",
    "change_placement",
    "close_roster",
    "confirm",
    "discard_allowance",
    "discard_claim",
    "discard_layout",
    "discard_policy",
    "discard_terms",
    "dispute",
    "download",
    "download_assistance",
    "download_claims",
    "draft_allowance",
    "draft_layout",
    "draft_policy",
    "draft_terms",
    "drop_payday",
    "export",
    "export_assistance",
    "export_assistance_again",
    "export_batch",
    "export_claims",
    "fill",
    "fill_in",
    "finish_run",
    "look_at_assistance",
    "look_at_confirmation",
    "look_at_payment",
    "move_session",
    "name_substitutes",
    "pay_all_assistance",
    "pay_assistance",
    "pay_batch",
    "pay_claims",
    "plan_payday",
    "plan_sessions",
    "prepare_run",
    "publish_allowance",
    "publish_allowances",
    "publish_budget",
    "publish_layout",
    "publish_policy",
    "publish_terms",
    "put_in_force",
    "record_paper",
    "refuse_waiver",
    "rename_fund",
    "retire_allowance",
    "retire_layout",
    "retire_policy",
    "retire_terms",
    "send_back",
    "send_claim_back",
    "send_policy_back",
    "set_amount",
    "set_calendar",
    "settle",
    "settle_part",
    "submit_claim",
    "take_back_agreement",
    "take_back_dispute",
    "take_back_leader",
    "take_out_of_force",
    "try_policy",
    "void",
    "waive",
    "write_budget",
    "write_codes",
]
