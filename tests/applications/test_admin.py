"""The administration reads everything of this app, in few questions, and changes it through services only."""

import html
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from applications import services
from applications.admin.evidence import SIGNING
from applications.models import (
    Application,
    CosignCode,
    CosignLink,
    Decision,
    Recommendation,
    RenewalDeclined,
    RenewalInvitation,
    SignatureVoid,
)
from applications.services.signatures import chain
from common.errors import NotAllowed
from pathways.models import Placement
from people.models import User
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, ReviewFactory
from tests.factories.pathways import OfferingFactory, PlacementFactory, ProgramYearFactory
from tests.factories.people import UserFactory, manager
from tests.factories.pulses import apart_pair, signed_placement

pytestmark = pytest.mark.django_db
MODELS = [model._meta.model_name for model in apps.get_app_config("applications").get_models(False)]


@pytest.fixture
def administrator(client, settings, clock):
    settings.DEMO = True
    clock(NOW)
    person = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def add(count):
    for _ in range(count):
        application = ReviewFactory().application
        application.events.create(action="cosign", at=NOW)
        DecisionFactory(application=application)
        placement, by = PlacementFactory(), UserFactory()
        asked = {"invited_by": by, "invited_at": NOW}
        invited = RenewalInvitation.objects.create(
            placement=placement, offering=application.offering, **asked
        )
        RenewalDeclined.objects.create(invitation=invited, at=NOW)
        record = application.records.get()
        signature = record.signatures.first()
        said = {"content": b"words", "sha256": f"{record.pk:064x}", "frozen_at": NOW}
        Recommendation.objects.create(record=record, **said)
        when = {"day": NOW.date(), "begins": NOW.time(), "place": "Room 4"}
        application.offering.interviews.create(planned_by=by, planned_at=NOW, **when)
        chain([SignatureVoid(signature=signature, reason="The text changed.", at=NOW, by=None)])
        link = CosignLink.objects.create(
            application=application,
            record=record,
            addressed_to=application.signer,
            token_sha256=f"{record.pk:064x}",
            created_at=NOW,
            expires_at=NOW,
        )
        CosignCode.objects.create(link=link, code_sha256="0" * 64, created_at=NOW, expires_at=NOW)
        pair, day = apart_pair(placement=signed_placement()), NOW.date()
        pair.pulse.events.create(action="set", at=NOW, first_day=day, last_day=day)
        pair.events.create(action="part", at=NOW)


def test_lists_stay_within_ten_questions_whatever_the_rows(administrator, count_queries):
    lists = [f"admin:applications_{name}_changelist" for name in MODELS if name != "signedplacement"]
    add(3)
    administrator.get(reverse("admin:index"))
    asked = {}
    for name in lists:
        with count_queries(at_most=10, repeats=True) as few:
            assert administrator.get(reverse(name)).status_code == 200
        asked[name] = len(few)
    add(57)
    for name in lists:
        with count_queries(exactly=asked[name], repeats=True):
            assert administrator.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("model", [name for name in MODELS if name != "signedplacement"])
def test_rows_are_read_and_neither_added_changed_nor_deleted(administrator, model):
    add(1)
    pk = apps.get_model("applications", model).objects.first().pk
    shown = administrator.get(reverse(f"admin:applications_{model}_change", args=[pk]))
    assert shown.status_code == 200
    assert b'name="_save"' not in shown.content
    for name, arguments in (("add", []), ("delete", [pk])):
        address = reverse(f"admin:applications_{model}_{name}", args=arguments)
        assert administrator.post(address, {"post": "yes"}).status_code == 403


LIST = "admin:applications_application_changelist"


def act(client, action, *rows, model="application", **typed):
    """Send the form of an action for these rows."""
    sent = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    return client.post(reverse(f"admin:applications_{model}_changelist"), sent)


def buttons(client, row, model="application"):
    page = client.get(reverse(f"admin:applications_{model}_change", args=[row.pk]))
    return [name for name, _ in page.context["buttons"]]


def not_here(client, row, model="application"):
    return client.get(reverse(f"admin:applications_{model}_change", args=[row.pk])).context["not_here"]


def said(client):
    return [str(message) for message in client.get(reverse(LIST)).context["messages"]]


def state_of(row):
    return Application.objects.get(pk=row.pk).state


def test_actions_call_services_and_show_refusals(administrator):
    # A draft is in no list but its writer's.
    ready, waiting = ApplicationFactory(cosigned=True), ApplicationFactory(submitted=True)
    chosen = {"action": "start_review", "_selected_action": [ready.pk, waiting.pk]}
    answer = administrator.post(reverse(LIST), chosen, follow=True)
    assert "so it is not the time to start review" in answer.content.decode()
    assert state_of(ready) == "in_review"


def test_readers_are_asked_and_an_administrator_may_read(administrator):
    application, reader = ApplicationFactory(cosigned=True), manager()
    assert act(administrator, "assign", application, person=reader.pk).status_code == 302
    me = User.objects.get(is_superuser=True)
    assert act(administrator, "assign", application, person=me.pk).status_code == 302
    theirs, mine = application.reviews.order_by("pk")
    assert (buttons(administrator, theirs, "review"), not_here(administrator, mine, "review")) == ([], [])
    assert not_here(administrator, theirs, "review")[0].startswith(f"Only {reader} gives these scores.")
    scores = {"time": 3, "mindset": 3, "skillset": 4, "experience": 2}
    refused = act(administrator, "score", theirs, model="review", **scores, comment="Clear.")
    assert refused.status_code == 422
    assert act(administrator, "score", mine, model="review", **scores, comment="Clear.").status_code == 302
    assert Application.objects.get().score_hundredths == 300


def test_decisions_are_staged_taken_off_and_released_from_the_administration(administrator):
    application = ReviewFactory(scored=True).application
    typed = {"outcome": "offer", "reason": "strongest", "words": "", "rank": ""}
    act(administrator, "stage", application, **typed)
    administrator.post(reverse(LIST), {"action": "unstage", "_selected_action": application.pk})
    assert Decision.objects.count() == 0
    act(administrator, "stage", application, **typed)
    decision = Decision.objects.get()
    asked = {"action": "release", "_selected_action": decision.pk}
    page = administrator.post(reverse("admin:applications_decision_changelist"), asked)
    assert f"{application.person}, {application.school}: Offer" in page.content.decode()
    stale = act(administrator, "release", decision, model="decision", seen="0" * 64)
    assert (stale.status_code, state_of(application)) == (422, "in_review")
    shown = stale.context["form"]["seen"].value()
    act(administrator, "release", decision, model="decision", seen=shown)
    assert state_of(application) == "offered"


def test_taking_off_what_was_never_staged_says_so(administrator):
    application = ApplicationFactory(cosigned=True)
    asked = {"action": "unstage", "_selected_action": application.pk}
    page = administrator.post(reverse(LIST), asked, follow=True).content.decode()
    assert f"{application}: Nothing was staged for this application." in html.unescape(page)
    assert "Taken off the panel" not in page


def test_a_released_decision_is_not_taken_off_and_leaves_a_new_one_where_it_is(administrator):
    application = ReviewFactory(scored=True).application
    old = DecisionFactory(application=application, released_at=NOW)
    act(administrator, "stage", application, outcome="offer", reason="strongest", words="", rank="")
    asked = {"action": "unstage", "_selected_action": old.pk}
    page = administrator.post(reverse("admin:applications_decision_changelist"), asked, follow=True)
    assert "This was released and its mail is owed." in page.content.decode()
    assert application.decisions.filter(released_at=None).count() == 1


def test_what_nobody_has_read_is_staged_with_a_reason(administrator):
    application = ApplicationFactory(in_review=True)
    typed = {"outcome": "offer", "reason": "strongest", "words": "", "rank": ""}
    assert act(administrator, "stage", application, **typed, unread="").status_code == 422
    act(administrator, "stage", application, **typed, unread="She did this for three years.")
    assert Decision.objects.get().outcome == "offer"


def test_a_decision_that_lacks_a_reason_comes_back_as_typed(administrator):
    application = ApplicationFactory(in_review=True)
    answer = act(administrator, "stage", application, outcome="decline", reason="other", words="")
    assert answer.status_code == 422
    assert "Write the reason when you choose “other”." in answer.content.decode()
    assert answer.context["form"]["outcome"].value() == "decline"


def test_the_signer_is_asked_again_with_a_fresh_link(administrator):
    application = ApplicationFactory(submitted=True)
    assert act(administrator, "reroute", application, person="").status_code == 302
    assert application.cosign_links.filter(revoked_at=None).count() == 1
    assert said(administrator) == [
        f"{application}: a mail asks {application.signer} to sign for {application.person}."
    ]


def test_where_nobody_signs_a_director_is_asked(administrator):
    application, director = ApplicationFactory(submitted=True), manager()
    application.school.posts.all().delete()
    nobody = act(administrator, "reroute", application, person="")
    assert nobody.status_code == 422
    assert act(administrator, "reroute", application, person=director.pk).status_code == 302
    assert Application.objects.get().signer == director


def test_an_acceptance_by_telephone_is_recorded_and_the_teacher_is_told(administrator):
    application = ApplicationFactory(offered=True)
    assert "accept_for" in buttons(administrator, application)
    empty = act(administrator, "accept_for", application, words="")
    assert (empty.status_code, state_of(application)) == (422, "offered")
    act(administrator, "accept_for", application, words="By telephone on 14 September.")
    assert state_of(application) == "accepted"
    assert Placement.objects.filter(person=application.person).count() == 1
    subjects = [mail.subject for mail in application.person.messages.order_by("pk")]
    assert subjects[-1].startswith("We recorded that you accepted the offer: ")
    assert application.events.get(action="accept").note == "By telephone on 14 September."


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("turn_down_for", "offered", "turned_down"),
        ("withdraw_for", "in_review", "withdrawn"),
        ("send_back_for", "submitted", "returned"),
        ("decline_support_for", "submitted", "not_supported"),
    ],
)
def test_what_people_said_elsewhere_is_recorded_in_words(administrator, action, before, after):
    application = ApplicationFactory(**{before: True})
    assert action in buttons(administrator, application)
    assert act(administrator, action, application, words="By telephone, today.").status_code == 302
    assert state_of(application) == after
    assert application.events.get().note == "By telephone, today."
    told = application.signer if before == "submitted" else application.person
    assert told.messages.latest("pk").subject.startswith("We recorded that you ")


def test_a_decided_application_is_opened_again_with_a_reason(administrator):
    application = ApplicationFactory(in_review=True)
    Application.objects.update(state="declined")
    assert act(administrator, "reopen", application, words="A place came free.").status_code == 302
    assert state_of(application) == "in_review"


def test_nobody_signs_in_the_administration(administrator):
    # A draft is not there at all; one that was sent back is as it was sent.
    draft, waiting = ApplicationFactory(submitted=True), ApplicationFactory(submitted=True)
    Application.objects.filter(pk=draft.pk).update(state="returned")
    assert not_here(administrator, draft) == [
        f"Only {draft.person} changes this application and signs it anew.",
        SIGNING,
    ]
    assert not_here(administrator, waiting) == [
        f"Only {waiting.signer}, or whom they named to act for them, signs for {waiting.school}.",
        SIGNING,
    ]
    offered = {name for row in (draft, waiting) for name in buttons(administrator, row)}
    assert offered == {"withdraw_for", "reroute", "send_back_for", "decline_support_for"}


def test_an_administrator_who_applied_decides_nothing_about_it_and_sees_no_reader(administrator):
    me = User.objects.get(is_superuser=True)
    application = ReviewFactory(application__person=me).application
    DecisionFactory(application=application)
    assert buttons(administrator, application) == []
    assert act(administrator, "withdraw_for", application, words="I say so.").status_code == 422
    page = administrator.get(reverse("admin:applications_application_change", args=[application.pk]))
    shown = [formset.opts.model.__name__ for formset in page.context["inline_admin_formsets"]]
    assert shown == ["CommitmentRecord", "ApplicationEvent"]
    application.events.create(action="stage_unread", at=NOW, note="Nobody had the time.")
    events = administrator.get(reverse("admin:applications_applicationevent_changelist"))
    assert list(events.context["cl"].queryset) == []
    for model in ("review", "decision"):
        rows = administrator.get(reverse(f"admin:applications_{model}_changelist")).context["cl"].queryset
        assert list(rows) == []


@pytest.mark.parametrize("words", ["number", "email", "school"])
def test_an_application_is_found_by_number_email_and_school(administrator, words):
    ApplicationFactory.create_batch(3, submitted=True)
    # Digits that stand in no counted name and no year.
    wanted = ApplicationFactory(pk=98_765_431, submitted=True, school__name="Mulberry Street")
    typed = {"number": str(wanted.pk), "email": wanted.person.email, "school": wanted.school.name}[words]
    found = administrator.get(reverse(LIST), {"q": typed}).context["cl"].queryset
    assert list(found) == [wanted]


def test_program_managers_record_nothing_for_others():
    application, by = ApplicationFactory(offered=True), manager()
    for verb in (services.accept, services.turn_down, services.withdraw):
        with pytest.raises(NotAllowed):
            verb(pk=application.pk, by=by, on_behalf=True, words="By telephone.")
    with pytest.raises(NotAllowed):
        services.accept(pk=application.pk, by=UserFactory(is_superuser=True))


def test_a_signer_who_was_asked_just_now_is_not_asked_again(administrator, clock):
    application = ApplicationFactory(submitted=True)
    act(administrator, "reroute", application, person="")
    again = act(administrator, "reroute", application, person="")
    assert again.status_code == 422
    assert again.context["form"].non_field_errors() == [
        f"{application.signer} was asked just now. Ask again in a quarter of an hour, not before."
    ]
    clock(NOW + timedelta(minutes=15))
    assert act(administrator, "reroute", application, person="").status_code == 302
    assert application.events.filter(action="reroute").count() == 2


@pytest.mark.parametrize("words", ["Garden Mentor", "Mulberry Street"])
def test_applications_are_found_by_role_and_school(administrator, words):
    # Names written out: each word is looked for by itself, and a counted "027" stands in names of both kinds.
    application = ApplicationFactory(
        submitted=True, offering__role__name="Garden Mentor", school__name="Mulberry Street"
    )
    ApplicationFactory(submitted=True)
    page = administrator.get(reverse("admin:applications_application_changelist"), {"q": words})
    assert list(page.context["cl"].result_list) == [application]


def test_the_list_of_signatures_names_the_application(administrator):
    application = ApplicationFactory(submitted=True)
    page = administrator.get(reverse("admin:applications_signature_changelist")).content.decode()
    assert html.escape(str(application)) in page


@pytest.mark.parametrize(
    "words", ["Acosta, Maya", "Team Lead 2031-32", "Maya not supported", "not supported"], ids=str
)
def test_an_application_is_found_by_name_role_year_and_state_in_words(administrator, words):
    year = ProgramYearFactory(first=2031)
    person = UserFactory(given_name="Maya", family_name="Acosta")
    offering = OfferingFactory(role__name="Team Lead", year=year)
    found = ApplicationFactory(
        person=person, offering=offering, state="not_supported", submitted_at=NOW, signed=False
    )
    ApplicationFactory()
    page = administrator.get(reverse("admin:applications_application_changelist"), {"q": words})
    assert list(page.context["cl"].result_list) == [found]


def test_asking_a_reader_again_and_accepting_twice_says_that_nothing_was_changed(administrator):
    review = ReviewFactory(reviewer=manager())
    act(administrator, "assign", review.application, person=review.reviewer_id)
    assert said(administrator) == [
        f"{review.application}: this was asked of {review.reviewer} already. Nothing was changed."
    ]
    accepted = ApplicationFactory(accepted=True)
    again = act(administrator, "accept_for", accepted, words="She rang at noon.")
    assert (again.status_code, again.context["form"].non_field_errors()) == (
        422,
        ["This was done already."],
    )
