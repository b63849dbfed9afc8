"""An account is closed: what ends, what stays, and where what waits goes, said before it is done."""

import pytest
from allauth.account.forms import default_token_generator
from django.utils import timezone

from applications.models import Application, CosignLink
from common.errors import LookFirst
from dashboard.queries.closing import GOES, closing_of
from dashboard.queries.kinds import KINDS
from dashboard.queries.waiting import waiting_for
from dashboard.services import close_account
from people.models import Delegation, Hat, User
from people.queries import signer_for, today, without_signer
from people.services import reactivate
from seminars.models import CalendarAddress
from seminars.policies import why_not
from seminars.services import renew_calendar_address
from seminars.states import Planning
from tests.factories.applications import ApplicationFactory, ReviewFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    PostFactory,
    PostRequestFactory,
    UserFactory,
    manager,
    registrar,
)
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db


def closed(person, by=None):
    seen = closing_of(person, timezone.now()).mark
    return close_account(pk=person.pk, by=by or registrar(), reason="She moved away.", seen=seen)


def test_every_kind_of_what_waits_says_where_it_goes():
    assert set(GOES) == {*KINDS, "jobs", "mail"}


def test_hats_appointments_and_delegations_end_and_the_history_tells_each():
    hat = HatFactory(kind=Hat.Kind.COACH)
    person, by = hat.person, registrar()
    acting, given = ActingSignerFactory(person=person), DelegationFactory(delegate=person)
    PostRequestFactory(person=person)
    closed(person, by)
    assert not User.objects.get(pk=person.pk).is_active
    for row in (hat, acting, given):
        assert type(row).objects.get(pk=row.pk).ends == today()
    told = list(person.events.order_by("pk").values_list("action", "by", "note"))
    assert told == [
        ("deactivate", by.pk, "She moved away."),
        ("take_off", by.pk, ""),
        ("end", by.pk, ""),
        ("end", by.pk, ""),
    ]
    assert person.post_requests.get().state == "taken_back"


def test_what_had_not_begun_leaves_no_row():
    ahead = DelegationFactory(starts=today())
    closed(ahead.delegate)
    assert not Delegation.objects.exists()


def test_drafts_links_and_the_calendar_feed_end():
    draft = ApplicationFactory()
    renew_calendar_address(person=draft.person)
    closed(draft.person)
    assert Application.objects.get(pk=draft.pk).state == "withdrawn"
    assert not CalendarAddress.objects.exists()
    assert not CosignLink.objects.filter(addressed_to=draft.person, revoked_at=None).exists()


def test_placements_posts_and_what_was_sent_stay_and_so_they_do_when_it_is_opened_again():
    placement = PlacementFactory()
    person = placement.person
    post, sent = PostFactory(person=person), ApplicationFactory(person=person, submitted=True)
    closed(person)
    for row in (placement, post, sent):
        assert type(row).objects.filter(pk=row.pk, person=person).exists()
    assert Application.objects.get(pk=sent.pk).state == "submitted"
    reactivate(pk=person.pk, by=registrar())
    assert User.objects.get(pk=person.pk).is_active


def test_what_waits_is_named_with_where_it_goes():
    review = ReviewFactory()
    HatFactory(person=review.reviewer)
    told = {one.what: one.goes for one in closing_of(review.reviewer, timezone.now()).tasks}
    assert [goes for what, goes in told.items() if what.startswith("Review ")] == [GOES["review"]]


def test_nobody_signs_by_the_post_of_a_closed_account_and_whoever_keeps_schools_is_told():
    application = ApplicationFactory(submitted=True)
    school, principal = application.school, application.signer
    said = [one for one in closing_of(principal, timezone.now()).stays if "the position stays" in one]
    assert [one.split(": ")[-1] for one in said] == [
        "the position stays until it is ended; nobody signs for the school by it."
    ]
    closed(principal)
    day, now = today(), timezone.now()
    assert signer_for(school, day) is None
    assert list(without_signer(day)) == [school]
    waits = {one.kind for one in waiting_for(HatFactory(kind="registrar").person, day=day, now=now)}
    assert "headless" in waits
    assert "unrouted" in {one.kind for one in waiting_for(manager(), day=day, now=now)}
    acting = ActingSignerFactory(school=school).person
    assert signer_for(school, day) == acting


def test_a_draft_is_told_without_what_it_is_about():
    draft = ApplicationFactory()
    tasks = closing_of(draft.person, timezone.now()).tasks
    assert [one.what for one in tasks if one.goes == GOES["draft"]] in ([], ["An application not sent yet"])


def test_what_was_not_looked_at_is_not_closed():
    person = UserFactory()
    seen = closing_of(person, timezone.now()).mark
    HatFactory(person=person)
    with pytest.raises(LookFirst, match="other than it was"):
        close_account(pk=person.pk, by=registrar(), reason="Gone.", seen=seen)
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize("rows", [3, 60])
def test_it_takes_as_many_queries_whatever_somebody_holds(count_queries, rows):
    person = UserFactory()
    for _ in range(rows):
        PostFactory(person=person)
        PlacementFactory(person=person)
    with count_queries(at_most=18, repeats=True):
        closing_of(person, timezone.now())


def test_the_page_says_it_before_and_asks_why(signed_in):
    hat = HatFactory(kind=Hat.Kind.COACH)
    client, url = signed_in(registrar()), f"/people/{hat.person_id}/close/"
    page = client.get(url)
    assert f"{hat}: ends today." in page.content.decode()
    seen = page.context["form"]["seen"].value()
    assert client.post(url, {"seen": seen}).status_code == 422
    assert client.post(url, {"seen": seen, "reason": "She moved away."}).status_code == 302
    assert not User.objects.get(pk=hat.person_id).is_active


def test_what_was_sent_and_is_not_accepted_is_counted_among_what_stays():
    person = UserFactory()
    ApplicationFactory(person=person, submitted=True)
    ApplicationFactory(person=person, in_review=True)
    stays = closing_of(person, timezone.now()).stays
    assert "2 applications sent and not accepted yet: nothing becomes of them by this." in stays


def test_a_browser_a_password_and_a_link_of_before_do_not_sign_in_when_it_is_opened_again(client):
    person = UserFactory()
    person.set_password("long-ago-and-far")
    person.save()
    client.force_login(person)
    link = default_token_generator.make_token(person)
    closed(person)
    reactivate(pk=person.pk, by=registrar())
    person = User.objects.get(pk=person.pk)
    assert client.get("/profile/").status_code == 302
    assert not person.check_password("long-ago-and-far")
    assert not default_token_generator.check_token(person, link)


def test_sessions_somebody_leads_are_named_to_be_handed_over_and_are_not_theirs_when_opened_again():
    person, by = UserFactory(), registrar()
    led, kept = SessionFactory(planned=True), SessionFactory(closed=True)
    for one in (led, kept):
        one.facilitators.add(person)
    (task,) = (one for one in closing_of(person, timezone.now()).tasks if one.url)
    assert (task.what.split(",")[0], task.url) == (f"Leads {led.title}", f"/seminars/sessions/{led.pk}/")
    closed(person, by)
    reactivate(pk=person.pk, by=registrar())
    person = User.objects.get(pk=person.pk)
    assert (
        str(why_not(person, Planning.CHANGE, led)) == "Only program managers and facilitators plan sessions."
    )
    assert list(led.events.values_list("action", "by", "note")) == [
        ("change", by.pk, f"{person} leads it no more: the account was closed.")
    ]
    assert list(kept.facilitators.all()) == [person]
