"""What the tests of applications share: a stopped clock, a ceremony, a browser in which somebody has just signed in."""

import re
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from django.http import HttpRequest
from django.urls import reverse

from applications import services
from applications.queries.commitments import commitment_of, current_record
from common.canonical import fingerprint
from common.signing import Ceremony
from notifications.models import Message
from tests.factories.applications import NOW, ApplicationFactory, principal_for


@pytest.fixture(autouse=True)
def now(clock):
    """Time stands still on a Monday morning in September 2026."""
    clock(NOW)
    return NOW


@pytest.fixture
def one_factor(settings):
    """Without the second factor of staff, which has tests of its own."""
    settings.DEMO = True


@pytest.fixture
def ceremony():
    """`ceremony(application, person)`: everything a signature needs; any part can be replaced."""

    def make(application, person, **parts):
        record = current_record(application)
        frozen = application.state != "draft" and record is not None
        sha256 = record.sha256 if frozen else fingerprint(commitment_of(application))
        given = {
            "typed_name": person.name,
            "consent": True,
            "sha256": sha256,
            "proof": "password",
            "proved_at": NOW - timedelta(minutes=1),
            "ip": "192.0.2.7",
            "user_agent": "A browser",
        }
        return Ceremony(**{**given, **parts})

    return make


@pytest.fixture
def token_in():
    """`token_in(message)`: the token of the link in a mail."""

    def find(message):
        return re.search(r"/cosign/([^/\s]+)/", message.body).group(1)

    return find


@pytest.fixture
def signed_in(client):
    """`signed_in(user)`: a browser in which this person has just typed the password."""

    def sign_in(user, *, ago=timedelta(0), browser=None):
        browser = browser or client
        browser.force_login(user)
        request = HttpRequest()
        request.session, request.user = browser.session, user
        record_authentication(request, user, method="password")
        records = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
        records[-1]["at"] = (NOW - ago).timestamp()
        request.session.save()
        return browser

    return sign_in


@pytest.fixture
def asked(ceremony, token_in):
    """A submitted application and the address of its link."""
    application = ApplicationFactory()
    principal = principal_for(application.school)
    services.submit(
        pk=application.pk, by=application.person, ceremony=ceremony(application, application.person)
    )
    application.refresh_from_db()
    return application, reverse(
        "applications:link", args=[token_in(Message.objects.get(to_person=principal))]
    )


@pytest.fixture
def signed_by_teacher(ceremony):
    def sign(application):
        person = application.person
        return services.submit(pk=application.pk, by=person, ceremony=ceremony(application, person))

    return sign


@pytest.fixture
def signed_by_both(ceremony, signed_by_teacher):
    def sign(application):
        sent = signed_by_teacher(application)
        return services.cosign(pk=sent.pk, by=sent.signer, ceremony=ceremony(sent, sent.signer))

    return sign
