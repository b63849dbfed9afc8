import pytest


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """The second factor of staff is tested with the house; here it would stand before every page."""
    settings.DEMO = True
