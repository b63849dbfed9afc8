"""The work of a Peer Coach in the small world: one thing of each kind."""

from typing import Any

from pathways.models import Placement
from people.models import User
from tests.factories.coaching import (
    CoachedTeacherFactory,
    ReleaseTimeFactory,
    SchoolwidePDFactory,
    TeacherCycleFactory,
)


def peers_work(placement: Placement, teacher: User) -> dict[str, dict[str, Any]]:
    """The leader is a Peer Coach, and their school has the teacher whom they coach."""
    placement.role.peer_work = "teachers"
    placement.role.save(update_fields=["peer_work"])
    row = CoachedTeacherFactory(placement=placement, person=teacher)
    # Of a row that is taken back another one is left.
    cycle = TeacherCycleFactory(teacher=CoachedTeacherFactory(placement=placement), talked_on=None)
    names = ("peer", "release", "teacher", "teacher_cycle", "pd")
    return {
        **{f"coaching:{name}": {"pk": placement.pk} for name in names},
        "coaching:release_confirm": {"pk": ReleaseTimeFactory(placement=placement).pk},
        "coaching:teacher_end": {"pk": row.pk},
        "coaching:teacher_take_back": {"pk": row.pk},
        "coaching:teacher_talk": {"pk": cycle.pk},
        "coaching:teacher_cycle_take_back": {"pk": cycle.pk},
        "coaching:pd_take_back": {"pk": SchoolwidePDFactory(placement=placement).pk},
    }
