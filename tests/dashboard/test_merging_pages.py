"""The pages on which two accounts are looked at and merged."""

import pytest

from notifications.models import Message
from people.models import Merge, User
from people.states import AccountAction
from tests.dashboard.test_merging import merged
from tests.factories.applications import ApplicationFactory
from tests.factories.pathways import PlacementFactory
from tests.factories.people import PostFactory, UserFactory, manager, registrar
from tests.factories.seminars import AttendanceFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(signed_in):
    return signed_in(registrar())


def seen_on(page):
    return page.context["form"]["seen"].value()


def test_the_other_account_is_found_by_name_and_the_own_one_is_not_offered(by):
    kept, gone = (UserFactory(given_name="Ana", family_name="Ruiz") for _ in range(2))
    page = by.get(f"/people/{kept.pk}/merge/", {"q": "ruiz"})
    assert [one for one, _ in page.context["found"]] == [gone]
    assert f"/people/{kept.pk}/merge/?with={gone.pk}" in page.content.decode()


def test_both_stand_side_by_side_and_are_merged_with_a_reason(by):
    kept, placement = PostFactory().person, PlacementFactory()
    url = f"/people/{kept.pk}/merge/?with={placement.person_id}"
    page = by.get(url)
    assert [(kind.thing, kind.kept, kind.gone) for kind, _, _ in page.context["kinds"]] == [
        ("Placements", 0, 1),
        ("Positions", 1, 0),
    ]
    assert by.post(url, {"seen": seen_on(page)}).status_code == 422
    done = by.post(url, {"seen": seen_on(page), "reason": "Her own word."}, follow=True)
    assert "is closed and leads here" in done.content.decode()
    assert Merge.objects.get().reason == "Her own word."
    assert by.post(url, {"seen": seen_on(page), "reason": "Again."}).status_code == 302
    assert Merge.objects.count() == 1


def test_what_stands_in_the_way_is_said_before_anybody_types(by):
    one = PlacementFactory()
    other = PlacementFactory(role=one.role, year=one.year)
    html = by.get(f"/people/{one.person_id}/merge/?with={other.person_id}").content.decode()
    assert "nobody holds a role twice at once" in html
    assert "<textarea" not in html


def test_the_page_of_a_merged_account_leads_to_the_one_that_stays_and_offers_nothing(by):
    kept, gone = UserFactory(), UserFactory()
    url = f"/people/{kept.pk}/merge/?with={gone.pk}"
    by.post(url, {"seen": seen_on(by.get(url)), "reason": "Her own word."})
    html = by.get(f"/people/{gone.pk}/").content.decode()
    assert f'href="/people/{kept.pk}/"' in html
    assert "was merged and is closed" in html
    unsaid = (
        "Open the account again",
        "Enter a position",
        "Give a hat",
        "Perhaps the same",
        "accounts.invalid",
        "Not confirm",
    )
    assert [words for words in unsaid if words in html] == []
    assert by.get(f"/people/{gone.pk}/merge/", follow=True).redirect_chain == [(f"/people/{gone.pk}/", 302)]
    assert User.objects.get(pk=gone.pk) not in by.get("/people/").context["page"].object_list


def test_a_number_leads_to_a_list_only_where_that_shows_the_things_of_others(by):
    kept, placement = UserFactory(), PlacementFactory()
    ApplicationFactory(person=placement.person, submitted=True)
    page = by.get(f"/people/{kept.pk}/merge/?with={placement.person_id}")
    assert [(kind.thing, bool(url)) for kind, _, url in page.context["kinds"]] == [
        ("Applications", False),
        ("Signatures", True),
        ("Placements", False),
    ]


def test_a_program_manager_merges_nobody(signed_in):
    assert signed_in(manager()).get(f"/people/{UserFactory().pk}/merge/").status_code == 403


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_takes_as_many_queries_whatever_both_have(by, count_queries, rows):
    kept, gone = UserFactory(), UserFactory()
    for _ in range(rows):
        PostFactory(person=gone)
        PlacementFactory(person=kept)
    url = f"/people/{kept.pk}/merge/?with={gone.pk}"
    by.get(url)
    with count_queries(at_most=25, repeats=True):
        assert by.get(url).status_code == 200


def test_the_history_of_the_one_that_stays_tells_of_the_merge_and_of_no_closing(by):
    kept, gone = UserFactory(), UserFactory()
    url = f"/people/{kept.pk}/merge/?with={gone.pk}"
    by.post(url, {"seen": seen_on(by.get(url)), "reason": "Her own word."})
    told = [event.action for event in by.get(f"/people/{kept.pk}/").context["page"].events]
    assert told == [AccountAction.MERGE]


def test_names_that_differ_are_said_beside_the_button(by):
    kept, gone = (
        UserFactory(given_name="Ana", family_name="Ruiz"),
        UserFactory(given_name="Ben", family_name="Lee"),
    )
    same = UserFactory(given_name="ana", family_name="Ruiz")
    shown = by.get(f"/people/{kept.pk}/merge/?with={gone.pk}").content.decode()
    assert "These names differ: Ana Ruiz and Ben Lee. Be sure that this is one person." in shown
    assert "These names differ" not in by.get(f"/people/{kept.pk}/merge/?with={same.pk}").content.decode()


def test_minutes_that_differ_are_named(by):
    session = SessionFactory()
    one, other = (AttendanceFactory(session=session, minutes=minutes).person for minutes in (60, None))
    shown = by.get(f"/people/{one.pk}/merge/?with={other.pk}").context["refusals"]
    assert shown == [
        f"In {session} one is Present (60 minutes) and the other Present (no minutes written), and pay may rest on it. "
        "Correct the roster so that both say the same."
    ]


def test_both_addresses_read_by_mail_that_two_accounts_are_one():
    kept, gone = UserFactory(email="kept@example.org"), UserFactory(email="gone@example.org")
    merged(kept, gone)
    mails = Message.objects.filter(subject=f"Two accounts of {kept.name} are one now").order_by("to_email")
    assert list(mails.values_list("to_email", flat=True)) == ["gone@example.org", "kept@example.org"]
