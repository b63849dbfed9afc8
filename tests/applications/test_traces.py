"""What each verb on an application leaves behind: its line of history, the mails it stops, the rows it sets aside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications import services
from applications.models import Decision
from common.errors import DomainError, NotAllowed
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, DecisionFactory, ReviewFactory, code_of
from tests.factories.people import DelegationFactory, HatFactory, PostFactory, UserFactory

pytestmark = pytest.mark.django_db
SCORES = {"time": 3, "mindset": 3, "skillset": 3, "experience": 3}


@pytest.fixture
def manager():
    return HatFactory(person=UserFactory()).person


def history(application):
    return list(application.events.order_by("pk").values_list("action", "by"))


def test_every_verb_of_a_whole_life_leaves_its_line(ceremony, clock, manager):
    draft = ApplicationFactory()
    own, principal = draft.person, PostFactory(principal=True, school=draft.school).person
    reader, other = UserFactory.create_batch(2)
    services.submit(pk=draft.pk, by=own, ceremony=ceremony(draft, own))
    clock(NOW + timedelta(days=2))
    services.nudge(pk=draft.pk, by=own)
    clock(NOW + timedelta(days=3))
    services.reroute(pk=draft.pk, by=manager)
    draft.refresh_from_db()
    proof = ceremony(draft, principal, proved_at=timezone.now())
    services.cosign(pk=draft.pk, by=principal, ceremony=proof)
    asked = [services.assign(pk=draft.pk, by=manager, reviewer=person) for person in (reader, other)]
    services.score(review_pk=asked[0].pk, by=reader, scores=SCORES, comment="A clear plan.")
    services.recuse(review_pk=asked[1].pk, by=other, words="We are cousins.")
    services.stage(pk=draft.pk, by=manager, outcome="offer", reason="strongest")
    services.release(offering_pk=draft.offering_id, by=manager)
    services.turn_down(pk=draft.pk, by=own)
    services.reopen(pk=draft.pk, by=manager, words="They called.")
    assert history(draft) == [
        ("submit", own.pk),
        ("nudge", own.pk),
        ("reroute", manager.pk),
        ("cosign", principal.pk),
        ("start_review", manager.pk),
        ("assign", manager.pk),
        ("assign", manager.pk),
        ("score", reader.pk),
        ("recuse", other.pk),
        ("offer", manager.pk),
        ("turn_down", own.pk),
        ("reopen", manager.pk),
    ]


@pytest.mark.parametrize("verb", ["withdraw", "send_back", "decline_support"])
def test_who_is_no_longer_asked_gets_no_mail_that_still_asks(ceremony, verb):
    draft = ApplicationFactory()
    principal = PostFactory(principal=True, school=draft.school).person
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    assert Message.objects.get(to_person=principal).state == "waiting"
    by = draft.person if verb == "withdraw" else principal
    getattr(services, verb)(pk=draft.pk, by=by, words="Not this year.")
    mail = Message.objects.get(to_person=principal)
    assert (mail.state, mail.body) == ("cancelled", "")
    assert draft.cosign_links.get().revoked_at == NOW


def test_a_second_route_ends_the_first_link_and_its_mail(ceremony, clock, manager):
    draft = ApplicationFactory()
    PostFactory(principal=True, school=draft.school)
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    later = NOW + timedelta(hours=1)
    clock(later)
    services.reroute(pk=draft.pk, by=manager)
    first, second = draft.cosign_links.order_by("created_at")
    assert (first.revoked_at, second.revoked_at) == (later, None)
    states = (
        Message.objects.filter(template="applications/cosign").order_by("pk").values_list("state", flat=True)
    )
    assert list(states) == ["cancelled", "waiting"]


def test_who_was_asked_a_quarter_of_an_hour_ago_is_asked_again_and_not_before(clock, ceremony, manager):
    draft = ApplicationFactory()
    PostFactory(principal=True, school=draft.school)
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    # What others did meanwhile is no mail to the signer.
    clock(NOW + timedelta(minutes=14))
    with pytest.raises(DomainError, match="was asked just now"):
        services.reroute(pk=draft.pk, by=manager)
    clock(NOW + timedelta(minutes=15, seconds=1))
    assert services.reroute(pk=draft.pk, by=manager).state == "submitted"


def test_whoever_was_named_for_a_while_no_longer_signs_after_it(ceremony):
    application = ApplicationFactory(submitted=True)
    deputy = UserFactory()
    day = NOW.date()
    DelegationFactory(principal=application.signer, delegate=deputy, starts=day - timedelta(days=9), ends=day)
    with pytest.raises(NotAllowed, match=r"^Only the person who was asked may sign this[.]$"):
        services.cosign(pk=application.pk, by=deputy, ceremony=ceremony(application, deputy))


def test_a_draft_that_was_begun_is_found_again_after_the_window_closed(clock):
    draft = ApplicationFactory()
    clock(NOW + timedelta(days=400))
    found = services.start(person=draft.person, offering_pk=draft.offering_id, school=draft.school)
    assert found == draft


# --- waitlist, panel, offers ----------------------------------------------------------------------
def test_each_school_has_a_waitlist_of_its_own(manager):
    first = ApplicationFactory(waitlisted=True, decided=7)
    elsewhere = ApplicationFactory(in_review=True, offering=first.offering)
    here = ApplicationFactory(in_review=True, offering=first.offering, school=first.school)
    for application in (elsewhere, here):
        services.stage(
            pk=application.pk, by=manager, outcome="waitlist", reason="places", unread="In person."
        )
    services.release(offering_pk=first.offering_id, by=manager)
    assert (elsewhere.decisions.get().rank, here.decisions.get().rank) == (1, 8)


def test_taking_off_what_was_staged_leaves_what_was_released(manager):
    application = ApplicationFactory(waitlisted=True)
    released = application.decisions.get()
    DecisionFactory(application=application, outcome="decline")
    services.unstage(pk=application.pk, by=manager)
    with pytest.raises(DomainError, match=r"^Nothing was staged for this application[.]"):
        services.unstage(pk=application.pk, by=manager)
    assert list(Decision.objects.all()) == [released]


def test_an_offer_lapses_once_and_says_so():
    application = ApplicationFactory(offered=True)
    over = NOW + timedelta(days=60)
    assert services.lapse(pk=application.pk, now=NOW) is False
    assert services.lapse(pk=application.pk, now=over) is True
    assert services.lapse(pk=application.pk, now=over) is False
    assert services.lapse_all(now=over) == 0


# --- codes ----------------------------------------------------------------------------------------
@pytest.fixture
def link(ceremony):
    draft = ApplicationFactory()
    PostFactory(principal=True, school=draft.school)
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    return draft.cosign_links.get()


def newest_code():
    return code_of(Message.objects.filter(template="applications/cosign_code").latest("pk"))


@pytest.mark.parametrize(("seconds", "works"), [(599, True), (601, False)])
def test_a_code_works_for_ten_minutes(link, clock, seconds, works):
    services.send_code(link=link)
    code = newest_code()
    clock(NOW + timedelta(seconds=seconds))
    assert services.code_is_out(link) is works
    if works:
        services.prove_by_code(link=link, code=code)
    else:
        with pytest.raises(DomainError, match="too old"):
            services.prove_by_code(link=link, code=code)


def test_a_code_works_once(link):
    services.send_code(link=link)
    services.prove_by_code(link=link, code=newest_code())
    with pytest.raises(DomainError, match="not right"):
        services.prove_by_code(link=link, code=newest_code())


def test_five_codes_an_hour_are_sent_and_the_sixth_after_it(link, clock):
    for _ in range(5):
        services.send_code(link=link)
    clock(NOW + timedelta(minutes=59))
    with pytest.raises(DomainError, match="Five codes were sent in the last hour"):
        services.send_code(link=link)
    clock(NOW + timedelta(minutes=61))
    services.send_code(link=link)
    assert link.codes.count() == 6


# --- readers --------------------------------------------------------------------------------------
def test_scores_of_who_steps_aside_no_longer_count(manager):
    application = ApplicationFactory(in_review=True)
    kept = ReviewFactory(application=application, scored=True)
    gone = ReviewFactory(application=application)
    low = dict.fromkeys(SCORES, 1)
    services.score(review_pk=gone.pk, by=gone.reviewer, scores=low, comment="Not yet.")
    application.refresh_from_db()
    assert application.score_hundredths == 200
    services.recuse(review_pk=gone.pk, by=gone.reviewer)
    application.refresh_from_db()
    assert application.score_hundredths == 300
    assert kept.state == "submitted"


def test_the_average_of_an_application_is_of_its_own_scores_alone():
    ReviewFactory(scored=True)
    mine = ReviewFactory()
    services.score(review_pk=mine.pk, by=mine.reviewer, scores=dict.fromkeys(SCORES, 1), comment="Not yet.")
    mine.application.refresh_from_db()
    assert mine.application.score_hundredths == 100
