"""Columns that repeat a line of history (who did it, when) are as fixed as the line."""

from datetime import timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from applications.services import score
from common.guards import Stay
from people.models import User
from tests.factories.applications import NOW as NOW_OF_REVIEWS
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import NOW, StipendPolicyFactory, StipendRunFactory, approved_line
from tests.owner import owners_rights

pytestmark = pytest.mark.django_db
STAYS = "stays as it was said"
MOVES = "changes with its event"


OURS = {"applications", "seminars", "coaching", "fellows", "pathways", "notifications", "people", "stipends"}
# Who and when that no guard holds, and why not.
FREE = {
    "whose it is follows to the account that stays after a merge; its other columns are held": {
        "coaching.LeadersCoach.coach",
        "coaching.SupportRequest.coach",
        "coaching.SupportWord.coach",
        "coaching.Visit.coach",
    },
    "they are a plan, and no act: whoever changes it leaves a line of history": {
        "applications.Application.signer",
        "coaching.CoachingCycle.coach",
        "fellows.FieldworkEntry.supervisor",
        "seminars.Session.starts_at",
        "seminars.Session.ends_at",
    },
    "it is said again without another state, each time with a line of history": {
        "applications.Review.submitted_at",
        "pathways.Attestation.at",
        "pathways.Attestation.by",
        "pathways.DeliverableRecord.decided_at",
        "pathways.DeliverableRecord.decided_by",
        "pathways.DeliverableRecord.evidence_gone_at",
        "pathways.DeliverableRecord.proposed_at",
        "pathways.DeliverableRecord.submitted_at",
        "stipends.Overpayment.agreed_at",
        "stipends.Overpayment.agreed_by",
        "stipends.Overpayment.waiver_at",
        "stipends.Overpayment.waiver_by",
        "seminars.Attendance.approved_by",
        "seminars.Attendance.arrived_at",
        "seminars.Attendance.left_at",
        "coaching.ActionStep.looked_by",
        "seminars.Attendance.marked_at",
        "seminars.Attendance.marked_by",
    },
    "a key is made shorter, or made void: what it opens is asked of the state each time": {
        "applications.CosignCode.expires_at",
        "applications.CosignLink.expires_at",
        "applications.CosignLink.revoked_at",
        "fellows.AlumniLink.expires_at",
        "fellows.ServiceLink.code_until",
        "fellows.ServiceLink.expires_at",
    },
    "the machine says it about its own work": {
        "applications.Application.changed_at",
        "applications.Application.nudged_at",
        "notifications.Heartbeat.ran_at",
        "notifications.Hold.since",
        "notifications.Message.claimed_at",
        "notifications.Message.created_at",
        "notifications.Message.send_after",
        "notifications.Message.sent_at",
        "notifications.Message.to_person",
        "people.Attempt.at",
        "people.User.date_joined",
        "people.PersonExport.claimed_at",
        "people.PersonExport.expires_at",
        "people.PersonExport.ready_at",
        "people.User.last_login",
        "stipends.RunChunk.done_at",
        "stipends.RunChunk.hindered_since",
        "stipends.RunChunk.next_try_at",
    },
    "a trigger of its own holds it: a merged account goes on with the one it was merged into": {
        "people.User.merged_into",
    },
    "no line of history says the same": {
        "fellows.SchoolSimilarity.decided_by",
        "fellows.Suspension.approved_by",
        "people.ActingSigner.appointed_by",
        "people.Delegation.delegate",
        "people.Delegation.principal",
        "people.Invitation.asked_at",
        "people.Invitation.principal",
        "seminars.CalendarAddress.made_at",
        "seminars.ScanFailure.at",
    },
}


def says_who_or_when(field):
    if isinstance(field, models.ForeignKey):
        return field.related_model is User and field.name != "person"
    return isinstance(field, models.DateTimeField)


def is_held(model, field):
    """Whether a guard refuses another value, of any row or of those its condition names."""
    for trigger in getattr(model._meta, "triggers", []):
        if isinstance(trigger, Stay) and pgtrigger.Update in trigger.operation:
            condition = trigger.get_condition(model)
            if condition is None or f'OLD."{field.column}" IS DISTINCT' in condition.resolve(model):
                return True
    return False


def test_every_column_of_who_and_when_is_held_or_free_for_a_reason():
    free = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS and not model._meta.proxy
        for field in model._meta.local_fields
        if says_who_or_when(field) and not is_held(model, field)
    }
    assert free == set().union(*FREE.values())


def test_scores_may_be_changed_before_the_decision():
    review = ReviewFactory()
    scores = dict.fromkeys(("time", "mindset", "skillset", "experience"), 3)
    for at in (NOW_OF_REVIEWS, NOW_OF_REVIEWS + timedelta(hours=1)):
        score(review_pk=review.pk, by=review.reviewer, scores=scores, comment="Good.", now=at)
        review.refresh_from_db()
        assert review.submitted_at == at


def approved():
    return approved_line().run


def calculated():
    return StipendRunFactory(state="calculated", calculated_at=NOW, calculating_at=NOW)


def released():
    return DecisionFactory(released_at=NOW, released_by=UserFactory())


def closed():
    return SessionFactory(state="closed", closed_at=NOW, closed_by=UserFactory())


@pytest.mark.parametrize(
    ("make", "column", "words"),
    [
        (calculated, "prepared_at", STAYS),
        (calculated, "prepared_by", STAYS),
        (calculated, "calculated_at", MOVES),
        (calculated, "calculating_at", MOVES),
        (calculated, "approved_at", MOVES),
        (calculated, "approved_by", MOVES),
        (approved, "approved_at", MOVES),
        (approved, "approved_by", MOVES),
        (StipendPolicyFactory, "drafted_at", STAYS),
        (StipendPolicyFactory, "drafted_by", STAYS),
        (StipendPolicyFactory, "published_at", STAYS),
        (StipendPolicyFactory, "published_by", STAYS),
        (lambda: ApplicationFactory(submitted=True), "submitted_at", MOVES),
        (lambda: ApplicationFactory(submitted=True), "created_at", STAYS),
        (ReviewFactory, "assigned_at", STAYS),
        (ReviewFactory, "reviewer", STAYS),
        (released, "staged_at", STAYS),
        (released, "staged_by", STAYS),
        (released, "released_at", STAYS),
        (released, "released_by", STAYS),
        (SessionFactory, "planned_at", STAYS),
        (closed, "closed_at", MOVES),
        (closed, "closed_by", MOVES),
    ],
)
@pytest.mark.parametrize("rights", [transaction.atomic, owners_rights])
def test_who_did_it_and_when_does_not_change_by_sql(make, column, words, rights):
    row = make()
    other = UserFactory() if column.endswith(("_by", "reviewer")) else NOW + timedelta(days=9)
    rows = type(row).objects.filter(pk=row.pk)
    before = rows.values_list(column, flat=True).get()
    with pytest.raises(DatabaseError, match=words), rights():
        rows.update(**{column: other})
    assert rows.values_list(column, flat=True).get() == before
