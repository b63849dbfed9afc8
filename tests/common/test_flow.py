"""The way of a group of people: drawn to one scale, and said in words."""

import re

import pytest

from common.ui.flow import GAP, TALL, TOP, WORDS, Flow, Side, flow_picture, placed

SIDES = (Side("Teacher leader", 25), Side("Nobody", 0), Side("Teacher", 15))


def test_every_side_is_as_tall_as_its_part_of_the_whole_and_meets_the_middle_where_the_last_one_ended():
    leader, teacher = placed(SIDES, 40)
    assert (leader.tall, teacher.tall, leader.tall + teacher.tall) == (162.5, 97.5, TALL)
    assert (leader.meets, teacher.meets) == (0, 162.5)
    assert (leader.top, teacher.top) == (TOP, TOP + 162.5 + GAP)


def test_few_people_stand_far_enough_apart_for_their_words():
    one, other = placed([Side("A", 1), Side("B", 1)], 1000)
    assert other.top - one.top == WORDS + GAP


def test_the_picture_says_every_number_once_and_all_of_it_in_its_label():
    drawn = flow_picture(Flow(SIDES, "graduated", (Side("Lead <a school>", 40, "leads"),), "Of 40 fellows …"))
    assert re.findall(r"flow__number\">(\d+)<", drawn) == ["25", "15", "40", "40"]
    assert 'role="img" aria-label="Of 40 fellows …"' in drawn
    assert ("Nobody" in drawn, "Lead &lt;a school&gt;" in drawn) == (False, True)


@pytest.mark.parametrize("nobody", [(), (Side("Teacher", 0),)])
def test_of_nobody_there_is_no_picture(nobody):
    assert flow_picture(Flow(nobody, "graduated", (), "")) == ""
