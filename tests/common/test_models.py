"""Periods and lines of history."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from common.models import Period
from pathways.models import PlacementEvent

PERIODS = sorted(Period.__subclasses__(), key=lambda model: model.__name__)


@pytest.mark.parametrize("model", PERIODS, ids=lambda model: model.__name__)
def test_a_period_that_ends_before_it_starts_is_said_at_its_end(model):
    upside_down = model(starts=date(2027, 7, 1), ends=date(2026, 7, 1))
    with pytest.raises(ValidationError) as refused:
        upside_down.validate_constraints()
    assert refused.value.message_dict == {"ends": ["It must end after it starts."]}


def test_a_line_of_history_tells_the_time_of_los_angeles():
    line = PlacementEvent(action="extend_leave", at=datetime(2026, 11, 20, 14, 14, tzinfo=UTC))
    assert str(line) == "extend leave, 2026-11-20 06:14"
