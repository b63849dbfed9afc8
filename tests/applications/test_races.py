"""Two at once, in real transactions: one wins, the other changes nothing or is told."""

import pytest

from applications import services
from applications.models import Application, ApplicationEvent, Signature
from applications.queries.evidence import differences
from applications.reminders import cosign_reminders
from applications.services.signatures import chain
from common.errors import DomainError
from notifications.models import Message
from pathways.models import Placement
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, freeze, signature
from tests.factories.notifications import ReminderRuleFactory
from tests.factories.pathways import OfferingFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_cosigns_make_one_signature(at_once, ceremony):
    application = ApplicationFactory(submitted=True)
    given = ceremony(application, application.signer)

    def cosign():
        return services.cosign(pk=application.pk, by=application.signer, ceremony=given).state

    assert at_once(cosign, cosign) == ["cosigned", "cosigned"]
    assert Signature.objects.filter(party="principal").count() == 1
    assert ApplicationEvent.objects.filter(action="cosign").count() == 1


def test_cosigning_while_the_applicant_withdraws_leaves_one_of_the_two(at_once, ceremony):
    application = ApplicationFactory(submitted=True)
    given = ceremony(application, application.signer)
    at_once(
        lambda: services.cosign(pk=application.pk, by=application.signer, ceremony=given),
        lambda: services.withdraw(pk=application.pk, by=application.person),
    )
    assert Application.objects.get().state == "withdrawn"
    assert differences() == []


def test_many_signatures_at_once_make_one_chain(at_once):
    people = [UserFactory() for _ in range(4)]
    sent = [ApplicationFactory(person=person, submitted=True, signed=False) for person in people]
    rows = [signature(freeze(one, NOW), "teacher", one.person, NOW) for one in sent]
    at_once(*[lambda row=row: chain([row]) for row in rows])
    assert differences() == []
    assert list(Signature.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


def test_two_acceptances_make_one_placement(at_once):
    application = ApplicationFactory(offered=True)

    def accept():
        return services.accept(pk=application.pk, by=application.person).pk

    first, second = at_once(accept, accept)
    assert first == second == Placement.objects.get().pk


def test_accepting_and_lapsing_at_once_do_one_of_the_two(at_once, clock):
    application = ApplicationFactory(offered=True)
    clock(NOW.replace(month=10, day=2, hour=7))
    at_once(
        lambda: services.accept(pk=application.pk, by=application.person),
        lambda: services.lapse(pk=application.pk, now=NOW.replace(month=10, day=2, hour=7)),
    )
    assert Application.objects.get().state == "lapsed"
    assert Placement.objects.count() == 0


def test_two_releases_fill_one_place_once_and_the_second_is_told(at_once):
    offering, school = OfferingFactory(), SchoolFactory()
    application = ApplicationFactory(offering=offering, school=school, in_review=True)
    DecisionFactory(application=application)
    staff = [manager(), manager()]
    answers = at_once(*[lambda one=one: services.release(offering_pk=offering.pk, by=one) for one in staff])
    told = [answer for answer in answers if isinstance(answer, DomainError)]
    assert [answer for answer in answers if answer == 1] == [1]
    assert str(told[0]).startswith("Nothing is staged.")
    assert Message.objects.filter(to_person=application.person).count() == 1


def test_two_people_deciding_for_the_last_place_cannot_both_fill_it(at_once):
    offering, school = OfferingFactory(), SchoolFactory()
    rivals = [ApplicationFactory(offering=offering, school=school, in_review=True) for _ in range(2)]

    def decide(application, staff):
        services.stage(pk=application.pk, by=staff, outcome="offer", reason="strongest", unread="One.")
        return services.release(offering_pk=offering.pk, by=staff)

    staff = [manager(), manager()]
    at_once(*[lambda a=a, s=s: decide(a, s) for a, s in zip(rivals, staff, strict=True)])
    assert Application.objects.filter(state="offered").count() <= 1


def test_two_places_freed_at_once_move_two_up(at_once):
    offering, school = OfferingFactory(places_per_school=2), SchoolFactory()
    holders = [ApplicationFactory(offering=offering, school=school, offered=True) for _ in range(2)]
    for rank in (1, 2, 3):
        ApplicationFactory(offering=offering, school=school, waitlisted=True, decided=rank)
    at_once(*[lambda h=h: services.turn_down(pk=h.pk, by=h.person) for h in holders])
    ranks = Application.objects.filter(state="offered").values_list("decisions__rank", flat=True)
    assert sorted(rank for rank in ranks if rank) == [1, 2]


def test_two_beats_owe_one_reminder(at_once, clock):
    ReminderRuleFactory(what="cosign", days_before=-3)
    application = ApplicationFactory(submitted=True)
    later = NOW.replace(day=18)
    at_once(lambda: cosign_reminders(later), lambda: cosign_reminders(later))
    cosign_reminders(later)
    assert Message.objects.filter(to_person=application.signer).count() == 1


def test_starting_twice_at_once_makes_one_draft(at_once):
    person, offering, school = UserFactory(), OfferingFactory(), SchoolFactory()

    def start():
        return services.start(person=person, offering_pk=offering.pk, school=school).pk

    first, second = at_once(start, start)
    assert first == second
    assert ApplicationEvent.objects.filter(action="start").count() == 1
