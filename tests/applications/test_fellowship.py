"""People apply for the fellowship as for a role; its places count over the network, and it never makes a leader."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from applications import services
from applications.models import Application, Decision
from applications.queries.panel import said_to_be_full, staged_for
from common.errors import DomainError
from fellows.models import Fellow, FellowCohort, FellowEvent
from fellows.services import move
from fellows.states import Action
from notifications.models import Message
from pathways.models import Offering, Pathway, Placement
from pathways.services import begin_placement, publish
from tests.factories.applications import ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.fellows import FellowCohortFactory, FellowFactory, fellowship_offering
from tests.factories.pathways import OfferingFactory, PathwayFactory, PlacementFactory, RoleFactory
from tests.factories.people import PostFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 17, 0, tzinfo=UTC)
ASK = (
    "People apply for the fellowship once a year, before a cohort begins. Ask a program manager of the Partnership, or "
    "your principal, about the next cohort."
)

LEFT = "You left the Cohort of 2027, and nobody joins the same cohort twice. You can apply for a later one."


@pytest.fixture(autouse=True)
def demo(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def offering() -> Offering:
    return fellowship_offering()


@pytest.fixture
def old() -> Offering:
    """One that was published before offerings of the fellowship filled a cohort."""
    pathway = PathwayFactory(kind=Pathway.Kind.FELLOWSHIP)
    return OfferingFactory(role=RoleFactory(pathway=pathway, name="Leadership Fellow"))


@pytest.fixture
def teacher():
    return PostFactory().person


def school_of(person):
    return person.posts.get().school


def refused(verb, **given) -> str:
    with pytest.raises(DomainError) as refusal:
        verb(**given)
    return str(refusal.value)


def in_review(offering, **given):
    """A teacher of a school of the network has applied, and somebody has read it."""
    post = PostFactory()
    row = ApplicationFactory(
        offering=offering, person=post.person, school=post.school, **(given or {"in_review": True})
    )
    ReviewFactory(application=row, scored=True)
    return row


# --- who may apply --------------------------------------------------------------------------------
@pytest.mark.parametrize("position", ["teacher", "counselor", "coordinator", "coach"])
def test_whom_the_fellowship_is_open_to_begins_an_application(offering, position):
    post = PostFactory(position=position)
    draft = services.start(person=post.person, offering_pk=offering.pk, school=post.school)
    assert (draft.state, draft.offering) == ("draft", offering)


def test_a_principal_does_not_apply_for_the_fellowship(offering):
    post = PostFactory(principal=True)
    assert refused(services.start, person=post.person, offering_pk=offering.pk, school=post.school) == (
        "The fellowship is open to teachers, counselors, coordinators and coaches. You have no such position at "
        f"{post.school} on record: ask your principal, or the Partnership."
    )


def test_who_has_no_position_any_more_does_not_send_it(offering, ceremony):
    post = PostFactory()
    draft = ApplicationFactory(offering=offering, person=post.person, school=post.school)
    post.delete()
    given = {"pk": draft.pk, "by": draft.person, "ceremony": ceremony(draft, draft.person), "now": NOW}
    assert refused(services.submit, **given).startswith("The fellowship is open to teachers")


def test_a_fellow_of_another_cohort_does_not_apply(offering, teacher):
    fellow = FellowFactory(person=teacher, state="enrolled")
    said = refused(services.start, person=teacher, offering_pk=offering.pk, school=school_of(teacher))
    assert said == f"You are in the {fellow.cohort} already, so you need not apply."


def test_who_left_this_cohort_does_not_apply_for_it_again(offering, teacher):
    FellowFactory(person=teacher, cohort=offering.fellow_cohort, state="withdrawn")
    said = refused(services.start, person=teacher, offering_pk=offering.pk, school=school_of(teacher))
    assert said == LEFT


def test_who_was_nominated_for_this_cohort_may_apply(offering, teacher):
    FellowFactory(person=teacher, cohort=offering.fellow_cohort)
    assert services.start(person=teacher, offering_pk=offering.pk, school=school_of(teacher)).pk


def test_the_page_to_apply_offers_only_schools_where_one_works(offering, teacher, signed_in):
    other = SchoolFactory()
    page = signed_in(teacher).get(reverse("applications:new", args=[offering.pk])).content.decode()
    assert "The Cohort of 2027 begins on Jun 21, 2027 and has 2 places for all schools together." in page
    assert str(school_of(teacher)) in page
    assert other.name not in page


def test_who_has_no_position_on_record_reads_what_to_do(offering, signed_in):
    page = signed_in(UserFactory()).get(reverse("applications:new", args=[offering.pk])).content.decode()
    assert "No position on record" in page
    assert reverse("people:workplace") in page
    assert "Start the application" not in page


# --- places over the network ----------------------------------------------------------------------
def stage(row, outcome="offer", reason="network", **more):
    return services.stage(pk=row.pk, by=manager(), outcome=outcome, reason=reason, **more)


def test_no_more_offers_are_released_than_the_cohort_has_places_whatever_the_schools(offering):
    FellowFactory(cohort=offering.fellow_cohort, state="selected")
    for row in (in_review(offering), in_review(offering)):
        stage(row)
    assert refused(services.release, offering_pk=offering.pk, by=manager(), now=NOW) == (
        "The Cohort of 2027 has 1 of 2 places free, and 2 offers are staged. Stage fewer offers; nothing was released."
    )
    assert not Application.objects.filter(state="offered").exists()


def test_an_offer_says_the_day_the_cohort_begins(offering):
    row = in_review(offering)
    stage(row, starts=date(2026, 10, 1))
    services.release(offering_pk=offering.pk, by=manager(), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.starts) == ("offered", date(2027, 6, 21))
    mail = Message.objects.get(to_person=row.person)
    assert mail.subject == "[Action required] You are offered a place in the Cohort of 2027"
    assert "It begins on June 21, 2027." in mail.body


def test_reasons_speak_of_the_network_alone(offering):
    row = in_review(offering)
    assert "does not explain this outcome" in refused(
        services.stage, pk=row.pk, by=manager(), outcome="offer", reason="strongest"
    )


def test_a_role_at_a_school_has_no_reason_of_the_network():
    row = ReviewFactory(scored=True).application
    assert "does not explain this outcome" in refused(
        services.stage, pk=row.pk, by=manager(), outcome="offer", reason="network"
    )


def test_the_next_on_the_waitlist_of_any_school_gets_a_place_that_is_turned_down(offering):
    offered, held = in_review(offering, offered=True), in_review(offering, offered=True)
    second = in_review(offering, waitlisted=True, decided=2)
    first = in_review(offering, waitlisted=True, decided=1)
    services.turn_down(pk=offered.pk, by=offered.person, now=NOW)
    states = [Application.objects.get(pk=row.pk).state for row in (first, second, held)]
    assert states == ["offered", "waitlisted", "offered"]


def test_the_next_on_the_waitlist_gets_the_place_of_a_fellow_who_withdraws(offering):
    fellow = FellowFactory(cohort=offering.fellow_cohort, state="selected")
    FellowFactory(cohort=offering.fellow_cohort, state="selected")
    waiting = in_review(offering, waitlisted=True)
    move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note="Moved.", now=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.starts) == ("offered", date(2027, 6, 21))


def test_nobody_moves_up_for_somebody_who_was_only_nominated(offering):
    fellow = FellowFactory(cohort=offering.fellow_cohort)
    waiting = in_review(offering, waitlisted=True)
    move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note="Moved.", now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_nobody_moves_up_into_a_cohort_that_has_begun(offering, clock):
    fellow = FellowFactory(cohort=offering.fellow_cohort, state="selected")
    waiting = in_review(offering, waitlisted=True)
    FellowCohort.objects.update(starts=date(2026, 9, 1))
    move(pk=fellow.pk, action=Action.WITHDRAW, by=manager(), note="Moved.", now=NOW)
    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_who_waits_is_ranked_over_the_network(offering):
    ranks = []
    for row in (in_review(offering), in_review(offering)):
        stage(row, "waitlist", "cohort")
        services.release(offering_pk=offering.pk, by=manager(), now=NOW)
        ranks.append(Decision.objects.get(application=row).rank)
    assert ranks == [1, 2]


def test_that_all_places_are_taken_is_questioned_while_some_are_free(offering):
    row = in_review(offering)
    declined = stage(row, "decline", "cohort")
    assert said_to_be_full(offering, staged_for(offering)) == {declined.pk}
    offering.fellow_cohort.places = 0
    offering.fellow_cohort.save()
    offering.refresh_from_db()
    assert said_to_be_full(offering, staged_for(offering)) == set()


def test_the_panel_shows_all_schools_together_beside_the_places_of_the_cohort(offering, signed_in):
    weak, strong = in_review(offering), in_review(offering)
    Application.objects.filter(pk=weak.pk).update(score_hundredths=200)
    Application.objects.filter(pk=strong.pk).update(score_hundredths=400)
    page = signed_in(manager()).get(reverse("applications:decide", args=[offering.pk])).content.decode()
    assert "2 of 2 places free, over all schools" in page
    assert page.count("<table") == 1
    assert page.index(strong.person.name) < page.index(weak.person.name)
    assert weak.school.name in page


# --- acceptance -----------------------------------------------------------------------------------
def test_who_accepts_becomes_a_fellow_selected_in_that_cohort_and_never_a_leader(offering):
    row = in_review(offering, offered=True)
    fellow = services.accept(pk=row.pk, by=row.person, now=NOW)
    assert (fellow.person, fellow.cohort, fellow.state) == (row.person, offering.fellow_cohort, "selected")
    assert fellow.commitment_sha256 == row.records.get().sha256
    assert not Placement.objects.exists()
    line = FellowEvent.objects.get()
    assert (line.action, line.from_state, line.to_state, line.by) == (
        "select",
        "nominated",
        "selected",
        row.person,
    )
    mails = Message.objects.filter(to_person=row.person).values_list("template", flat=True)
    assert list(mails) == ["fellows/moved"]


def test_accepted_twice_it_is_one_fellow(offering):
    row = in_review(offering, offered=True)
    assert (
        services.accept(pk=row.pk, by=row.person, now=NOW).pk
        == services.accept(pk=row.pk, by=row.person, now=NOW).pk
        == Fellow.objects.get().pk
    )


def test_who_was_nominated_is_selected_by_accepting(offering):
    row = in_review(offering, offered=True)
    nominated = FellowFactory(person=row.person, cohort=offering.fellow_cohort)
    assert services.accept(pk=row.pk, by=row.person, now=NOW).pk == nominated.pk
    nominated.refresh_from_db()
    assert nominated.state == "selected"


def test_who_was_selected_on_paper_meanwhile_stays_so_and_keeps_what_both_signed(offering):
    row = in_review(offering, offered=True)
    known = FellowFactory(person=row.person, cohort=offering.fellow_cohort, state="applied_ucla")
    services.accept(pk=row.pk, by=row.person, now=NOW)
    known.refresh_from_db()
    assert (known.state, known.commitment_sha256) == ("applied_ucla", row.records.get().sha256)


def test_who_left_the_cohort_meanwhile_accepts_no_place_in_it(offering):
    row = in_review(offering, offered=True)
    FellowFactory(person=row.person, cohort=offering.fellow_cohort, state="withdrawn")
    said = refused(services.accept, pk=row.pk, by=row.person, now=NOW)
    assert said == LEFT
    row.refresh_from_db()
    assert row.state == "offered"


def test_an_offer_is_not_accepted_when_others_filled_the_cohort(offering):
    row = in_review(offering, offered=True)
    FellowFactory.create_batch(2, cohort=offering.fellow_cohort, state="selected")
    said = refused(services.accept, pk=row.pk, by=row.person, now=NOW)
    assert said == "All 2 places of the Cohort of 2027 are taken."


def test_the_buttons_of_the_pages_lead_the_new_fellow_to_her_own_page(offering, signed_in):
    row = in_review(offering, offered=True)
    browser = signed_in(row.person)
    page = browser.get(reverse("applications:detail", args=[row.pk])).content.decode()
    assert "A place in the Cohort of 2027, which begins on Jun 21, 2027." in page
    done = browser.post(reverse("applications:detail_accept", args=[row.pk]), follow=True)
    fellow = Fellow.objects.get()
    assert done.redirect_chain[-1][0] == reverse("fellows:detail", args=[fellow.pk])
    page = done.content.decode()
    assert "You accepted. You are a fellow of the Cohort of 2027." in page
    assert reverse("applications:record", args=[fellow.commitment_sha256]) in page
    page = browser.get(reverse("applications:detail", args=[row.pk])).content.decode()
    assert "My fellowship" in page


# --- the database ---------------------------------------------------------------------------------
def test_the_database_keeps_a_cohort_to_its_places():
    cohort = FellowCohortFactory(places=1)
    FellowFactory(cohort=cohort, state="selected")
    nominated = FellowFactory(cohort=cohort)
    with pytest.raises(IntegrityError, match="All places of this cohort are taken"), transaction.atomic():
        FellowFactory(cohort=cohort, state="enrolled")
    with pytest.raises(IntegrityError, match="All places of this cohort are taken"), transaction.atomic():
        Fellow.objects.filter(pk=nominated.pk).update(state="selected")


def test_who_holds_a_place_goes_on_in_a_cohort_that_was_overfull_before():
    cohort = FellowCohortFactory(places=2)
    fellows = FellowFactory.create_batch(2, cohort=cohort, state="selected")
    FellowCohort.objects.filter(pk=cohort.pk).update(places=1)
    Fellow.objects.filter(pk=fellows[0].pk).update(state="enrolled")
    assert Fellow.objects.filter(state="enrolled").count() == 1


def test_the_database_lets_no_offering_for_leaders_fill_a_cohort():
    cohort = FellowCohortFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        FellowCohort.objects.filter(pk=cohort.pk).update(offering=OfferingFactory())


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
    assert said == "Leadership Fellow is no placement: who is taken becomes a fellow in a cohort."


def test_the_database_refuses_a_placement_in_a_role_of_the_fellowship(offering):
    row = PlacementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(role=offering.role)


def test_the_database_lets_no_pathway_of_leaders_become_the_fellowship():
    row = PlacementFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pathway.objects.filter(pk=row.role.pathway_id).update(kind=Pathway.Kind.FELLOWSHIP)


# --- an offering of before, which fills no cohort -------------------------------------------------
def test_nobody_starts_an_application_by_an_offering_without_a_cohort(old, teacher):
    said = refused(services.start, person=teacher, offering_pk=old.pk, school=school_of(teacher))
    assert said == f"Leadership Fellow 2026-27 fills no cohort of fellows. {ASK}"


def test_nothing_of_an_offering_without_a_cohort_is_offered(old):
    DecisionFactory(application=in_review(old))
    assert "The release" not in refused(services.release, offering_pk=old.pk, by=manager(), now=NOW)
    assert Decision.objects.get().released_at is None


def test_an_offering_without_a_cohort_is_not_published(old):
    assert refused(publish, pk=old.pk, by=manager()) == (
        "This offering fills no cohort of fellows. Draft it from the page of its cohort instead."
    )


def test_an_application_of_before_can_still_be_declined(old):
    row = in_review(old)
    services.stage(pk=row.pk, by=manager(), outcome="decline", reason="time")
    services.release(offering_pk=old.pk, by=manager(), now=NOW)
    row.refresh_from_db()
    assert row.state == "declined"
