from pathways.services.attestations import attest, correct_attestation
from pathways.services.deliverables import accept, due_topic, send_back, submit, waive
from pathways.services.expectations import write_expectation
from pathways.services.offerings import extend, publish
from pathways.services.placements import (
    begin_placement,
    end_placement,
    move_school,
    receive_leader,
    record_leave,
)
from pathways.services.years import set_service_days

__all__ = [
    "accept",
    "attest",
    "begin_placement",
    "correct_attestation",
    "due_topic",
    "end_placement",
    "extend",
    "move_school",
    "publish",
    "receive_leader",
    "record_leave",
    "send_back",
    "set_service_days",
    "submit",
    "waive",
    "write_expectation",
]
