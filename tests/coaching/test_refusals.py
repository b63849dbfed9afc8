"""Notes of a cycle written in two windows."""

import pytest

from coaching.services import Words, write
from common.edits import ChangedElsewhere, mark_of
from tests.factories.coaching import CycleFactory

pytestmark = pytest.mark.django_db


def test_notes_changed_in_two_windows_are_shown_before_they_are_overwritten():
    cycle = CycleFactory()
    seen = {"goal": mark_of("")}
    write(pk=cycle.pk, by=cycle.coach, words=Words(goal="Ask open questions"), seen=seen)
    with pytest.raises(ChangedElsewhere) as refusal:
        write(pk=cycle.pk, by=cycle.coach, words=Words(goal="Wait longer"), seen=seen)
    cycle.refresh_from_db()
    assert (refusal.value.texts, cycle.goal) == ({"goal": "Ask open questions"}, "Ask open questions")
