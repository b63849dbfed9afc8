"""Periods and lines of history."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from common.models import Period
from pathways.models import PlacementEvent
from people.models import Post
from tests.factories.people import PostFactory, SchoolFactory, UserFactory

PERIODS = sorted(Period.__subclasses__(), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", PERIODS, ids=lambda model: model.__name__)
def test_a_period_that_ends_before_it_starts_is_said_at_its_end(model):
    upside_down = model(starts=date(2027, 7, 1), ends=date(2026, 7, 1))
    with pytest.raises(ValidationError) as refused:
        upside_down.validate_constraints()
    assert refused.value.message_dict == {"ends": ["It must end after it starts."]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "days"),
    [
        (None, [False, True, True, True, True]),
        (date(2026, 10, 14), [False, True, True, False, False]),
        (date(2026, 10, 13), [False, True, False, False, False]),
    ],
)
def test_a_period_holds_its_first_day_and_not_the_day_it_ends(ends, days):
    post = PostFactory(starts=date(2026, 10, 12), ends=ends)
    asked = [date(2026, 10, day) for day in (11, 12, 13, 14, 15)]
    assert [Post.objects.on(day).filter(pk=post.pk).exists() for day in asked] == days


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "right"), [(date(2026, 10, 13), True), (date(2026, 10, 12), False), (None, True)]
)
def test_a_period_lasts_a_day_at_least(ends, right):
    post = PostFactory.build(
        person=UserFactory(), school=SchoolFactory(), starts=date(2026, 10, 12), ends=ends
    )
    if right:
        post.validate_constraints()
        return
    with pytest.raises(ValidationError) as refused:
        post.validate_constraints()
    assert refused.value.message_dict == {"ends": ["It must end after it starts."]}
    # A form that does not ask for the end cannot say it there.
    post.validate_constraints(exclude={"ends"})


def test_a_line_of_history_tells_the_time_of_los_angeles():
    line = PlacementEvent(action="extend_leave", at=datetime(2026, 11, 20, 14, 14, tzinfo=UTC))
    assert str(line) == "Extend leave, 2026-11-20 06:14"
