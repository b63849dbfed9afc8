"""A leader who was taken over by mistake is taken back: nothing counts by it, nobody signs it, all is told."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from applications.models import Application, Signature
from applications.queries.evidence import differences
from applications.services import add_paper, apply_again, start, take_back, take_over
from common.errors import NotAllowed
from common.uploads import Accepted
from notifications.models import Message
from pathways.models import Placement, SignedPaper
from pathways.policies import why_not
from pathways.queries import held_at, mine, waiting_for
from pathways.queries.standing_on import taken_over
from pathways.reminders import owe
from pathways.services import (
    Leader,
    Paper,
    complete_from,
    correct_end,
    end_placement,
    submit,
    take_back_leader,
)
from pathways.states import Ending, PlacementAction
from seminars.queries import invited_people
from tests.applications.shared import refused as told
from tests.factories.applications import principal_for
from tests.factories.files import PDF
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import DeliverableRecordFactory, OfferingFactory, PlacementFactory
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db
AUGUST, FIRST = date(2026, 8, 5), date(2026, 7, 1)
WRONG = "She is another Ana."


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def offering():
    return OfferingFactory()


@pytest.fixture
def leader(offering):
    return Leader(UserFactory(), offering.role, SchoolFactory(), AUGUST, "She leads since August.")


def paper():
    return Paper("Ana Ruiz and Dana Principal", date(2026, 8, 3), Accepted("pdf", PDF))


def test_it_frees_the_place_and_stays_as_a_day_that_counts_for_nothing(leader, offering):
    placement, _ = take_over(leader=leader, by=manager(), paper=paper())
    by = manager()
    take_back(pk=placement.pk, by=by, why=f" {WRONG} ")
    placement.refresh_from_db()
    assert (placement.starts, placement.ends, placement.end_reason) == (FIRST, date(2026, 7, 2), Ending.ENDED)
    assert (placement.taken_back, placement.commitment_in_force) == (True, False)
    assert list(placement.assignments.values_list("starts", "ends")) == [(FIRST, date(2026, 7, 2))]
    assert held_at(offering, leader.school.pk) == 0
    assert list(Placement.objects.held()) == []


def test_the_history_tells_both_and_the_leader_gets_a_mail(leader):
    placement, _ = take_over(leader=leader, by=manager(), paper=paper())
    by = manager()
    take_back(pk=placement.pk, by=by, why=WRONG)
    event = placement.events.latest("pk")
    assert (event.action, event.by, event.note) == (PlacementAction.TAKE_BACK, by, WRONG)
    assert event.about == f"Was: at {leader.school}, first day August 5, 2026."
    assert placement.taken_over.reason == "She leads since August."
    assert SignedPaper.objects.get().placement == placement
    mail = Message.objects.latest("pk")
    assert mail.subject == f"Not on record any more: {leader.role} at {leader.school}"
    assert (
        f"since August 5, 2026. That was a mistake and is taken back, for this reason: {WRONG}" in mail.body
    )
    assert differences() == []


def test_nobody_is_asked_to_sign_for_it_any_more(leader, signed_by_teacher):
    principal_for(leader.school)
    placement, _ = take_over(leader=leader, by=manager())
    signed_by_teacher(Application.objects.get())
    take_back(pk=placement.pk, by=manager(), why=WRONG)
    application = Application.objects.get()
    assert (application.state, application.in_office) == ("withdrawn", None)
    assert Signature.objects.get().void.reason == "the role was put on record by mistake"
    assert application.cosign_links.filter(revoked_at=None).count() == 0
    assert differences() == []


def test_the_same_leader_can_be_taken_over_again_and_signs_anew(leader, signed_by_both):
    principal_for(leader.school)
    first, _ = take_over(leader=leader, by=manager())
    take_back(pk=first.pk, by=manager(), why="The wrong day.")
    again, new = take_over(leader=leader, by=manager())
    assert (new, again.starts, Application.objects.get().in_office) == (True, AUGUST, again)
    signed_by_both(Application.objects.get())
    again.refresh_from_db()
    assert again.commitment_in_force is True
    assert list(Placement.objects.held()) == [again]


def test_nothing_is_listed_handed_in_asked_or_reminded_by_it(leader, clock):
    clock(datetime(2026, 8, 20, 18, tzinfo=UTC))
    ReminderRuleFactory(what="deliverable", days_before=7)
    principal = principal_of(leader.school)
    placement, _ = take_over(leader=leader, by=manager(), paper=paper())
    deliverable = {"deliverable__due": date(2026, 8, 27), "deliverable__accepted_by": "principal"}
    deliverable |= {"deliverable__completes_from": "event"}
    owed = DeliverableRecordFactory(placement=placement, **deliverable)
    sent = DeliverableRecordFactory(placement=placement, **deliverable)
    submit(pk=sent.pk, by=leader.person, note="What we did.")
    owe(timezone.now())
    asked = Message.objects.filter(topic__startswith="deliverable-", state="waiting")
    assert (asked.count(), list(waiting_for(principal))) == (2, [sent])
    take_back(pk=placement.pk, by=manager(), why=WRONG)
    owe(timezone.now())
    assert (asked.count(), list(waiting_for(principal)), mine(leader.person, AUGUST)) == (0, [], [])
    words = "This role was put on record by mistake and taken back, so nobody owes this any more."
    assert told(submit, pk=owed.pk, by=leader.person, note="Done.") == words
    held = {"source": "event", "key": "event-1", "said": "Held.", "by": manager()}
    assert complete_from(placement_pk=placement.pk, **held) == []


def test_no_session_of_the_day_it_stands_on_asks_for_its_leader(leader):
    placement, _ = take_over(leader=leader, by=manager())
    take_back(pk=placement.pk, by=manager(), why=WRONG)
    session = SessionFactory(event__year=placement.year, starts_at=datetime(2026, 7, 1, 18, tzinfo=UTC))
    session.roles.add(leader.role)
    assert list(invited_people(session)) == []


def test_the_list_of_leaders_in_office_keeps_the_day_that_was_said(leader):
    placement, _ = take_over(leader=leader, by=manager())
    take_back(pk=placement.pk, by=manager(), why=WRONG)
    assert [one.since for one in taken_over(manager())] == [AUGUST]


def test_two_mistakes_about_one_leader_stand_on_two_days(leader):
    for _ in range(2):
        placement, _ = take_over(leader=leader, by=manager())
        take_back(pk=placement.pk, by=manager(), why=WRONG)
    days = Placement.objects.order_by("starts").values_list("starts", flat=True)
    assert list(days) == [FIRST, date(2026, 7, 2)]


def test_who_was_asked_by_mistake_may_apply_like_anybody_else(leader, offering):
    placement, _ = take_over(leader=leader, by=manager())
    take_back(pk=placement.pk, by=manager(), why=WRONG)
    application = start(person=leader.person, offering_pk=offering.pk, school=leader.school)
    assert apply_again(pk=application.pk, by=leader.person).state == "draft"


def test_nothing_changes_on_what_was_taken_back(leader):
    placement, _ = take_over(leader=leader, by=manager())
    by = manager()
    take_back(pk=placement.pk, by=by, why=WRONG)
    words = "This leader was taken over by mistake and taken back, so nothing changes here any more."
    assert told(take_back, pk=placement.pk, by=by, why=WRONG) == words
    assert told(add_paper, pk=placement.pk, paper=paper(), by=by, reason="A scan.") == words
    ended = {"pk": placement.pk, "by": by, "ends": AUGUST, "reason": Ending.ENDED}
    assert told(correct_end, why="No.", **ended) == words
    placement.refresh_from_db()
    assert {
        str(why_not(by, action, placement)) for action in (PlacementAction.MOVE, PlacementAction.END)
    } == {words}


def test_what_cannot_be_taken_back_is_said_in_words(leader, signed_by_both):
    by = manager()
    began = PlacementFactory()
    assert told(take_back, pk=began.pk, by=by, why=WRONG) == (
        "This leader was not taken over here. End the placement instead."
    )
    principal_for(leader.school)
    placement, _ = take_over(leader=leader, by=manager())
    assert told(take_back, pk=placement.pk, by=by, why=" ") == (
        "Say why it was a mistake. The reason stays on record."
    )
    with pytest.raises(NotAllowed, match="takes back a leader who was taken over"):
        take_back(pk=placement.pk, by=leader.person, why=WRONG)
    signed_by_both(Application.objects.get())
    assert told(take_back, pk=placement.pk, by=by, why=WRONG) == (
        "Both signed this here, so it was no mistake of whoever took it over. End the placement instead."
    )


def test_what_was_ended_is_not_taken_back(leader):
    placement, _ = take_over(leader=leader, by=manager(), paper=paper())
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 9, 1), reason=Ending.RESIGNED)
    assert told(take_back_leader, pk=placement.pk, by=manager(), why=WRONG) == (
        "This placement was ended already. Take back its end first, if the leader was never in office."
    )
    placement.refresh_from_db()
    assert placement.taken_back is False
