from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from pathways.services import begin_placement
from tests.factories.people import administrator


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    """The second factor of staff is tested with the house; here it would stand before every page."""
    settings.DEMO = True


@pytest.fixture
def begin(db):
    """`begin(placement)`: the same person, role and year again on November 10, 2026, unless changed.

    What begins so has no signatures, so it must not live until the database looks for them.
    """

    def again(placement, **changes):
        given = {
            "person": placement.person,
            "role": placement.role,
            "year": placement.year,
            "cohort": None,
            "school": placement.school,
            "starts": date(2026, 11, 10),
            "commitment_sha256": "1" * 64,
            "by": None,
            "now": datetime(2026, 11, 10, 20, tzinfo=UTC),
        }
        return begin_placement(**given | changes)

    point = transaction.savepoint()
    yield again
    transaction.savepoint_rollback(point)


@pytest.fixture
def by():
    return administrator()


@pytest.fixture
def inside(client, by):
    client.force_login(by)
    return client
