"""Nobody applies for the fellowship on these pages, and it never makes a leader."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from applications import services
from applications.models import Application, Decision
from common.errors import DomainError
from pathways.models import Offering, Pathway, Placement
from pathways.services import begin_placement, publish
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import OfferingFactory, PathwayFactory, PlacementFactory, RoleFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
ASK = (
    "Nobody applies for the fellowship on these pages. Ask a program manager of the Partnership, or your principal: "
    "program managers nominate for the next cohort."
)


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def offering() -> Offering:
    """One that was published before it was known that nobody applies for it here."""
    pathway = PathwayFactory(kind=Pathway.Kind.FELLOWSHIP)
    return OfferingFactory(role=RoleFactory(pathway=pathway, name="Leadership Fellow"))


def refused(verb, **given) -> str:
    with pytest.raises(DomainError) as refusal:
        verb(**given)
    return str(refusal.value)


def test_nobody_starts_an_application_for_the_fellowship(offering):
    teacher = UserFactory()
    assert refused(services.start, person=teacher, offering_pk=offering.pk, school=SchoolFactory()) == ASK
    assert not Application.objects.exists()


def test_a_draft_of_before_is_not_found_again_by_starting(offering):
    draft = ApplicationFactory(offering=offering)
    given = {"person": draft.person, "offering_pk": offering.pk, "school": draft.school}
    assert refused(services.start, **given) == ASK


def test_a_draft_of_before_is_not_sent(offering, ceremony):
    draft = ApplicationFactory(offering=offering)
    given = {"pk": draft.pk, "by": draft.person, "ceremony": ceremony(draft, draft.person), "now": NOW}
    assert refused(services.submit, **given) == ASK


def test_a_withdrawn_application_of_before_is_not_taken_up_again(offering):
    row = ApplicationFactory(offering=offering, state="withdrawn")
    assert refused(services.apply_again, pk=row.pk, by=row.person) == ASK


@pytest.mark.parametrize(("outcome", "reason"), [("offer", "strongest"), ("waitlist", "places")])
def test_neither_an_offer_nor_a_place_on_the_waitlist_is_staged(offering, outcome, reason):
    row = ApplicationFactory(offering=offering, in_review=True)
    ReviewFactory(application=row, scored=True)
    assert refused(services.stage, pk=row.pk, by=manager(), outcome=outcome, reason=reason) == ASK


def test_an_application_of_before_can_still_be_declined(offering):
    row = ApplicationFactory(offering=offering, in_review=True)
    services.stage(pk=row.pk, by=manager(), outcome="decline", reason="time")
    services.release(offering_pk=offering.pk, by=manager(), now=NOW)
    row.refresh_from_db()
    assert row.state == "declined"


def test_an_offer_that_was_staged_before_is_not_released(offering):
    DecisionFactory(application=ApplicationFactory(offering=offering, in_review=True))
    assert refused(services.release, offering_pk=offering.pk, by=manager(), now=NOW) == ASK
    assert Decision.objects.get().released_at is None


def test_an_offer_of_before_is_not_accepted(offering):
    row = ApplicationFactory(offering=offering, offered=True)
    assert refused(services.accept, pk=row.pk, by=row.person, now=NOW) == ASK
    row.refresh_from_db()
    assert row.state == "offered"
    assert not Placement.objects.exists()


def test_nobody_moves_up_to_a_place_of_the_fellowship(offering):
    school = SchoolFactory()
    offered = ApplicationFactory(offering=offering, school=school, offered=True)
    waiting = ApplicationFactory(offering=offering, school=school, waitlisted=True)
    services.turn_down(pk=offered.pk, by=offered.person, now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_an_offering_of_the_fellowship_is_not_published(offering):
    assert refused(publish, pk=offering.pk, by=manager()) == f"This offering cannot be published. {ASK}"


def test_an_offering_of_the_fellowship_is_never_open(offering):
    assert not Offering.objects.open_on(date(2026, 9, 14)).exists()


def test_no_service_makes_a_placement_of_a_fellow(offering):
    given = {"role": offering.role, "year": offering.year, "cohort": None, "school": SchoolFactory()}
    said = refused(
        begin_placement,
        **given,
        person=UserFactory(),
        starts=date(2026, 9, 14),
        commitment_sha256="a" * 64,
        by=None,
    )
    assert said == f"Leadership Fellow is no placement. {ASK}"


def test_the_database_refuses_a_placement_in_a_role_of_the_fellowship(offering):
    row = PlacementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(role=offering.role)


def test_the_database_lets_no_pathway_of_leaders_become_the_fellowship():
    row = PlacementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pathway.objects.filter(pk=row.role.pathway_id).update(kind=Pathway.Kind.FELLOWSHIP)


def test_its_page_the_catalogue_and_the_way_to_apply_say_where_to_ask(offering, signed_in):
    browser = signed_in(UserFactory())
    for address in (
        f"/pathways/{offering.role.pathway.slug}/",
        "/pathways/",
        f"/applications/new/{offering.pk}/",
    ):
        page = browser.get(address).content.decode()
        assert ASK in page, address
        assert f'/applications/new/{offering.pk}/"' not in page, address


def test_staff_read_on_the_offering_why_it_cannot_be_published(offering, signed_in):
    Offering.objects.filter(pk=offering.pk).update(published_version=None)
    page = signed_in(manager()).get(f"/offerings/{offering.pk}/").content.decode()
    assert ASK in page
    assert "Publish</button>" not in page
