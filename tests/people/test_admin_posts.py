"""Posts and memberships in the administration: what they are stays, and they end."""

from datetime import date
from decimal import Decimal

import pytest

from people.models import Post
from tests.factories.people import (
    PostFactory,
    SchoolFactory,
    SchoolMembership,
    UserFactory,
)
from tests.people.administering import address, post_data, press, user_data

pytestmark = pytest.mark.django_db


def test_a_post_ends_after_a_day_and_another_begins(inside):
    post = PostFactory(principal=True)
    assert "Ended: 1." in press(inside, "post", "end", post, last_day="2026-06-30")
    assert Post.objects.get().ends == date(2026, 7, 1)
    begun = {"school": post.school_id, "position": "principal", "fte": "1", "channel": "district"}
    begun |= {"person": UserFactory().pk, "starts": "2026-07-01"}
    assert inside.post(address("post", "add"), begun).status_code == 302
    assert Post.objects.count() == 2


@pytest.mark.parametrize(
    ("last_day", "said"),
    [
        ("2015-06-30", "This position began on July 1, 2015."),
        ("2027-06-30", "This position ends earlier already."),
        ("", "Give a day, like 10/14/2026."),
    ],
)
def test_a_day_no_post_can_end_on_is_refused_in_words(inside, last_day, said):
    post = PostFactory(ends=date(2026, 7, 1))
    assert said in press(inside, "post", "end", post, last_day=last_day)
    assert Post.objects.get().ends == date(2026, 7, 1)


def test_a_day_is_chosen_and_what_is_none_can_be_mended(inside):
    post = PostFactory()
    asked = inside.post(address("post", "changelist"), {"action": "end", "_selected_action": post.pk})
    assert '<input type="date" name="last_day"' in asked.content.decode()
    assert '<input type="text" name="last_day" value="soon"' in press(
        inside, "post", "end", post, last_day="soon"
    )


def test_whose_post_it_is_where_and_as_what_stays(inside):
    post = PostFactory(principal=True)
    other = {"person": UserFactory().pk, "school": SchoolFactory().pk, "position": "coach"}
    assert (
        inside.post(address("post", "change", post.pk), post_data(post, fte="0.5", **other)).status_code
        == 302
    )
    kept = Post.objects.values_list("person", "school", "position", "fte").get()
    assert kept == (post.person_id, post.school_id, "principal", Decimal("0.5"))


def test_the_page_of_a_post_says_what_to_do_when_somebody_else_holds_it(inside):
    post = PostFactory()
    assert inside.get(address("post", "change", post.pk)).context["not_here"] == [
        "Whose position it is, where and as what stays as it was entered: signatures rest on it. End this one, and "
        "enter what came after it as a new one."
    ]


def test_a_post_below_its_person_keeps_school_and_position(inside):
    post = PostFactory(principal=True)
    sent = user_data(post.person) | {"posts-TOTAL_FORMS": 1, "posts-INITIAL_FORMS": 1, "posts-0-id": post.pk}
    typed = post_data(post, school=SchoolFactory().pk, position="coach", fte="0.5")
    sent |= {f"posts-0-{name}": value for name, value in typed.items()}
    assert inside.post(address("user", "change", post.person_id), sent).status_code == 302
    kept = Post.objects.values_list("school", "position", "fte").get()
    assert kept == (post.school_id, "principal", Decimal("0.5"))


def test_a_membership_of_a_school_ends_and_is_never_deleted(inside):
    row = SchoolMembership.objects.get(school=SchoolFactory())
    assert inside.post(address("schoolmembership", "delete", row.pk), {"post": "yes"}).status_code == 403
    press(inside, "schoolmembership", "delete_selected", row, post="yes")
    page = inside.get(address("school", "change", row.school_id)).content.decode()
    assert (SchoolMembership.objects.count(), "memberships-0-DELETE" in page) == (1, False)
