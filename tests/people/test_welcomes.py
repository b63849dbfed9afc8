"""People whose account was made for them are invited when a registrar says so, and once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import LookFirst, NotAllowed
from notifications.models import Message
from people.models import Welcome
from people.services import welcome
from people.services.welcomes import PAUSE
from tests.factories.people import HatFactory, PostFactory, UserFactory, administrator

pytestmark = pytest.mark.django_db
PAGE = "/people/import/invitations/"


def somebody(**fields):
    return PostFactory(person=UserFactory(confirmed=False, **fields)).person


def test_the_ticked_are_told_how_to_sign_in_and_nobody_twice():
    by, ana, bo = administrator(), somebody(email="ana@example.org"), somebody()
    assert welcome(by=by, people=[ana.pk]) == 1
    assert welcome(by=by, people=[ana.pk]) == 0
    (mail,) = Message.objects.all()
    assert mail.to_email == "ana@example.org"
    assert "/accounts/login/code/" in mail.body
    assert list(Welcome.objects.values_list("person", "by")) == [(ana.pk, by.pk)]
    assert welcome(by=by, seen=1) == 1
    assert Message.objects.filter(to_email=bo.email).count() == 1


def test_all_are_invited_only_as_many_as_were_shown():
    by = administrator()
    somebody(), somebody()
    with pytest.raises(LookFirst):
        welcome(by=by, seen=1)
    assert Message.objects.count() == 0


def test_who_came_is_closed_has_no_post_or_was_told_lately_is_passed_over():
    by = administrator()
    somebody(last_login=timezone.now())
    somebody(is_active=False)
    UserFactory()
    lately, before = somebody(), somebody()
    Welcome.objects.create(person=lately, by=by)
    Welcome.objects.create(person=before, by=by, at=timezone.now() - PAUSE - timedelta(minutes=1))
    assert welcome(by=by, seen=1) == 1
    assert Welcome.objects.filter(person=before).count() == 2


def test_nobody_else_invites(client):
    with pytest.raises(NotAllowed):
        welcome(by=UserFactory(), seen=0)
    client.force_login(UserFactory())
    assert client.get(PAGE).status_code == 403


def test_the_page_shows_the_mail_and_invites(client):
    client.force_login(administrator())
    assert "Nobody waits for an invitation" in client.get(PAGE).content.decode()
    ana = somebody(given_name="Ana")
    somebody()
    page = client.get(PAGE).content.decode()
    assert "Invite all 2…" in page
    assert "Hello Ana" in page
    assert seen(client, verb="ticked", people=[ana.pk]) == "1 person gets a mail. Nobody was told yet."
    assert seen(client, verb="all") == "2 people get a mail. Nobody was told yet."


def seen(client, **pressed):
    """Press, read what it says first, and answer it; nobody is told until it is pressed again."""
    before = Message.objects.count()
    answer = client.post(PAGE, pressed)
    form = answer.context["form"]
    assert (answer.status_code, Message.objects.count()) == (422, before)
    return str(form.first_look)


def test_nobody_is_told_until_it_was_said_how_many_get_a_mail(client):
    client.force_login(administrator())
    ana, bo, _ = somebody(), somebody(), somebody()
    page = client.post(PAGE, {"verb": "ticked", "people": [ana.pk]})
    mark = page.context["form"]["seen"].value()
    assert "Send 1 mail</button>" in page.content.decode()
    # The word about one is none about two, or about all.
    assert client.post(PAGE, {"verb": "ticked", "people": [ana.pk, bo.pk], "seen": mark}).status_code == 422
    assert client.post(PAGE, {"verb": "all", "seen": mark}).status_code == 422
    assert Message.objects.count() == 0
    assert client.post(PAGE, {"verb": "ticked", "people": [ana.pk], "seen": mark}).status_code == 302
    assert list(Welcome.objects.values_list("person", flat=True)) == [ana.pk]
    page = client.post(PAGE, {"verb": "all"})
    mark = page.context["form"]["seen"].value()
    assert "Send 2 mails</button>" in page.content.decode()
    somebody()
    assert client.post(PAGE, {"verb": "all", "seen": mark}).status_code == 422
    assert Message.objects.count() == 1


def test_all_get_their_mail_at_the_second_press(client):
    client.force_login(administrator())
    somebody(), somebody()
    mark = client.post(PAGE, {"verb": "all"}).context["form"]["seen"].value()
    assert client.post(PAGE, {"verb": "all", "seen": mark}).status_code == 302
    assert Message.objects.count() == 2


def test_the_ticked_are_none_is_refused_in_words(client):
    client.force_login(administrator())
    somebody()
    answer = client.post(PAGE, {"verb": "ticked"})
    assert answer.status_code == 422
    assert "Nobody is ticked. Tick whom you invite." in answer.content.decode()


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_asks_as_often_for_many_as_for_few(client, django_assert_num_queries, rows):
    client.force_login(administrator())
    for _ in range(rows):
        somebody()
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_the_link_of_the_mail_fills_in_the_address_until_they_came(client):
    ana = somebody(email="ana@example.org")
    welcome(by=administrator(), seen=1)
    (link,) = re.findall(r"http://\S+", Message.objects.get().body)
    assert "ana@" not in link
    page = f"/accounts/login/code/{link.partition('/accounts/login/code/')[2]}"
    assert 'value="ana@example.org"' in client.get(page).content.decode()
    assert "ana@example.org" not in client.get(f"{page}x").content.decode()
    ana.last_login = timezone.now()
    ana.save()
    assert "ana@example.org" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("position", "hat", "says"),
    [
        ("teacher", "", [True, False, False]),
        ("principal", "", [False, True, False]),
        ("teacher", "registrar", [True, False, True]),
    ],
)
def test_the_mail_says_what_their_account_is_for(position, hat, says):
    ana = UserFactory(last_login=None)
    PostFactory(person=ana, position=position)
    if hat:
        HatFactory(person=ana, kind=hat)
    welcome(by=administrator(), seen=1)
    body = Message.objects.get().body
    words = ("ask and give, and apply.", "read and sign what teachers", "needs a second step at each sign-in")
    assert [one in body for one in words] == says
