from pathways.services import corrections
from pathways.services.attestations import attest, correct_attestation
from pathways.services.completing import complete_from
from pathways.services.corrections import Change, Correcting, straight
from pathways.services.deliverables import (
    accept,
    due_topic,
    evidence_name,
    reopen,
    send_back,
    submit,
    waive,
)
from pathways.services.drafts import DraftToMake, draft_offering, draft_year, to_draft
from pathways.services.earlier import Earlier, EarlierLine, take_back_year, take_over_year, take_over_years
from pathways.services.endings import correct_end, end_placement, take_back_end
from pathways.services.engagement import assess, take_back_assessment
from pathways.services.events import (
    Expected,
    Planned,
    cancel_event,
    change_event,
    correct_event,
    event_texts,
    expected_of,
    hold_event,
    move_event,
    plan_event,
)
from pathways.services.evidence import evidence_gone_from, keep_accepted
from pathways.services.expectations import write_expectation, write_expectations
from pathways.services.feeders import add_feeder, end_feeder
from pathways.services.goals import (
    Wanted,
    change_goal,
    drop_goal,
    goal_texts,
    note_progress,
    set_goal,
    take_back_note,
)
from pathways.services.goals_copied import copy_goals, goals_to_copy
from pathways.services.hats import give_hat, narrow_hat
from pathways.services.late import allow_late
from pathways.services.moves import leader_coming, move_school, settle_moves, take_back_move
from pathways.services.offerings import change_days, extend, publish, publish_all
from pathways.services.owed import set_owed
from pathways.services.placements import begin_placement, record_leave, take_back_leave
from pathways.services.scope import cell_items, copy_scope, paste_cells, to_copy, type_block, type_cell
from pathways.services.starts import correct_start, start_topic
from pathways.services.taking_over import (
    Leader,
    Paper,
    add_paper,
    keep_paper,
    sign_placement,
    take_back_leader,
    take_over_leader,
    wrong_of_leader,
    wrong_of_paper,
)
from pathways.services.writing import Asked, asked_of, copy_days, mark_of_offering, plan, write
from pathways.services.years import (
    CalendarChange,
    Counted,
    change_of,
    count_days,
    open_year,
    set_calendar,
    set_service_days,
)

__all__ = [
    "Asked",
    "CalendarChange",
    "Change",
    "Correcting",
    "Counted",
    "DraftToMake",
    "Earlier",
    "EarlierLine",
    "Expected",
    "Leader",
    "Paper",
    "Planned",
    "Wanted",
    "accept",
    "add_feeder",
    "add_paper",
    "allow_late",
    "asked_of",
    "assess",
    "attest",
    "begin_placement",
    "cancel_event",
    "cell_items",
    "change_days",
    "change_event",
    "change_goal",
    "change_of",
    "complete_from",
    "copy_days",
    "copy_goals",
    "copy_scope",
    "correct_attestation",
    "correct_end",
    "correct_event",
    "correct_start",
    "corrections",
    "count_days",
    "draft_offering",
    "draft_year",
    "drop_goal",
    "due_topic",
    "end_feeder",
    "end_placement",
    "event_texts",
    "evidence_gone_from",
    "evidence_name",
    "expected_of",
    "extend",
    "give_hat",
    "goal_texts",
    "goals_to_copy",
    "hold_event",
    "keep_accepted",
    "keep_paper",
    "leader_coming",
    "mark_of_offering",
    "move_event",
    "move_school",
    "narrow_hat",
    "note_progress",
    "open_year",
    "paste_cells",
    "plan",
    "plan_event",
    "publish",
    "publish_all",
    "record_leave",
    "reopen",
    "send_back",
    "set_calendar",
    "set_goal",
    "set_owed",
    "set_service_days",
    "settle_moves",
    "sign_placement",
    "start_topic",
    "straight",
    "submit",
    "take_back_assessment",
    "take_back_end",
    "take_back_leader",
    "take_back_leave",
    "take_back_move",
    "take_back_note",
    "take_back_year",
    "take_over_leader",
    "take_over_year",
    "take_over_years",
    "to_copy",
    "to_draft",
    "type_block",
    "type_cell",
    "waive",
    "write",
    "write_expectation",
    "write_expectations",
    "wrong_of_leader",
    "wrong_of_paper",
]
