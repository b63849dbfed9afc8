"""It is January, and a year is under way."""

import pytest

from tests.factories.stipends import Year
from tests.stipends.asked.january import NOW


@pytest.fixture(autouse=True)
def _january(clock, settings):
    clock(NOW)
    settings.DEMO = True


@pytest.fixture
def year():
    return Year()
