"""The work of a Peer Coach in the small world: one thing of each kind."""

from datetime import date
from typing import Any

from pathways.models import Placement
from people.models import User
from tests.factories.coaching import (
    CoachedPeerFactory,
    CoachedTeacherFactory,
    ConsentFactory,
    HostedSeminarFactory,
    PeerVisitFactory,
    RecordingFactory,
    ReleaseTimeFactory,
    SchoolwidePDFactory,
    SeenInRecordingFactory,
    SeminarVisitorFactory,
    TeacherCycleFactory,
)


def peers_work(placement: Placement, teacher: User) -> dict[str, dict[str, Any]]:
    """The leader is a Senior Peer Coach; the teacher is one whom they coach, and who visited their seminar."""
    placement.role.peer_work = "peers"
    placement.role.save(update_fields=["peer_work"])
    row = CoachedTeacherFactory(placement=placement, person=teacher)
    # Of a row that is taken back another one is left.
    cycle = TeacherCycleFactory(teacher=CoachedTeacherFactory(placement=placement), talked_on=None)
    guest = SeminarVisitorFactory(seminar__placement=placement, person=teacher)
    seen = SeenInRecordingFactory(recording__placement=placement, person=teacher)
    coached = CoachedPeerFactory(placement=placement)
    visit = PeerVisitFactory(coached=CoachedPeerFactory(placement=placement))
    names = ("peer", "release", "teacher", "teacher_cycle", "pd", "seminar", "coached_peer")
    return {
        **{f"coaching:{name}": {"pk": placement.pk} for name in names},
        "coaching:release_confirm": {"pk": ReleaseTimeFactory(placement=placement).pk},
        "coaching:teacher_end": {"pk": row.pk},
        "coaching:teacher_take_back": {"pk": row.pk},
        "coaching:teacher_talk": {"pk": cycle.pk},
        "coaching:teacher_cycle_take_back": {"pk": cycle.pk},
        "coaching:seminar_visitors": {"pk": guest.seminar_id},
        "coaching:seminar_take_back": {
            "pk": HostedSeminarFactory(placement=placement, day=date(2026, 10, 7)).pk
        },
        "coaching:seminar_visits": {},
        "coaching:recording": {"pk": placement.pk},
        "coaching:consents": {"pk": placement.pk},
        "coaching:recording_watch": {
            "pk": ConsentFactory(seen__recording__placement=placement).seen.recording_id
        },
        "coaching:recording_take_back": {"pk": RecordingFactory(placement=placement).pk},
        "coaching:seen_agree": {"pk": seen.pk},
        "coaching:seen_paper": {
            "pk": SeenInRecordingFactory(recording=seen.recording, person=None, name="Sam").pk
        },
        "coaching:seen_withdraw": {"pk": seen.pk},
        "coaching:visitor_answer": {"pk": guest.pk},
        "coaching:visitor_take_back": {"pk": SeminarVisitorFactory(seminar=guest.seminar).pk},
        "coaching:peer_visit": {"pk": coached.pk},
        "coaching:coached_peer_take_back": {"pk": coached.pk},
        "coaching:peer_visit_take_back": {"pk": visit.pk},
        "coaching:pd_take_back": {"pk": SchoolwidePDFactory(placement=placement).pk},
    }
