"""What is open, begun or waited for elsewhere opens nothing here."""

import re
from datetime import date

import pytest

from applications import services
from applications.queries.drafts import checklist
from common.errors import DomainError, NotAllowed
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import CohortFactory, OfferingFactory
from tests.factories.people import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    """An offering whose window is over, while another one's is open."""
    OfferingFactory()
    return OfferingFactory(closes=date(2026, 9, 1))


def test_nothing_is_begun_in_a_closed_window_though_another_is_open(closed):
    with pytest.raises(
        DomainError,
        match=f"^{re.escape(str(closed))} is not open for applications[.] Choose a role that is open now[.]$",
    ):
        services.start(person=UserFactory(), offering_pk=closed.pk, school=SchoolFactory())


def test_nothing_is_sent_in_a_closed_window_though_another_is_open(closed, ceremony):
    draft = ApplicationFactory(offering=closed)
    with pytest.raises(
        DomainError, match=r"^The window closed on September 1, 2026, so this can no longer be sent[.]$"
    ):
        services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    assert not draft.records.exists()


def test_nobody_is_reminded_of_what_was_signed():
    signed = ApplicationFactory(cosigned=True)
    with pytest.raises(DomainError, match=r"^Nobody is being waited for here[.]$"):
        services.nudge(pk=signed.pk, by=signed.person)
    assert not signed.events.exists()


def test_nobody_else_takes_up_what_was_taken_up_already():
    draft = ApplicationFactory()
    with pytest.raises(NotAllowed):
        services.apply_again(pk=draft.pk, by=UserFactory())


def test_nothing_is_missing_once_a_cohort_was_chosen():
    cohort = CohortFactory()
    school = SchoolFactory(lowest_grade=6, highest_grade=8)
    draft = ApplicationFactory(offering__role=cohort.role, school=school, cohort=cohort)
    assert checklist(draft) == ()
