"""The whole table of a deliverable: each verb tried in each state is made, changes nothing, or is refused."""

from datetime import UTC, date, datetime
from itertools import product

import pytest

from common.errors import DomainError
from pathways.models import DeliverableRecord
from pathways.services import (
    accept,
    allow_late,
    complete_from,
    evidence_gone_from,
    keep_accepted,
    reopen,
    send_back,
    submit,
    waive,
)
from pathways.services.evidence import evidence_there
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import manager

pytestmark = pytest.mark.django_db
S, A = DeliverableState, DeliverableAction
NOW = datetime(2026, 11, 10, 20, tzinfo=UTC)

# Written out, not read from the product: a move added or lost by mistake is seen here.
MADE = {
    (S.OPEN, A.SUBMIT): S.SUBMITTED,
    (S.RETURNED, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, A.RETURN): S.RETURNED,
    (S.OPEN, A.WAIVE): S.WAIVED,
    (S.RETURNED, A.WAIVE): S.WAIVED,
    (S.SUBMITTED, A.WAIVE): S.WAIVED,
    (S.OPEN, A.COMPLETE): S.ACCEPTED,
    (S.RETURNED, A.COMPLETE): S.ACCEPTED,
    (S.SUBMITTED, A.COMPLETE): S.ACCEPTED,
    (S.ACCEPTED, A.REOPEN): S.OPEN,
    (S.ACCEPTED, A.LOSE): S.ACCEPTED,
    (S.ACCEPTED, A.RESTORE): S.ACCEPTED,
    (S.ACCEPTED, A.KEEP): S.ACCEPTED,
    (S.OPEN, A.ALLOW_LATE): S.OPEN,
}
# The same person presses the same button again, or it is on record already.
ALREADY_SO = {
    *product(set(S) - {S.ACCEPTED}, (A.LOSE, A.RESTORE)),
    (S.ACCEPTED, A.COMPLETE),
    (S.WAIVED, A.COMPLETE),
    (S.SUBMITTED, A.SUBMIT),
    (S.ACCEPTED, A.ACCEPT),
    (S.RETURNED, A.RETURN),
    (S.WAIVED, A.WAIVE),
}


def do(action, record, staff, note="What we did."):
    own = record.placement.person
    verbs = {
        A.SUBMIT: lambda: submit(pk=record.pk, by=own, note=note, now=NOW),
        A.ACCEPT: lambda: accept(pk=record.pk, by=staff, now=NOW),
        A.RETURN: lambda: send_back(pk=record.pk, by=staff, words="Add the dates.", now=NOW),
        A.WAIVE: lambda: waive(pk=record.pk, by=staff, reason="It was called off.", now=NOW),
        A.COMPLETE: lambda: complete_from(
            placement_pk=record.placement_id,
            source="event",
            key="event-1",
            said="Held the workshop; 64 came.",
            by=staff,
            now=NOW,
        ),
        A.LOSE: lambda: evidence_gone_from(
            placement_pk=record.placement_id, source="event", missing="None is held.", by=staff, now=NOW
        ),
        A.RESTORE: lambda: evidence_there(DeliverableRecord.objects.filter(pk=record.pk), by=staff, now=NOW),
        A.KEEP: lambda: keep_accepted(pk=record.pk, by=staff, reason="It was held all the same.", now=NOW),
        A.REOPEN: lambda: reopen(pk=record.pk, by=staff, reason="Another workshop.", now=NOW),
        A.ALLOW_LATE: lambda: allow_late(
            pk=record.pk, by=staff, day=date(2027, 4, 1), reason="She was ill.", now=NOW
        ),
    }
    return verbs[action]()


WAY_TO = {
    S.OPEN: [],
    S.SUBMITTED: [A.SUBMIT],
    S.ACCEPTED: [A.SUBMIT, A.COMPLETE],
    S.RETURNED: [A.SUBMIT, A.RETURN],
    S.WAIVED: [A.WAIVE],
}


def record_in(state, staff=None):
    """A record for staff to decide that came into its state step by step."""
    asked = {"accepted_by": "staff", "completes_from": "event", "offering__late_days": 14}
    record = DeliverableRecordFactory(**{f"deliverable__{name}": value for name, value in asked.items()})
    staff = staff or manager()
    for action in WAY_TO[state]:
        do(action, record, staff)
    record.refresh_from_db()
    return record


def test_the_table_of_moves_is_the_one_that_was_agreed():
    assert DELIVERABLE_MOVES == MADE


@pytest.mark.parametrize(("state", "action"), list(product(S, A)), ids=lambda word: word)
def test_a_verb_on_a_deliverable_is_made_or_refused_in_words(state, action):
    staff = manager()
    record = record_in(state, staff)
    if state is S.ACCEPTED and action in (A.RESTORE, A.KEEP):
        do(A.LOSE, record, staff)
    lines = record.events.count()
    after = MADE.get((state, action))
    # What was returned is handed in again changed.
    note = "With the dates." if state is S.RETURNED else "What we did."
    if after or (state, action) in ALREADY_SO:
        do(action, record, staff, note)
    else:
        with pytest.raises(DomainError, match=r"^[A-Z].+[.]$"):
            do(action, record, staff, note)
    record.refresh_from_db()
    assert (record.state, record.events.count()) == ((after or state).value, lines + (after is not None))
