"""What planning refuses, in words; nothing changes then."""

import pytest

from common.errors import DomainError, NotAllowed
from seminars import services
from seminars.models import Session
from tests.factories.people import UserFactory, manager
from tests.factories.seminars import EventFactory, SessionFactory

pytestmark = pytest.mark.django_db


def test_only_program_managers_and_facilitators_plan_sessions():
    session = SessionFactory.build(event=EventFactory(), state="planned")
    with pytest.raises(NotAllowed, match=r"^Only program managers and facilitators plan sessions[.]$"):
        services.plan(session=session, audience={}, by=UserFactory())
    assert not Session.objects.exists()


def test_a_session_that_counts_for_pay_is_not_changed():
    session = SessionFactory(closed=True, title="Word study")
    session.title = "Another title"
    with pytest.raises(DomainError, match=r"^This roster is closed and counts for pay[.]"):
        services.change(session=session, audience={}, by=manager())
    assert Session.objects.get().title == "Word study"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("cancelled", "This session was cancelled, so its plan stays as it was."),
        ("moved", "This session was moved. Change the plan of its new date."),
    ],
)
def test_what_takes_no_place_is_not_changed(state, words):
    session = SessionFactory(state=state, title="Word study")
    session.title = "Another title"
    with pytest.raises(DomainError, match=f"^{words}$"):
        services.change(session=session, audience={}, by=manager())
    assert Session.objects.get().title == "Word study"
