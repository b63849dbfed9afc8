"""What several modules of these tests begin with; a module that needs another year has its own."""

import pytest

from tests.factories.stipends import Year


@pytest.fixture
def open_year():
    """Two leaders; the rosters are not closed yet."""
    year = Year()
    year.leader()
    year.leader(missed={5})
    return year


@pytest.fixture
def year(open_year):
    open_year.close()
    return open_year
