"""A minimal world for the permission matrix: one person for each hat, and one thing of each kind."""

from dataclasses import dataclass

from fellows.models import Fellow
from people.models import Hat, User
from tests.factories.applications import ApplicationFactory, ReviewFactory, principal_for
from tests.factories.coaching import CycleFactory
from tests.factories.fellows import FellowFactory, ServiceRecordFactory
from tests.factories.notifications import MessageFactory
from tests.factories.pathways import DeliverableRecordFactory, OfferingFactory, PlacementFactory
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, teacher_at
from tests.factories.seminars import SessionFactory
from tests.factories.stipends import StipendPolicyFactory, StipendRunFactory, approved_line

HATS = {
    "manager": Hat.Kind.PROGRAM_MANAGER,
    "coach": Hat.Kind.COACH,
    "preparer": Hat.Kind.PREPARER,
    "approver": Hat.Kind.APPROVER,
    "director": Hat.Kind.DIRECTOR,
}


@dataclass
class World:
    """`people` by hat; `samples`: what fills the gaps of an address, by the beginning of its name."""

    people: dict[str, User]
    samples: dict[str, dict[str, object]]


def make() -> World:
    """A school with a teacher, a leader with a placement there, and its principal; staff; a fellow."""
    school = SchoolFactory(slug="sample-school")
    people = {"teacher": teacher_at(school), "leader": teacher_at(school), "principal": principal_for(school)}
    for name, kind in HATS.items():
        people[name] = UserFactory()
        HatFactory(person=people[name], kind=kind)
    fellow = FellowFactory()
    people["fellow"] = fellow.person
    people["admin"] = UserFactory(is_staff=True, is_superuser=True)
    return World(people, _samples(people, school, fellow.pk))


def _samples(people: dict[str, User], school: object, fellow: int) -> dict[str, dict[str, object]]:
    leader = people["leader"]
    placement = PlacementFactory(person=leader, school=school)
    offering = OfferingFactory(role=placement.role, year=placement.year)
    record = DeliverableRecordFactory(placement=placement, deliverable__offering=offering)
    application = ApplicationFactory(person=leader, school=school, submitted=True)
    review = ReviewFactory(reviewer=people["coach"])
    line = approved_line(placement=placement)
    service = ServiceRecordFactory(fellow=Fellow.objects.get(pk=fellow)).pk
    return {
        "mail": {"name": "1-1"},
        "pathways:": {"slug": placement.role.pathway.slug, "pk": placement.pk},
        "pathways:offering": {"pk": offering.pk},
        "pathways:school": {"slug": "sample-school"},
        "pathways:expectation": {"slug": "sample-school", "pk": 0},
        "pathways:deliverable": {"pk": record.pk},
        "pathways:evidence": {"pk": record.pk},
        "pathways:attest": {"pk": placement.pk},
        "seminars:": {"pk": SessionFactory().pk, "person_pk": leader.pk},
        "coaching:": {"pk": CycleFactory(placement=placement, coach=people["coach"]).pk},
        "coaching:new": {"pk": placement.pk},
        "notifications:": {"pk": MessageFactory(to_person=leader).pk, "action": "cancel"},
        "applications:": {
            "pk": application.pk,
            "offering_pk": application.offering_id,
            "verb": "withdraw",
            "sha256": application.records.get().sha256,
        },
        "applications:review": {"pk": review.pk},
        "fellows:": {"pk": fellow, "action": "select"},
        "fellows:correct": {"pk": service},
        "fellows:ask": {"pk": service},
        "fellows:accept": {"pk": service},
        "stipends:": {"pk": StipendRunFactory().pk},
        "stipends:policy": {"pk": StipendPolicyFactory().pk},
        "stipends:line": {"pk": line.run_id, "line": line.pk},
        "stipends:statement": {"pk": line.pk},
    }
