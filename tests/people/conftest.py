import pytest

from tests.factories.people import administrator


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """The second factor of staff is tested with the house; here it would stand before every page."""
    settings.DEMO = True


@pytest.fixture
def inside(client):
    client.force_login(administrator())
    return client
