"""What is done in coaching: cycles and their steps, support, visits, who coaches whom, the work of Peer Coaches."""

from coaching.services.coaches import deal_out
from coaching.services.cycles import DATED, TEXTS, Words, move, plan, talk, topic, write
from coaching.services.days import correct_days
from coaching.services.recordings import (
    Exemplar,
    agree,
    record_consent,
    record_exemplar,
    take_back_exemplar,
    withdraw_consent,
)
from coaching.services.release import Free, confirm_release_time, say_release_time
from coaching.services.schoolwide import Led, record_pd, take_back_pd
from coaching.services.seniors import (
    coach_peer,
    host_seminar,
    name_visitors,
    say_whether_there,
    take_back_peer,
    take_back_peer_visit,
    take_back_seminar,
    take_back_visitor,
    visit_peer,
)
from coaching.services.steps import Taken, look_back
from coaching.services.support import (
    answer,
    ask,
    ask_on,
    assign,
    close,
    coach_shown,
    decline,
    settle,
    withdraw,
)
from coaching.services.teachers import (
    Round,
    add_teacher,
    end_teacher,
    record_cycle,
    record_talk,
    take_back_cycle,
    take_back_teacher,
)
from coaching.services.visits import Seen, record_visit, take_back_visit

__all__ = [
    "DATED",
    "TEXTS",
    "Exemplar",
    "Free",
    "Led",
    "Round",
    "Seen",
    "Taken",
    "Words",
    "add_teacher",
    "agree",
    "answer",
    "ask",
    "ask_on",
    "assign",
    "close",
    "coach_peer",
    "coach_shown",
    "confirm_release_time",
    "correct_days",
    "deal_out",
    "decline",
    "end_teacher",
    "host_seminar",
    "look_back",
    "move",
    "name_visitors",
    "plan",
    "record_consent",
    "record_cycle",
    "record_exemplar",
    "record_pd",
    "record_talk",
    "record_visit",
    "say_release_time",
    "say_whether_there",
    "settle",
    "take_back_cycle",
    "take_back_exemplar",
    "take_back_pd",
    "take_back_peer",
    "take_back_peer_visit",
    "take_back_seminar",
    "take_back_teacher",
    "take_back_visit",
    "take_back_visitor",
    "talk",
    "topic",
    "visit_peer",
    "withdraw",
    "withdraw_consent",
    "write",
]
