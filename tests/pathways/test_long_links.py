"""Links are as long as the programs make them that people copy them from."""

import pytest
from django.urls import reverse

from pathways.models import DeliverableRecord
from seminars.models import Session
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import UserFactory
from tests.factories.seminars import SessionFactory
from tests.pressing import pressed

pytestmark = pytest.mark.django_db
SHAREPOINT = (
    "https://example.sharepoint.com/:w:/r/teams/leaders/_layouts/15/Doc.aspx?sourcedoc=%7B" + "3F" * 86
)
LONGEST = "https://example.org/" + "x" * 1980


@pytest.mark.parametrize("link", [SHAREPOINT, LONGEST])
def test_a_long_link_is_kept_whole(signed_in, link):
    record = DeliverableRecordFactory(deliverable__evidence=["link"])
    browser = signed_in(record.placement.person)
    answer = browser.post(
        reverse("pathways:deliverable_submit", args=[record.pk]), pressed("submit", link=link)
    )
    assert (answer.status_code, DeliverableRecord.objects.get().link) == (302, link)
    assert link in browser.get(answer["Location"]).content.decode()


def test_a_longer_one_is_refused_with_both_figures_and_stays_on_the_page(signed_in):
    record = DeliverableRecordFactory(deliverable__evidence=["link"])
    browser = signed_in(record.placement.person)
    answer = browser.post(
        reverse("pathways:deliverable_submit", args=[record.pk]), pressed("submit", link=LONGEST + "x")
    )
    assert answer.status_code == 422
    assert answer.context["forms"]["submit"].errors["link"] == [
        "Write at most 2000 characters; these are 2001."
    ]
    assert LONGEST + "x" in answer.content.decode()


def test_a_session_takes_a_link_of_a_video_meeting_of_any_program(signed_in, settings):
    settings.DEMO = True
    session = SessionFactory()
    browser = signed_in(UserFactory(is_staff=True, is_superuser=True))
    address = reverse("admin:seminars_session_change", args=[session.pk])
    form = browser.get(address).context["adminform"].form
    given = {name: value for name, value in form.initial.items() if value is not None}
    assert form.fields["video_link"].max_length == 2000
    assert "video_link" in given
    Session.objects.filter(pk=session.pk).update(video_link=LONGEST)
    assert LONGEST in browser.get(address).content.decode()
