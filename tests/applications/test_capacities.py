"""As what somebody signs for a school."""

import pytest

from applications import services
from applications.models import Signature
from people.models import Post
from tests.factories.applications import NOW, ApplicationFactory
from tests.factories.people import ActingSignerFactory, PostFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("position", [Post.Position.ASSISTANT_PRINCIPAL, Post.Position.TEACHER])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_an_acting_signer_signs_as_such_whatever_else_they_are(ceremony, position, elsewhere):
    school = SchoolFactory()
    acting = ActingSignerFactory(school=school).person
    PostFactory(person=acting, school=SchoolFactory() if elsewhere else school, position=position)
    if elsewhere:
        PostFactory(person=acting, principal=True, school=SchoolFactory())
    application = ApplicationFactory(school=school, submitted=True, signer=acting)
    # The factory gives the school a principal; theirs ended before that day.
    Post.objects.filter(school=school, position=Post.Position.PRINCIPAL).update(ends=NOW.date())
    services.cosign(pk=application.pk, by=acting, ceremony=ceremony(application, acting))
    signed = Signature.objects.get(party="principal", signer=acting)
    assert signed.capacity == f"Acting signer for {school}"
