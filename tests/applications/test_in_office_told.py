"""What managers are told of leaders in office: by mail when a school does not sign, and beside applications."""

from datetime import date

import pytest

from applications.models import Application
from applications.services import add_paper, decline_support, revise, send_back, take_over
from applications.states import State
from common.uploads import Accepted
from notifications.models import Message
from pathways.models import PathwayManager
from pathways.services import Leader, Paper
from tests.factories.applications import application_in, principal_for
from tests.factories.files import PDF
from tests.factories.pathways import OfferingFactory, PathwayFactory
from tests.factories.people import SchoolFactory, UserFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    role, began = OfferingFactory().role, date(2026, 8, 5)
    leader = Leader(UserFactory(), role, SchoolFactory(), began, "She leads since August.")
    principal_for(leader.school)
    return leader


def test_managers_of_the_pathway_get_one_mail_until_both_are_asked_again(leader, signed_by_teacher):
    by, other, elsewhere = manager(), manager(), manager()
    PathwayManager.objects.create(hat=elsewhere.hats.get(), pathway=PathwayFactory())
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    send_back(pk=application.pk, by=application.signer, words="She began on August 10.")
    mails = Message.objects.filter(to_person__in=[by, other, elsewhere]).order_by("pk")
    about = f"for {leader.person}, {leader.role}"
    assert [(mail.to_person, mail.state, mail.subject) for mail in mails] == [
        (one, "waiting", f"{leader.school} asks for a correction before it signs {about}")
        for one in sorted([by, other], key=lambda person: (person.sort_name, person.pk))
    ]
    assert "She began on August 10." in mails[0].body
    assert f"/placements/{placement.pk}/\n" in mails[0].body
    revise(pk=application.pk, by=by)
    assert {mail.state for mail in mails.all()} == {"cancelled"}
    application = signed_by_teacher(Application.objects.get())
    decline_support(pk=application.pk, by=application.signer, words="Not at our school.")
    subjects = {mail.subject for mail in mails.filter(state="waiting")}
    assert subjects == {f"{leader.school} did not sign {about}"}


@pytest.mark.parametrize(
    ("say_no", "press", "sent"),
    [(decline_support, "reopen", {"words": "The principal misread it."}), (send_back, "revise", {})],
)
def test_whoever_asks_both_anew_is_led_to_the_placement_and_told_what_comes(
    leader, signed_by_teacher, signed_in, one_factor, say_no, press, sent
):
    placement, _ = take_over(leader=leader, by=manager())
    application = signed_by_teacher(Application.objects.get())
    say_no(pk=application.pk, by=application.signer, words="Not so.")
    page = signed_in(manager()).post(f"/applications/{application.pk}/do/{press}/", sent, follow=True)
    assert (page.redirect_chain[-1][0], page.status_code) == (f"/placements/{placement.pk}/", 200)
    said = f"A mail asks {leader.person} to sign; then whoever signs for the school."
    assert [str(one) for one in page.context["messages"]] == [said]


def test_what_a_school_did_not_support_goes_back_to_its_writer_and_the_manager_to_the_list(
    signed_in, one_factor
):
    application = application_in(State.NOT_SUPPORTED)
    sent = {"words": "The principal misread it."}
    page = signed_in(manager()).post(f"/applications/{application.pk}/do/reopen/", sent, follow=True)
    assert (page.redirect_chain[-1][0], page.status_code) == ("/applications/", 200)
    said = f"It is a draft again, with {application.person} alone: they look it over, sign and send it."
    assert [str(one) for one in page.context["messages"]] == [said]


def test_once_the_signed_paper_is_added_leader_and_principal_read_that_the_role_stands_on_it(
    leader, signed_by_teacher, client, one_factor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    by = manager()
    placement, _ = take_over(leader=leader, by=by)
    application = signed_by_teacher(Application.objects.get())
    paper = Paper("Ana and Dana", date(2026, 8, 3), Accepted("pdf", PDF))
    add_paper(pk=placement.pk, paper=paper, by=by, reason="The drawer.")
    for person in (leader.person, application.signer, by):
        client.force_login(person)
        page = client.get(f"/applications/{application.pk}/cosign/", follow=True)
        if person == application.signer:
            said = "The role stands on the signed paper, so nobody signs for it here any more."
            assert [str(one) for one in page.context["messages"]] == [said]
        page = client.get(f"/applications/{application.pk}/")
        assert "The role stands on the paper both signed" in page.text
        assert f'href="/placements/{placement.pk}/"' in page.text
        assert (page.context["stands"], "ended here" in page.text) == ("signed_on_paper", False)
        assert client.get(f"/placements/{placement.pk}/").status_code == 200
        steps = [(step.name.split()[-1], step.state, step.words) for step in page.context["steps"]]
        assert steps[1:] == [("paper", "done", ""), (steps[-1][0], "done", "since Aug 5, 2026")]


def test_of_a_leader_in_office_no_readers_are_told_on_its_page_or_the_panel(
    leader, signed_by_both, signed_in, one_factor
):
    take_over(leader=leader, by=manager())
    application = signed_by_both(Application.objects.get())
    page = signed_in(manager())
    detail = page.get(f"/applications/{application.pk}/").text
    assert ("What happened" in detail, 'id="readers"' in detail) == (True, False)
    panel = f"/decisions/{application.offering_id}/"
    text = page.get(panel).text
    assert ("No reader assigned" in text, ">Not read</td>" in text, ">Taken over<" in text) == (
        False,
        True,
        True,
    )
    row = b"".join(page.get(f"{panel}?save=csv")).decode().splitlines()[1]
    assert row.split(",")[-3:] == ["Not read", "Taken over", ""]
