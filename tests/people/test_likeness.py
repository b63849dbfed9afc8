"""Whether two accounts are perhaps one person's: in Python and in the database alike, with reasons, until somebody says
that they are two people."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from people.models import Apart, User, perhaps_twice, with_twins
from people.queries import today
from people.rules.likeness import Known, mailbox_key, number_key, reasons
from people.services import say_apart
from people.tables import twins_of
from tests.factories.people import (
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    administrator,
    manager,
    registrar,
)

keys = st.sampled_from(["", "a", "b"])
known = st.builds(Known, keys, keys, keys, st.lists(st.sampled_from(["First", "Second"])))


@given(known, known)
@example(Known(), Known())
def test_two_are_alike_both_ways_and_only_by_a_key_that_both_have(one, other):
    assert reasons(one, other) == reasons(other, one)
    pairs = zip(
        (one.name_key, one.mailbox_key, one.number_key),
        (other.name_key, other.mailbox_key, other.number_key),
        strict=True,
    )
    assert bool(reasons(one, other)) is any(mine and mine == theirs for mine, theirs in pairs)


@given(st.emails())
def test_the_key_of_a_mailbox_is_that_of_the_same_with_dots_capitals_and_another_domain(address):
    local = address.partition("@")[0].partition("+")[0]
    assert mailbox_key(f"{'.'.join(local.upper())}+x@elsewhere.example") == mailbox_key(address)


@pytest.mark.parametrize(("one", "other"), [("T-42", "t42"), ("00042", "42"), ("AB 7", "ab.7")])
def test_numbers_that_differ_in_case_zeros_and_signs_are_one(one, other):
    assert number_key(one) == number_key(other)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Ana", "ana", "Bo"]),
            st.sampled_from(["ana.ruiz", "anaruiz", "bo.lee.x"]),
            st.sampled_from(["", "T-7", "t7", "8"]),
        ),
        min_size=2,
        max_size=4,
    )
)
def test_the_database_finds_the_twins_that_the_rule_names(told):
    with transaction.atomic():
        people = [
            UserFactory(
                given_name=name,
                family_name="",
                email=f"{box}@{number}.example.org",
                # Each its own, as they are unique, and alike but for signs.
                external_id=code and f"{code}{'.' * number}",
            )
            for number, (name, box, code) in enumerate(told)
        ]
        facts = {one.pk: Known(one.name_key, one.mailbox_key, one.number_key) for one in people}
        for one in with_twins(User.objects.filter(pk__in=facts), today()):
            said = {pk for pk in facts if pk != one.pk and reasons(facts[one.pk], facts[pk])}
            assert {twin["pk"] for twin in one.twins} == said
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_hint_says_why_and_leads_registrars_alone_to_both():
    school = SchoolFactory(name="First Street")
    one, other = (
        UserFactory(given_name="Ana", family_name="Ruiz", email=f"ana{n}@example.org") for n in "12"
    )
    for person in (one, other):
        PostFactory(person=person, school=school)
    row = with_twins(User.objects.filter(pk=one.pk), today()).get()
    for by, url in ((registrar(), f"/people/{one.pk}/merge/?with={other.pk}"), (manager(), "")):
        assert [(twin.email, twin.why, twin.url) for twin in twins_of(row, row, by)] == [
            ("ana2@example.org", "the same name, both at First Street", url)
        ]


@pytest.mark.django_db
def test_who_was_told_apart_is_hinted_at_no_more_and_twice_is_once():
    one, other = (UserFactory(given_name="Ana", family_name="Ruiz") for _ in range(2))
    third = UserFactory(given_name="Ana", family_name="Ruiz")
    for pk, twin in ((other.pk, one.pk), (one.pk, other.pk)):
        say_apart(pk=pk, other=twin, by=registrar(), now=timezone.now())
    assert Apart.objects.count() == 1
    found = {
        row.pk: [twin["pk"] for twin in row.twins]
        for row in with_twins(User.objects.filter(pk__in=[one.pk, other.pk]), today())
    }
    assert found == {one.pk: [third.pk], other.pk: [third.pk]}


@pytest.mark.django_db
def test_neither_a_closed_account_nor_one_without_a_name_is_anybodys_twin():
    names = {"given_name": "Ana", "family_name": "Ruiz"}
    UserFactory(**names), UserFactory(is_active=False, **names)
    for _ in range(2):
        UserFactory(given_name="", family_name="")
    assert not perhaps_twice(User.objects.all(), today()).exists()


@pytest.mark.django_db
def test_the_list_holds_each_pair_once_under_the_older_account(signed_in):
    one, other = (UserFactory(given_name="Ana", family_name="Ruiz") for _ in range(2))
    UserFactory()
    assert list(perhaps_twice(User.objects.all(), today())) == [one]
    html = signed_in(registrar()).get("/people/alike/").content.decode()
    assert f"/people/{one.pk}/merge/?with={other.pk}" in html
    assert signed_in(manager()).get("/people/alike/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(("by", "leads"), [(registrar, False), (administrator, True)])
def test_who_wears_a_hat_is_looked_at_by_administrators_and_nobody_else_is_led_there(signed_in, by, leads):
    one = HatFactory(person__given_name="Ana", person__family_name="Ruiz").person
    other = UserFactory(given_name="Ana", family_name="Ruiz")
    client, url = signed_in(by()), f"/people/{one.pk}/merge/?with={other.pk}"
    assert client.get(url).status_code == (200 if leads else 403)
    for page in ("/people/alike/", f"/people/{one.pk}/"):
        assert (url in client.get(page).content.decode()) is leads
    told = "An administrator looks at both." in client.get("/people/alike/").content.decode()
    assert told is not leads


@pytest.mark.django_db
@pytest.mark.parametrize("pairs", [3, 60])
def test_the_list_takes_as_many_queries_however_many_pairs(signed_in, count_queries, pairs):
    for number in range(pairs):
        for _ in range(2):
            UserFactory(given_name=f"Ana{number}", family_name="Ruiz")
    client = signed_in(registrar())
    client.get("/people/alike/")
    with count_queries(at_most=8):
        assert client.get("/people/alike/").status_code == 200


@pytest.mark.django_db
def test_two_people_are_told_apart_on_the_page_of_both(signed_in):
    one, other = (UserFactory(given_name="Ana", family_name="Ruiz") for _ in range(2))
    client = signed_in(registrar())
    assert (
        "They are perhaps one person: the same name."
        in client.get(f"/people/{one.pk}/merge/?with={other.pk}").content.decode()
    )
    client.post(f"/people/{one.pk}/apart/{other.pk}/")
    assert Apart.objects.get().first == one
    assert "Perhaps the same person" not in client.get(f"/people/{one.pk}/").content.decode()
    assert signed_in(manager()).post(f"/people/{one.pk}/apart/{other.pk}/").status_code == 403
