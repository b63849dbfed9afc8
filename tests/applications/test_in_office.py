"""Leaders in office are taken over: on the paper both signed, or both sign here."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from applications.models import Application, Signature
from applications.policies import why_not
from applications.queries.evidence import differences
from applications.services import add_paper, decline_support, reopen, revise, send_back, take_over, withdraw
from applications.states import Action
from applications.verbs import APPLICATION
from common.canonical import fingerprint
from common.errors import NotAllowed
from common.uploads import Accepted
from dashboard.queries import waiting_for
from notifications.models import Message
from pathways.models import PathwayManager, Placement, SignedPaper, TakenOver
from pathways.services import Leader, Paper, correct_start
from pathways.states import PlacementAction
from tests.applications.shared import refused as told
from tests.factories.applications import ApplicationFactory, principal_for
from tests.factories.files import PDF
from tests.factories.pathways import (
    CohortFactory,
    OfferingFactory,
    PathwayFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import HatFactory, SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 5)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def offering():
    return OfferingFactory()


@pytest.fixture
def leader(offering):
    return Leader(UserFactory(), offering.role, SchoolFactory(), AUGUST, "She leads since August.")


def paper(content=PDF, signed_on=date(2026, 8, 3)):
    return Paper("Ana Ruiz and Dana Principal", signed_on, Accepted("pdf", content))


def test_on_paper_the_placement_is_in_force_and_says_why_it_is_known(leader):
    by = manager()
    placement, new = take_over(leader=leader, by=by, paper=paper())
    assert (new, placement.commitment_sha256, placement.commitment_in_force) == (True, "", True)
    assert (placement.starts, placement.ends) == (AUGUST, date(2027, 7, 1))
    row = SignedPaper.objects.get()
    assert (row.signed_by, row.signed_on, row.by) == ("Ana Ruiz and Dana Principal", date(2026, 8, 3), by)
    assert row.sha256 == fingerprint(PDF)
    assert TakenOver.objects.get().reason == "She leads since August."
    assert [event.action for event in placement.events.order_by("pk")] == [
        PlacementAction.TAKE_OVER,
        PlacementAction.ADD_PAPER,
    ]
    assert Message.objects.get().subject == f"On record: you are {leader.role} at {leader.school}"
    assert differences() == []


def test_without_paper_it_waits_for_two_signatures_and_is_not_in_force(leader, signed_by_both):
    principal_for(leader.school)
    placement, _ = take_over(leader=leader, by=manager())
    assert placement.commitment_in_force is False
    application = Application.objects.get()
    assert (application.in_office, application.state) == (placement, "draft")
    signed_by_both(application)
    placement.refresh_from_db()
    application.refresh_from_db()
    assert (application.state, application.starts) == ("accepted", AUGUST)
    assert (placement.commitment_sha256, placement.commitment_in_force) == (
        application.records.get().sha256,
        True,
    )
    assert list(Signature.objects.values_list("capacity", "intent")) == [
        (
            f"{leader.role} at {leader.school}",
            "I hold this role, and I make the teacher's commitment in this text.",
        ),
        (
            f"Principal of {leader.school}",
            "This teacher holds this role at our school, and I make the principal's commitment in this text.",
        ),
    ]
    assert placement.events.latest("pk").action == PlacementAction.SIGN
    assert differences() == []


def test_the_principal_who_does_not_support_it_leaves_it_unsigned_until_it_is_asked_again(
    leader, signed_by_teacher, signed_by_both
):
    principal_for(leader.school)
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    decline_support(pk=application.pk, by=application.signer, words="Not at our school.")
    placement.refresh_from_db()
    assert placement.commitment_in_force is False
    reopen(pk=application.pk, by=by, words="It was a mistake.")
    application.refresh_from_db()
    signed_by_both(application)
    placement.refresh_from_db()
    assert placement.commitment_in_force is True


def waits(person):
    found = waiting_for(person, day=AUGUST, now=timezone.now())
    return [
        (one.kind, one.url)
        for one in found
        if one.kind in ("not_signed", "to_correct", "returned", "in_office")
    ]


def test_what_the_school_does_not_sign_waits_for_the_managers_and_the_mail_speaks_of_the_role(
    leader, signed_by_teacher
):
    principal_for(leader.school)
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    decline_support(pk=application.pk, by=application.signer, words="Not at our school.")
    mail = Message.objects.filter(to_person=leader.person).latest("pk")
    assert mail.subject == f"Your school did not sign for your role: {leader.role} at {leader.school}"
    assert "application" not in mail.body.replace("/applications/", "")
    assert (waits(by), waits(leader.person)) == ([("not_signed", f"/placements/{placement.pk}/")], [])
    assert APPLICATION.of(Action.REOPEN).label_for(application) == "Ask both to sign again…"
    reopen(pk=application.pk, by=by, words="It was a mistake.")
    asked = [("in_office", f"/applications/{application.pk}/check/")]
    assert (waits(by), waits(leader.person)) == ([], asked)
    assert Message.objects.latest("pk").subject.startswith("[Action required] Sign for your role")


def test_what_the_school_sends_back_is_corrected_by_a_manager_and_signed_anew(
    leader, signed_by_teacher, signed_by_both
):
    principal_for(leader.school)
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    send_back(pk=application.pk, by=application.signer, words="She began on August 10.")
    mail = Message.objects.filter(to_person=leader.person).latest("pk")
    assert mail.subject.startswith("Your school asks for a correction before it signs for your role")
    assert (waits(by), waits(leader.person)) == ([("to_correct", f"/placements/{placement.pk}/")], [])
    with pytest.raises(
        NotAllowed, match="Only a program manager of this pathway may ask both to sign this again"
    ):
        revise(pk=application.pk, by=leader.person)
    correct_start(pk=placement.pk, by=by, starts=date(2026, 8, 10), why="As the principal says.")
    revise(pk=application.pk, by=by)
    assert waits(leader.person) == [("in_office", f"/applications/{application.pk}/check/")]
    signed_by_both(Application.objects.get())
    placement.refresh_from_db()
    assert placement.commitment_in_force is True


def test_my_stipend_offers_to_sign_only_what_is_to_be_signed(leader, signed_by_teacher, signed_in):
    principal_for(leader.school)
    take_over(leader=leader, by=manager())
    page = signed_in(leader.person)
    assert "Read and sign it" in page.get("/stipends/").content.decode()
    application = signed_by_teacher(Application.objects.get())
    decline_support(pk=application.pk, by=application.signer, words="Not at our school.")
    shown = page.get("/stipends/").content.decode()
    assert ("Read and sign it" in shown, "the Partnership looks into it" in shown) == (False, True)


def test_paper_that_comes_later_ends_the_asking(leader, signed_by_teacher):
    principal_for(leader.school)
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    signed_by_teacher(Application.objects.get())
    for _ in range(2):
        add_paper(pk=placement.pk, paper=paper(), by=by, reason="It lay in the drawer.")
    placement.refresh_from_db()
    assert (placement.commitment_in_force, SignedPaper.objects.count()) == (True, 1)
    assert Application.objects.get().state == "withdrawn"
    assert Signature.objects.get().void.reason == "signed on paper"
    assert Application.objects.get().cosign_links.filter(revoked_at=None).count() == 0
    assert differences() == []


def test_no_paper_is_added_where_both_signed_here(leader, signed_by_both):
    principal_for(leader.school)
    placement, _ = take_over(leader=leader, by=manager())
    signed_by_both(Application.objects.get())
    assert told(add_paper, pk=placement.pk, paper=paper(), by=manager(), reason="A scan.") == (
        "Both signed this here, so it needs no paper."
    )


def test_the_same_person_again_changes_nothing(leader):
    first, _ = take_over(leader=leader, by=manager())
    again, new = take_over(leader=leader, by=manager(), paper=paper())
    assert (again, new, SignedPaper.objects.count()) == (first, False, 0)
    assert Application.objects.count() == 1


def changed(leader, **fields):
    values = {name: getattr(leader, name) for name in Leader.__slots__}
    return Leader(**values | fields)


def test_what_cannot_be_is_said_in_words(leader):
    by, role = manager(), leader.role
    assert told(take_over, leader=changed(leader, reason=" "), by=by) == (
        "Say how it is known that they hold this role. It stays on record."
    )
    assert told(take_over, leader=changed(leader, starts=date(2020, 1, 5)), by=by) == (
        "Jan 5, 2020 lies in no program year that is kept here. Open the year first, or choose another day."
    )
    ProgramYearFactory(first=2024)
    assert told(take_over, leader=changed(leader, starts=date(2025, 1, 5)), by=by) == (
        "The program year 2024-25 is over. Take it over as an earlier year, and choose a first day in this one."
    )
    outside = SchoolFactory(member=False)
    assert told(take_over, leader=changed(leader, school=outside), by=by) == (
        f"{outside} was not part of the network on Aug 5, 2026. If it was, a registrar corrects since when it is "
        "a member, on the page of the school; else choose another school or day."
    )
    assert told(take_over, leader=changed(leader, share=Fraction(3, 2)), by=by) == (
        "A share is above 0 and at most 1, like 1/2."
    )
    CohortFactory(role=role)
    assert told(take_over, leader=leader, by=by) == f"Choose the cohort of {role} they lead."
    assert (Placement.objects.count(), Application.objects.count()) == (0, 0)


def test_a_paper_names_who_signed_when_and_where_it_comes_from(leader):
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    ahead = paper(signed_on=date(2026, 9, 15))
    assert told(add_paper, pk=placement.pk, paper=ahead, by=by, reason="A scan.") == (
        "That day lies ahead. Choose the day on which the paper was signed."
    )
    assert told(add_paper, pk=placement.pk, paper=paper(), by=by, reason="") == (
        "Say where this paper comes from. It stays on record."
    )
    nobody = Paper(" ", AUGUST, Accepted("pdf", PDF))
    assert told(add_paper, pk=placement.pk, paper=nobody, by=by, reason="A scan.") == (
        "Write who signed the paper: the leader, and who signed for the school."
    )


def test_both_sign_only_what_is_published(leader, offering):
    offering.published_version = None
    offering.save()
    assert told(take_over, leader=leader, by=manager()) == (
        f"Both sign the words of the offering of {leader.role} in 2026-27, and it is not published. Publish it first, "
        "or add the paper they signed."
    )
    assert take_over(leader=leader, by=manager(), paper=paper())[1] is True


def test_who_holds_the_role_already_is_not_taken_over(leader, offering):
    PlacementFactory(person=leader.person, role=leader.role, year=offering.year)
    assert told(take_over, leader=leader, by=manager()) == (
        f"{leader.person} holds the role {leader.role} in that time already. End that placement first."
    )


def test_only_managers_of_the_pathway_and_nobody_themselves(leader):
    hat = HatFactory()
    PathwayManager.objects.create(hat=hat, pathway=PathwayFactory())
    registrar = HatFactory(kind="registrar").person
    for by in (UserFactory(), hat.person, registrar):
        with pytest.raises(NotAllowed, match="takes over leaders in office"):
            take_over(leader=leader, by=by)
    own = manager()
    with pytest.raises(NotAllowed, match="nobody themselves"):
        take_over(leader=changed(leader, person=own), by=own)


def test_a_role_that_is_held_is_not_withdrawn(leader):
    take_over(leader=leader, by=manager())
    application = Application.objects.get()
    assert told(withdraw, pk=application.pk, by=leader.person) == (
        "This role is held already. If that is wrong, write to the Partnership."
    )


# --- what the database keeps -----------------------------------------------------------------------
def at_once(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def kept(sql, *values, match):
    with pytest.raises(DatabaseError, match=match):
        at_once(sql, *values)


def test_a_placement_without_signatures_is_in_force_by_its_paper_alone(leader):
    placement, _ = take_over(leader=leader, by=manager())
    in_force = "UPDATE pathways_placement SET commitment_in_force = true WHERE id = %s"
    kept(in_force, placement.pk, match="in force by its paper alone")
    add_paper(pk=placement.pk, paper=paper(), by=manager(), reason="A scan.")
    kept(
        "UPDATE pathways_placement SET commitment_sha256 = %s WHERE id = %s",
        "a" * 64,
        placement.pk,
        match="two valid signatures",
    )


def test_nobody_is_in_office_who_was_not_taken_over():
    placement = PlacementFactory()
    kept(
        "UPDATE pathways_placement SET commitment_sha256 = '', commitment_in_force = false WHERE id = %s",
        placement.pk,
        match="two valid signatures",
    )


@pytest.mark.parametrize("table", ["pathways_takenover", "pathways_signedpaper"])
def test_what_was_taken_over_stays_as_it_was_said(leader, table):
    take_over(leader=leader, by=manager(), paper=paper())
    kept(f"UPDATE {table} SET reason = 'Another.'", match="permission denied")
    kept(f"DELETE FROM {table}", match="permission denied")


def test_a_file_that_is_another_one_is_noticed(leader):
    take_over(leader=leader, by=manager(), paper=paper())
    row = SignedPaper.objects.get()
    with open(row.file.path, "wb") as file:
        file.write(b"another")
    assert differences() == [f"The file of paper {row.pk} is another one than was handed in."]
    row.file.storage.delete(row.file.name)
    assert differences() == [f"The file of paper {row.pk} is missing."]


def test_a_leader_is_not_taken_over_into_a_cohort_of_other_grades(leader):
    leader.school.lowest_grade, leader.school.highest_grade = 0, 5
    leader.school.level = "elementary"
    leader.school.save()
    cohort = CohortFactory(role=leader.role, lowest_grade=9, highest_grade=12)
    assert "Choose another cohort." in told(take_over, leader=replace(leader, cohort=cohort), by=manager())


def test_an_application_that_is_under_way_is_decided_first(leader, offering):
    of = {"person": leader.person, "school": leader.school, "offering": offering}
    ApplicationFactory(submitted=True, **of)
    assert "Decide about that application" in told(take_over, leader=leader, by=manager())


def test_who_signs_for_a_role_they_hold_does_not_apply_for_it_again(leader):
    take_over(leader=leader, by=manager())
    application = leader.person.applications.get()
    application.state = "withdrawn"
    assert why_not(leader.person, Action.APPLY_AGAIN, application) is not None
