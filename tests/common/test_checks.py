"""Promises of the database on change pages of the administration."""

import html
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.admin.checks import CONTRADICTS, sentence_of
from common.models import UPSIDE_DOWN
from pathways.models import Offering
from people.models import Post
from tests.factories.pathways import OfferingFactory
from tests.factories.people import PostFactory, SchoolFactory, administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    return client


def changed(client, name, row, **typed):
    """The page of a row, saved as it opened but for what is typed."""
    address = reverse(f"admin:{name}_change", args=[row.pk])
    page = client.get(address).context
    forms = [
        page["adminform"].form,
        *(inline.formset.management_form for inline in page["inline_admin_formsets"]),
    ]
    data = {field.html_name: field.value() for form in forms for field in form if field.value() is not None}
    answer = client.post(address, data | typed)
    return answer.status_code, html.unescape(answer.content.decode())


@pytest.mark.parametrize("fte", ["0", "-1", "9.999"])
def test_a_post_keeps_a_share_that_can_be_though_its_position_is_not_edited(inside, fte):
    post = PostFactory()
    status, said = changed(inside, "people_post", post, fte=fte)
    assert status == 200
    assert "errornote" in said
    assert Post.objects.get(pk=post.pk).fte == post.fte


def test_a_post_that_would_end_before_it_starts_is_refused_in_words(inside):
    post = PostFactory()
    status, said = changed(inside, "people_post", post, ends=str(post.starts - timedelta(days=1)))
    assert status == 200
    assert UPSIDE_DOWN in said


def test_an_offering_that_was_extended_does_not_close_later_than_that(inside):
    offering = OfferingFactory()
    until = offering.closes + timedelta(days=7)
    Offering.objects.filter(pk=offering.pk).update(extended_to=until, published_version=None)
    status, said = changed(inside, "pathways_offering", offering, closes=str(until))
    assert status == 200
    assert "errornote" in said
    assert Offering.objects.get().closes == offering.closes


def test_history_tells_what_was_done_and_what_was_edited_by_hand(inside):
    offering = OfferingFactory()
    changed(inside, "pathways_offering", offering, most_words="180")
    offering.events.create(action="extend", by=None, at="2027-01-05T18:00Z", note="Snow days.")
    text = inside.get(reverse("admin:pathways_offering_history", args=[offering.pk])).content.decode()
    assert "Extended" in text
    assert "Snow days." in text
    assert "Changed Most words." in text


@pytest.mark.parametrize("year", ["99999", "0", "x", "-1"])
def test_a_year_that_never_comes_is_left_out_of_the_address(inside, year):
    address = reverse("admin:notifications_message_changelist")
    answer = inside.get(address, {"send_after__year": year}, follow=True)
    assert answer.status_code == 200
    assert "There is no such day" in answer.content.decode()


def refused(change):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return sentence_of(caught.value)


def test_a_promise_that_failed_after_all_is_told_in_its_words():
    post = PostFactory()
    assert refused(lambda: Post.objects.filter(pk=post.pk).update(ends=post.starts)) == UPSIDE_DOWN


def test_a_promise_without_words_is_told_in_general_ones():
    school = SchoolFactory()
    assert refused(lambda: SchoolFactory(pk=school.pk)) == CONTRADICTS
