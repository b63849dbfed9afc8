from datetime import UTC, date, datetime

import pytest

from applications.queries.places import taken_at
from common.errors import DomainError, NotAllowed
from notifications.models import Message
from pathways.models import Offering, PathwayManager, Placement
from pathways.services import (
    correct_end,
    corrections,
    end_placement,
    move_school,
    publish,
    settle_moves,
    straight,
    take_back_move,
)
from pathways.states import Ending
from pathways.tasks import settle_moves as settle_moves_by_beat
from tests.factories.pathways import CohortFactory, OfferingFactory, PathwayFactory, PlacementFactory
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 11, 10), date(2027, 1, 11)


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


@pytest.fixture
def placement():
    return PlacementFactory()


@pytest.fixture
def to():
    return SchoolFactory()


def told():
    """Who was written to, under which template."""
    return {(mail.to_person, mail.template.removeprefix("pathways/")) for mail in Message.objects.all()}


def receive(placement, to, starts=LATER, by=None):
    by = by or principal_of(to)
    given = {"email": placement.person.email, "role": placement.role, "school": to, "first_day": starts}
    return corrections.receive(straight, by, **given, why="", seen="")


# --- who may, and from which day --------------------------------------------------------------------
def test_the_receiving_principal_may_start_a_move(placement, to):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=principal_of(to))
    assert list(placement.assignments.values_list("school", "starts", "ends")) == [
        (left.pk, date(2026, 7, 1), LATER),
        (to.pk, LATER, date(2027, 7, 1)),
    ]


def test_whom_the_receiving_principal_named_may_start_a_move_too(placement, to):
    move_school(
        pk=placement.pk, to=to, starts=TODAY, by=DelegationFactory(principal=principal_of(to)).delegate
    )
    placement.refresh_from_db()
    assert placement.school == to


def test_the_principal_of_the_school_that_is_left_may_not_move_a_placement(placement, to):
    with pytest.raises(NotAllowed):
        move_school(pk=placement.pk, to=to, starts=LATER, by=principal_of(placement.school))


def test_a_move_to_where_it_is_served_is_refused(placement):
    with pytest.raises(DomainError, match=r"served at .* already"):
        move_school(pk=placement.pk, to=placement.school, starts=LATER, by=manager())


def test_a_principal_receives_nobody_from_a_day_that_is_past(placement, to):
    with pytest.raises(DomainError) as refused:
        receive(placement, to, date(2026, 11, 9))
    assert str(refused.value) == (
        "Choose today or a later day. A program manager can record an earlier one: write to the Partnership."
    )
    assert placement.assignments.count() == 1


def test_a_program_manager_records_a_move_that_was(placement, to):
    move_school(pk=placement.pk, to=to, starts=date(2026, 9, 1), by=manager())
    placement.refresh_from_db()
    assert placement.school == to


def test_a_school_without_a_grade_of_the_cohort_is_refused():
    placement = PlacementFactory(cohort=CohortFactory(name="Secondary", lowest_grade=7, highest_grade=12))
    to = SchoolFactory(name="Aragon", lowest_grade=-1, highest_grade=6)
    with pytest.raises(DomainError) as refused:
        move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert str(refused.value) == (
        "Secondary is for grades 7–12, and Aragon has grades TK–6. Choose another school."
    )


def test_a_second_move_waits_until_the_first_is_taken_back(placement, to):
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    with pytest.raises(DomainError) as refused:
        receive(placement, SchoolFactory(), date(2027, 2, 1))
    assert str(refused.value) == (
        f"A move to {to} from January 11, 2027 on is recorded already. A program manager can take it back; then "
        "start this one."
    )


# --- places of the receiving school -----------------------------------------------------------------
@pytest.fixture
def full(to):
    """A leader elsewhere, and the only place of that role and year at `to` is held."""
    offering = OfferingFactory()
    PlacementFactory(role=offering.role, year=offering.year, school=to)
    return PlacementFactory(role=offering.role, year=offering.year)


def test_a_principal_receives_nobody_without_a_free_place(full, to):
    with pytest.raises(DomainError) as refused:
        receive(full, to)
    assert str(refused.value) == (
        f"No place for {full.role} in 2026-27 is free at {to}: 1 of 1 taken. "
        "A program manager can still move a leader there: write to the Partnership."
    )
    assert full.assignments.count() == 1


def test_whoever_moves_to_a_school_later_takes_its_place_from_the_next(to):
    offering = OfferingFactory()
    first, second = PlacementFactory.create_batch(2, role=offering.role, year=offering.year)
    by = principal_of(to)
    receive(first, to, by=by)
    with pytest.raises(DomainError, match="1 of 1 taken"):
        receive(second, to, by=by)


def test_a_place_of_somebody_who_ended_early_is_free(full, to):
    held = Placement.objects.get(school=to)
    end_placement(pk=held.pk, by=manager(), ends=TODAY, reason=Ending.RESIGNED)
    receive(full, to, TODAY)
    full.refresh_from_db()
    assert full.school == to


def test_places_are_those_of_the_version_that_was_published(to):
    offering = OfferingFactory(published=False)
    publish(pk=offering.pk, by=manager())
    Offering.objects.update(places_per_school=2)
    PlacementFactory(role=offering.role, year=offering.year, school=to)
    with pytest.raises(DomainError, match="1 of 1 taken"):
        receive(PlacementFactory(role=offering.role, year=offering.year), to)


def test_a_program_manager_who_moves_one_leader_more_than_places_reads_it(client, full, to):
    client.force_login(manager())
    typed = {"school": to.pk, "first_day": "2027-01-11"}
    page = client.post(f"/placements/{full.pk}/move/", typed, follow=True)
    assert [str(said) for said in page.context["messages"]] == [
        f"{to} now has more leaders than places for {full.role} in 2026-27: 2, and 1 place.",
        "Done. It is in the history of this placement.",
    ]


def test_a_program_manager_who_moves_a_leader_to_a_free_place_reads_no_warning(client, to):
    offering = OfferingFactory()
    placement = PlacementFactory(role=offering.role, year=offering.year)
    client.force_login(manager())
    typed = {"school": to.pk, "first_day": "2027-01-11"}
    page = client.post(f"/placements/{placement.pk}/move/", typed, follow=True)
    assert [said.level_tag for said in page.context["messages"]] == ["success"]


# --- who is told ------------------------------------------------------------------------------------
def test_a_move_by_a_principal_is_written_to_the_leader_the_other_school_and_the_managers(placement, to):
    left, staff = principal_of(placement.school), manager()
    receive(placement, to)
    assert told() == {
        (placement.person, "placement_moved"),
        (left, "placement_moved"),
        (staff, "placement_moved"),
    }


def test_a_move_by_whom_the_principal_named_is_written_to_the_principal_too(placement, to):
    principal = principal_of(to)
    receive(placement, to, by=DelegationFactory(principal=principal).delegate)
    assert told() == {(placement.person, "placement_moved"), (principal, "placement_moved")}


def test_a_move_by_a_manager_is_written_to_the_leader_and_both_schools(placement, to):
    left, receiving, by = principal_of(placement.school), principal_of(to), manager()
    manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    assert told() == {
        (placement.person, "placement_moved"),
        (left, "placement_moved"),
        (receiving, "placement_moved"),
    }


def test_managers_of_another_pathway_are_not_told(placement, to):
    here, elsewhere = manager(), manager()
    PathwayManager.objects.create(hat=here.hats.get(), pathway=placement.role.pathway)
    PathwayManager.objects.create(hat=elsewhere.hats.get(), pathway=PathwayFactory())
    receive(placement, to)
    assert told() == {(placement.person, "placement_moved"), (here, "placement_moved")}


def test_the_mail_of_a_move_says_who_moves_where_from_which_day_and_what_to_do(placement, to, settings):
    receiving, left = principal_of(to), principal_of(placement.school)
    receive(placement, to, by=receiving)
    mail = Message.objects.get(to_person=left)
    assert mail.subject == (
        f"{placement.person.name}, {placement.role}, moves to {to} from January 11, 2027 on"
    )
    assert mail.body == (
        f"Hello {left.name},\n\n"
        f"the placement of {placement.person.name} as {placement.role} moves from {placement.school} to {to}. "
        f"The first day at {to} is January 11, 2027. {receiving.name} put it on record.\n\n"
        "The placement, its deliverables and what was signed stay the same.\n\n"
        "If this is wrong, write to the Partnership at once: through that day a program manager can take it back.\n\n"
        f"The placement: {settings.BASE_URL}/placements/{placement.pk}/\n"
    )


# --- until its day ----------------------------------------------------------------------------------
def test_until_its_day_a_move_leaves_the_placement_where_it_is(placement, to, clock):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    seen = []
    for moment in (datetime(2027, 1, 11, 7, 59, tzinfo=UTC), datetime(2027, 1, 11, 8, 1, tzinfo=UTC)):
        settle_moves(now=moment)
        placement.refresh_from_db()
        seen.append(placement.school)
    assert seen == [left, to]


def test_settling_moves_again_changes_nothing(placement, to, clock):
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    assert [settle_moves_by_beat(), settle_moves_by_beat()] == [1, 0]


def test_a_leader_who_comes_later_is_seen_at_both_schools(placement, to):
    both = [principal_of(placement.school), principal_of(to)]
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert [list(Placement.objects.visible_to(one)) for one in both] == [[placement], [placement]]


def test_an_end_before_a_move_keeps_the_school_of_today(placement, to):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 12, 1), reason=Ending.RESIGNED)
    placement.refresh_from_db()
    assert placement.school == left
    assert Placement.objects.visible_to(principal_of(to)).count() == 0


def told_of_moves():
    return {
        mail.to_person: mail.template.removeprefix("pathways/") for mail in Message.objects.order_by("pk")
    }


def test_both_schools_are_told_of_a_move_that_an_end_leaves_behind_and_again_when_the_end_is_corrected(
    placement, to, clock
):
    left, receiving, by = principal_of(placement.school), principal_of(to), manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    end_placement(pk=placement.pk, by=by, ends=date(2026, 12, 1), reason=Ending.RESIGNED)
    assert (told_of_moves()[left], told_of_moves()[receiving]) == ("move_taken_back", "move_taken_back")
    correct_end(pk=placement.pk, by=by, ends=date(2027, 3, 1), reason=Ending.RESIGNED, why="A wrong day.")
    assert (told_of_moves()[left], told_of_moves()[receiving]) == ("placement_moved", "placement_moved")
    assert list(placement.events.filter(action="move").values_list("note", flat=True))[1:] == [
        f"The move to {to} on January 11, 2027 does not take place.",
        f"The move to {to} on January 11, 2027 takes place again.",
    ]
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    settle_moves()
    placement.refresh_from_db()
    assert placement.school == to


def test_no_move_behind_an_end_takes_place(placement, to, clock):
    left = placement.school
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    end_placement(pk=placement.pk, by=manager(), ends=date(2026, 12, 1), reason=Ending.RESIGNED)
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    assert settle_moves() == 0
    placement.refresh_from_db()
    assert placement.school == left


# --- taken back -------------------------------------------------------------------------------------
def test_a_move_ahead_is_taken_back_and_the_placement_stays(placement, to):
    left, by = placement.school, manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    take_back_move(pk=placement.pk, by=by, reason="The wrong leader.")
    assert list(placement.assignments.values_list("school", "starts", "ends")) == [
        (left.pk, date(2026, 7, 1), date(2027, 7, 1))
    ]
    assert placement.events.values_list("action", "by", "note").last() == (
        "take back move",
        by.pk,
        f"Was: to {to}, starting January 11, 2027. The wrong leader.",
    )


def test_whoever_was_told_of_a_move_is_told_that_it_is_taken_back(placement, to):
    left, receiving, by = principal_of(placement.school), principal_of(to), manager()
    receive(placement, to, by=receiving)
    Message.objects.all().delete()
    take_back_move(pk=placement.pk, by=by, reason="The wrong leader.")
    assert told() == {
        (placement.person, "move_taken_back"),
        (left, "move_taken_back"),
        (receiving, "move_taken_back"),
    }


def test_a_school_outside_the_network_receives_nobody(placement):
    with pytest.raises(DomainError, match="is not a school of the network on that day"):
        move_school(pk=placement.pk, to=SchoolFactory(member=False), starts=LATER, by=manager())


def test_a_second_day_for_a_move_on_record_says_which_day_is_on_record(placement, to):
    receive(placement, to)
    with pytest.raises(DomainError, match=r"A move to .* from January 11, 2027 on is recorded already"):
        receive(placement, to, starts=date(2026, 12, 1), by=to.posts.get().person)


def test_a_move_that_begins_today_is_taken_back_today(placement, to):
    left, by = placement.school, manager()
    receive(placement, to, starts=TODAY)
    take_back_move(pk=placement.pk, by=by, reason="The wrong leader.")
    placement.refresh_from_db()
    assert (placement.school, placement.assignments.count()) == (left, 1)


def test_a_move_that_has_begun_is_not_taken_back(placement, to, clock):
    move_school(pk=placement.pk, to=to, starts=TODAY, by=manager())
    clock(datetime(2026, 11, 11, 20, tzinfo=UTC))
    with pytest.raises(DomainError) as refused:
        take_back_move(pk=placement.pk, by=manager(), reason="x")
    assert str(refused.value) == (
        "No move of this placement is ahead. What began before today is moved again, not taken back."
    )


def test_a_principal_takes_no_move_back(placement, to):
    by = principal_of(to)
    receive(placement, to, by=by)
    with pytest.raises(NotAllowed):
        take_back_move(pk=placement.pk, by=by, reason="x")


# --- the pages --------------------------------------------------------------------------------------
def test_the_page_of_a_placement_shows_todays_school_and_the_move_ahead(client, placement, to):
    left, by = placement.school, manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    page = client.get(f"/placements/{placement.pk}/").content.decode()
    assert f">{left.name}</a><br>from Jan 11, 2027: {to.name}</dd>" in page
    assert ">Take back the move</a>" in page


def test_the_page_that_moves_takes_back_a_move_that_is_ahead(client, placement, to):
    by = manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    assert f"Take back the move to {to}" in client.get(f"/placements/{placement.pk}/move/").content.decode()
    client.post(f"/placements/{placement.pk}/move/", {"why": "The wrong leader."})
    assert placement.assignments.count() == 1


def test_who_moves_what_was_moved_meanwhile_reads_it_and_keeps_what_they_typed(client, placement, to):
    by = manager()
    move_school(pk=placement.pk, to=to, starts=LATER, by=by)
    client.force_login(by)
    typed = {"school": SchoolFactory().pk, "first_day": "2027-02-01"}
    form = client.post(f"/placements/{placement.pk}/move/", typed).context["form"]
    assert f"A move to {to} from January 11, 2027 on is recorded already." in form.non_field_errors()[0]
    assert form["first_day"].value() == "2027-02-01"


def test_the_receiving_principal_opens_the_placement_they_just_received(client, placement, to):
    client.force_login(principal_of(to))
    data = {
        "email": placement.person.email,
        "role": placement.role_id,
        "school": to.pk,
        "first_day": "2027-01-11",
    }
    assert client.post("/placements/receive/", data, follow=True).status_code == 200


def test_a_principal_who_names_a_past_day_reads_who_can_record_it(client, placement, to):
    client.force_login(principal_of(to))
    answer = client.post(
        "/placements/receive/",
        {
            "email": placement.person.email,
            "role": placement.role_id,
            "school": to.pk,
            "first_day": "2026-11-09",
        },
    )
    assert answer.status_code == 422
    assert "A program manager can record an earlier one" in answer.content.decode()


def test_a_place_at_the_school_a_leader_moves_to_is_taken_already(client, to):
    offering = OfferingFactory(places_per_school=2)
    placement = PlacementFactory(role=offering.role, year=offering.year)
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    client.force_login(UserFactory())
    page = client.get(f"/schools/{to.slug}/")
    assert page.context["team"].places[0].open_places == 1
    assert f"{placement.person}, comes later this year" in page.content.decode()


def test_no_offer_takes_the_place_of_a_leader_who_moves_there_later(to):
    offering = OfferingFactory()
    placement = PlacementFactory(role=offering.role, year=offering.year)
    move_school(pk=placement.pk, to=to, starts=LATER, by=manager())
    assert [taken_at(offering, school) for school in (placement.school_id, to.pk)] == [1, 1]
