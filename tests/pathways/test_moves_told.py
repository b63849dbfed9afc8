"""Who is told of a move, and told that it does not take place."""

from datetime import UTC, date, datetime

import pytest

from notifications.models import Message
from pathways.models import PathwayManager
from pathways.services import (
    correct_end,
    end_placement,
    move_school,
    settle_moves,
    take_back_move,
)
from pathways.states import Ending
from tests.factories.pathways import PathwayFactory, PlacementFactory
from tests.factories.people import (
    DelegationFactory,
    SchoolFactory,
    manager,
    principal_of,
)
from tests.pathways.moving import LATER, receive
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db


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
    about = f"To {to}, first day January 11, 2027."
    followed = ("miss_move", "move_after_all")
    assert [line for line in lines_told(placement) if line[0] in followed] == [
        (deed, about, "") for deed in followed
    ]
    clock(datetime(2027, 1, 11, 20, tzinfo=UTC))
    settle_moves()
    placement.refresh_from_db()
    assert placement.school == to


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
