"""Signing and whom to ask: the last moment that counts, and neighbors that do not."""

from datetime import timedelta

import pytest

from applications import services
from applications.models import CosignLink, Signature
from applications.services.signatures import sign
from common.errors import NoSuchMove
from notifications.models import Message
from tests.applications.shared import refused
from tests.factories.applications import (
    NOW,
    ApplicationFactory,
    freeze,
    principal_for,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    HatFactory,
    SchoolFactory,
    UserFactory,
    manager,
)

pytestmark = pytest.mark.django_db

A_MOMENT = timedelta(microseconds=1)


def newest(application):
    return application.events.order_by("pk").last()


@pytest.mark.parametrize(
    ("ago", "fresh"),
    [
        (timedelta(minutes=30), True),
        (timedelta(minutes=30) + A_MOMENT, False),
        (timedelta(minutes=-1), True),
        (timedelta(minutes=-1) - A_MOMENT, False),
    ],
)
def test_a_proof_is_at_most_half_an_hour_old_and_a_minute_ahead_of_our_clock(ceremony, ago, fresh):
    draft = ApplicationFactory()
    send = {"pk": draft.pk, "by": draft.person}
    given = ceremony(draft, draft.person, proved_at=NOW - ago)
    if fresh:
        assert services.submit(**send, ceremony=given).state == "submitted"
    else:
        assert refused(services.submit, **send, ceremony=given) == (
            "It is a while since you proved who you are. Confirm that it is you, then sign."
        )


def test_what_was_sent_is_not_sent_again_under_another_text(ceremony):
    sent = ApplicationFactory(submitted=True)
    given = ceremony(sent, sent.person, sha256="0" * 64)
    assert refused(services.submit, pk=sent.pk, by=sent.person, ceremony=given) == ("This was sent already.")


def test_the_principal_does_not_sign_after_whom_they_named(ceremony):
    application, deputy = ApplicationFactory(submitted=True), UserFactory()
    principal = application.signer
    DelegationFactory(principal=principal, delegate=deputy)
    services.cosign(pk=application.pk, by=deputy, ceremony=ceremony(application, deputy))
    with pytest.raises(NoSuchMove):
        services.cosign(pk=application.pk, by=principal, ceremony=ceremony(application, principal))
    assert Signature.objects.get(party="principal").signer == deputy


def test_what_a_browser_calls_itself_is_kept_up_to_300_characters_and_a_capacity_up_to_120():
    record = freeze(ApplicationFactory(), NOW)
    made = sign(
        record=record,
        party=Signature.Party.TEACHER,
        signer=record.application.person,
        capacity="c" * 121,
        typed_name=f" {record.application.person.name} ",
        consent_version="1",
        intent="I sign.",
        proof="password",
        proved_at=NOW,
        signed_at=NOW,
        ip="192.0.2.1",
        user_agent="u" * 301,
    )
    made.refresh_from_db()
    assert (made.capacity, made.user_agent) == ("c" * 120, "u" * 300)
    assert made.typed_name == record.application.person.name


@pytest.fixture
def link(ceremony):
    draft = ApplicationFactory()
    principal_for(draft.school)
    services.submit(pk=draft.pk, by=draft.person, ceremony=ceremony(draft, draft.person))
    return draft.cosign_links.get()


@pytest.fixture
def token(link, token_in):
    return token_in(Message.objects.get(template="applications/cosign"))


def test_a_link_opens_nothing_once_the_account_of_its_signer_is_closed(link, token):
    assert services.live_link(token) == link
    link.addressed_to.is_active = False
    link.addressed_to.save(update_fields=["is_active"])
    assert services.live_link(token) is None


def test_a_link_opens_nothing_once_somebody_else_is_asked_even_if_it_was_never_revoked(link, token):
    school = link.application.school
    school.posts.filter(position="principal").update(ends=NOW.date())
    ActingSignerFactory(school=school)
    services.reroute(pk=link.application_id, by=manager())
    CosignLink.objects.update(revoked_at=None)
    assert services.live_link(token) is None


def test_a_link_that_was_closed_keeps_the_moment_it_was_closed(link, clock):
    staff = manager()
    for hours in (1, 2):
        clock(NOW + timedelta(hours=hours))
        services.reroute(pk=link.application_id, by=staff)
    link.refresh_from_db()
    assert link.revoked_at == NOW + timedelta(hours=1)


def test_another_signer_is_asked_at_once_whoever_was_asked_just_now():
    application, staff = ApplicationFactory(submitted=True), manager()
    services.reroute(pk=application.pk, by=staff)
    application.school.posts.filter(position="principal").update(ends=NOW.date())
    acting = ActingSignerFactory(school=application.school).person
    assert services.reroute(pk=application.pk, by=staff).signer == acting


@pytest.fixture
def headless():
    """A sent application of the one person who would sign for the school."""
    school = SchoolFactory()
    return ApplicationFactory(submitted=True, school=school, person=principal_for(school), signer=None)


def test_an_applicant_who_directs_the_network_is_not_asked_to_sign_for_themselves(headless):
    HatFactory(person=headless.person, kind="director")
    words = refused(services.reroute, pk=headless.pk, by=manager(), to=headless.person)
    assert words == "Choose a network director or a program manager other than the applicant."


def test_a_program_manager_is_asked_where_nobody_signs(headless):
    staff, other = manager(), manager()
    assert services.reroute(pk=headless.pk, by=staff, to=other).signer == other
    assert newest(headless).about == f"To {other}."


def test_nobody_is_reminded_where_nobody_was_asked(headless):
    assert refused(services.nudge, pk=headless.pk, by=headless.person) == ("Nobody is being waited for here.")
