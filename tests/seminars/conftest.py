"""What several modules of these tests begin with; a module that needs another session has its own."""

import pytest

from tests.factories.people import UserFactory
from tests.factories.seminars import SessionFactory


@pytest.fixture
def facilitator():
    return UserFactory()


@pytest.fixture
def session(facilitator):
    return SessionFactory(facilitated_by=facilitator, title="Word study")
