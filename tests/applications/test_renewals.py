"""A role goes on for another year: begun from what was written last, signed anew, decided without a reading."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from applications.models import Application, RenewalInvitation
from applications.queries.managed import to_assign, to_decide
from applications.queries.renewals import renewals
from applications.services import (
    accept,
    cosign,
    invite_to_renew,
    release,
    renew,
    stage,
    stage_renewals,
    start,
    submit,
)
from common.clock import local_date
from common.errors import NotAllowed
from notifications.models import Message
from pathways.models import PathwayManager, Placement
from tests.applications.shared import refused
from tests.factories.applications import ANSWERS, ApplicationFactory
from tests.factories.pathways import (
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, manager
from tests.waiting import second_after

pytestmark = pytest.mark.django_db
# In the spring of 2026-27, while the offering of 2027-28 is open.
SPRING = datetime(2027, 3, 1, 18, tzinfo=UTC)
DAYS = {
    "opens": date(2027, 2, 1),
    "closes": date(2027, 4, 1),
    "cosign_by": date(2027, 4, 15),
    "answer_by": date(2027, 5, 15),
}


@pytest.fixture(autouse=True)
def spring(clock):
    clock(SPRING)
    return local_date(SPRING)


@pytest.fixture
def held():
    """An application of this year that was accepted: its leader holds the role."""
    application = ApplicationFactory(accepted=True, school=SchoolFactory())
    PostFactory(person=application.person, school=application.school)
    return application


@pytest.fixture
def offering(held):
    return OfferingFactory(role=held.offering.role, year=ProgramYearFactory(first=2027), **DAYS)


@pytest.fixture
def placement(held):
    return Placement.objects.get(person=held.person)


@pytest.fixture
def signed_by_both(ceremony):
    def sign(application):
        at = {"proved_at": SPRING}
        sent = submit(
            pk=application.pk,
            by=application.person,
            ceremony=ceremony(application, application.person, **at),
        )
        return cosign(pk=sent.pk, by=sent.signer, ceremony=ceremony(sent, sent.signer, **at))

    return sign


def reasons(offering, day):
    return {row.placement.person.pk: row.why_not for row in renewals(offering, day)}


def test_who_is_invited_gets_one_mail_however_often_it_is_pressed(offering, placement):
    by = manager()
    for count in (1, 0):
        given = {"offering_pk": offering.pk, "placements": [placement.pk], "by": by}
        assert invite_to_renew(**given) == count
    mail = Message.objects.get(template="applications/renew")
    assert mail.subject == f"[Action required] Go on as {placement.role} in 2027-28?"
    assert RenewalInvitation.objects.get().invited_by == by


def test_what_was_written_last_is_the_draft_of_the_new_year(offering, placement, held):
    application = renew(person=held.person, offering_pk=offering.pk)
    assert renew(person=held.person, offering_pk=offering.pk) == application
    assert (application.renews, application.school) == (placement, held.school)
    assert (application.answers, application.state) == (ANSWERS, "draft")


def test_both_sign_and_it_is_offered_without_a_reading(offering, placement, held, signed_by_both):
    by = manager()
    application = renew(person=held.person, offering_pk=offering.pk)
    application = signed_by_both(application)
    assert application.state == "in_review"
    assert not to_assign(by).filter(pk=application.pk).exists()
    assert to_decide(by).filter(pk=application.pk).exists()
    assert stage_renewals(offering_pk=offering.pk, by=by) == 1
    decision = application.decisions.get()
    assert (decision.outcome, decision.reason) == ("offer", "renewed")
    assert list(application.events.filter(action="stage_unread")) == []
    assert refused(stage_renewals, offering_pk=offering.pk, by=by) == "No renewal waits to be decided about."
    release(offering_pk=offering.pk, by=by)
    again = accept(pk=application.pk, by=held.person)
    assert (again.year, again.starts, again.school) == (offering.year, date(2027, 7, 1), held.school)
    assert reasons(offering, local_date(SPRING)) == {held.person.pk: ""}
    assert renewals(offering, local_date(SPRING))[0].state == "accepted"


def test_who_may_not_go_on_is_named_with_the_reason(offering, held, spring):
    role, year = held.offering.role, held.offering.year

    def leader(**given):
        return PlacementFactory(role=role, year=year, **given)

    without, closed, elsewhere = leader(), leader(person__is_active=False), leader()
    left, again, early = leader(school=SchoolFactory(member=False)), leader(), leader(end_reason="resigned")
    other = PostFactory(person=elsewhere.person).school
    PlacementFactory(person=again.person, role=role, year=offering.year)
    found = reasons(offering, spring)
    assert found == {
        held.person.pk: "",
        without.person.pk: f"Has no position at {without.school} on Jul 1, 2027.",
        closed.person.pk: "Their account is closed.",
        elsewhere.person.pk: f"Works at {other} then, and applies there.",
        left.person.pk: f"{left.school} is not part of the network on Jul 1, 2027.",
        again.person.pk: "Holds the role in 2027-28 already.",
    }
    assert early.person.pk not in found
    given = {"offering_pk": offering.pk, "placements": [without.pk], "by": manager()}
    assert refused(invite_to_renew, **given) == (
        f"Nobody was invited. {without.person}: Has no position at {without.school} on Jul 1, 2027."
    )
    assert refused(renew, person=without.person, offering_pk=offering.pk) == (
        "You hold no role that can be renewed here. Apply for it instead."
    )


def test_a_school_without_a_place_is_named(offering, held, spring):
    offering.school_places.create(school=held.school, places=0)
    offering.published_version = None
    offering.save()
    assert reasons(offering, spring) == {
        held.person.pk: f"{held.school} has no place for this role in 2027-28."
    }


def test_nobody_is_invited_outside_the_window(offering, placement, clock):
    given = {"offering_pk": offering.pk, "placements": [placement.pk], "by": manager()}
    clock(datetime(2027, 1, 10, 18, tzinfo=UTC))
    assert refused(invite_to_renew, **given) == f"{offering} opens on Feb 1, 2027. Invite from that day on."
    clock(datetime(2027, 4, 10, 18, tzinfo=UTC))
    assert refused(invite_to_renew, **given) == f"{offering} closed on Apr 1, 2027. Extend it, then invite."
    offering.published_version = None
    offering.save()
    assert refused(invite_to_renew, **given) == f"{offering} is not published. Publish it, then invite."


def test_whoever_is_ticked_is_on_the_list(offering):
    given = {"offering_pk": offering.pk, "by": manager()}
    assert refused(invite_to_renew, placements=[], **given) == "Tick whom you invite."
    assert refused(invite_to_renew, placements=[PlacementFactory().pk], **given) == (
        "Somebody you ticked is no longer on this list. Look at it again; nobody was invited."
    )


def test_only_managers_of_the_pathway_invite_and_stage(offering, placement):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    with pytest.raises(NotAllowed):
        invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=hat.person)
    with pytest.raises(NotAllowed):
        stage_renewals(offering_pk=offering.pk, by=hat.person)


def test_a_role_that_ended_early_since_is_read_like_any_other(offering, placement, held, signed_by_both):
    application = signed_by_both(renew(person=held.person, offering_pk=offering.pk))
    Placement.objects.filter(pk=placement.pk).update(end_reason="resigned")
    given = {"pk": application.pk, "by": manager(), "outcome": "offer"}
    assert refused(stage, reason="renewed", **given) == "This renews no role. Choose another reason."
    assert refused(stage, reason="strongest", **given) == (
        "Nobody has read this application. Ask someone to read it first, or say why it is decided without a review."
    )


def test_an_application_elsewhere_renews_nothing(offering, held):
    application = start(person=held.person, offering_pk=offering.pk, school=SchoolFactory())
    assert (application.renews, application.answers) == (None, {})


def test_who_is_in_office_renews_nothing_in_the_database(offering, placement, held):
    application = renew(person=held.person, offering_pk=offering.pk)
    with pytest.raises(DatabaseError, match="who_is_in_office_renews_nothing"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(in_office=placement)


@pytest.mark.parametrize(
    "sql", ["UPDATE applications_renewalinvitation SET invited_at = now()", "DELETE FROM {}"]
)
def test_an_invitation_stays_as_it_was_sent(offering, placement, sql):
    invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=manager())
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql.format("applications_renewalinvitation"))


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_the_same_however_many(offering, held, spring, count, django_assert_num_queries):
    for _ in range(count - 1):
        post = PostFactory()
        PlacementFactory(
            person=post.person, school=post.school, role=held.offering.role, year=held.offering.year
        )
    with django_assert_num_queries(7):
        assert len(renewals(offering, spring)) == count


@pytest.mark.django_db(transaction=True)
def test_invited_twice_at_once_is_invited_once(offering, placement):
    by = manager()

    def invite():
        return invite_to_renew(offering_pk=offering.pk, placements=[placement.pk], by=by)

    assert second_after(invite, invite) == 0
    assert (
        RenewalInvitation.objects.count(),
        Message.objects.filter(template="applications/renew").count(),
    ) == (
        1,
        1,
    )
