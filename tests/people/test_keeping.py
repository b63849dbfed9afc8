"""People and their posts, as a registrar enters and corrects them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress

from common.clock import day_in_words
from common.errors import LookFirst
from people.models import Hat, PersonEvent, Post, SourceId, User
from people.queries import today
from people.services import (
    add_person,
    add_post,
    appoint_acting_signer,
    correct_names,
    correct_post,
    deactivate,
    direct,
    end_post,
    lose_hat,
    wear_hat,
)
from people.services.told import shown
from tests.factories.people import HatFactory, PostFactory, SchoolFactory, UserFactory, registrar
from tests.verbs import lines_told, refusal

pytestmark = pytest.mark.django_db
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)
NAMES = {"given_name": "Ana", "family_name": "Ruiz", "preferred_name": "", "external_id": "7"}


@pytest.fixture
def by():
    return registrar()


def test_who_is_added_has_no_password_and_an_address_to_confirm(by):
    person = add_person(by=by, email="ana@example.org", given_name="Ana", family_name="Ruiz")
    assert (person.name, person.has_usable_password(), person.is_staff) == ("Ana Ruiz", False, False)
    addresses = EmailAddress.objects.filter(user=person).values_list("email", "primary", "verified")
    assert list(addresses) == [("ana@example.org", True, False)]
    assert lines_told(person) == [("add", "", "")]


def test_two_people_share_no_address_and_no_external_id(by):
    has_both = UserFactory(external_id="7")
    new = {"by": by, "given_name": "Ana"}
    assert refusal(add_person, email=has_both.email, **new) == (
        f"{has_both.name} has this address already. Two people never share one."
    )
    assert refusal(add_person, email="ana@example.org", external_id="7", **new) == (
        f"{has_both.name} has this external id already. Two people never share one."
    )
    assert User.objects.count() == 2


def test_an_added_address_of_somebody_is_theirs_too(by):
    other = UserFactory()
    other.emailaddress_set.create(email="second@example.org", verified=True)
    assert refusal(add_person, by=by, given_name="Ana", email="second@example.org").startswith(other.name)


def test_names_are_corrected_once_and_the_line_keeps_what_they_were(by):
    person = UserFactory(given_name="Anna", family_name="Ruis")
    for _ in range(2):
        correct_names(pk=person.pk, by=by, **NAMES)
    assert User.objects.get(pk=person.pk).name == "Ana Ruiz"
    assert lines_told(person) == [("rename", "Was Anna Ruis.", "")]


def test_an_id_that_an_import_was_told_of_is_taken_off_once_and_the_line_keeps_it(by):
    person, other = UserFactory(**NAMES), UserFactory()
    for owner in (person, other):
        owner.source_ids.create(source="Example SIS", external_id=f"a{owner.pk}", by=by)
    off = [str(one.pk) for one in SourceId.objects.all()]
    for _ in range(2):
        correct_names(pk=person.pk, by=by, **NAMES, ids_off=off)
    assert list(SourceId.objects.values_list("person", flat=True)) == [other.pk]
    assert lines_told(person) == [("rename", f"Was Example SIS: a{person.pk}.", "")]


def test_names_that_another_window_changed_are_looked_at_first(by):
    person = UserFactory(given_name="Anna", family_name="Ruis")
    seen = shown(person, tuple(NAMES))
    correct_names(pk=person.pk, by=by, seen=seen, **{**NAMES, "given_name": "Annabel"})
    with pytest.raises(LookFirst) as looked:
        correct_names(pk=person.pk, by=by, seen=seen, **NAMES)
    assert looked.value.lines[0] == "Given name: Annabel"
    correct_names(pk=person.pk, by=by, seen=looked.value.seen, **NAMES)
    assert User.objects.get(pk=person.pk).given_name == "Ana"


def test_a_post_is_entered_with_its_days_and_its_line(by):
    person, school = UserFactory(), SchoolFactory(name="First Street")
    post = add_post(pk=person.pk, by=by, school=school, position="coach", starts=MONDAY, ends=FRIDAY)
    assert (post.person, post.fte, post.channel) == (person, 1, "district")
    told = "Coach at First Street, 1 FTE, from Nov 9, 2026 through Nov 12, 2026."
    assert lines_told(person) == [("add_post", told, "")]


def test_a_school_has_one_principal_and_the_refusal_says_who(by):
    led = PostFactory(principal=True)
    said = refusal(
        add_post, pk=UserFactory().pk, by=by, school=led.school, position="principal", starts=MONDAY
    )
    assert said == (
        f"{led.person} is principal of {led.school} without an end. End that position first; a school has one."
    )
    end_post(pk=led.pk, ends=MONDAY, by=by)
    add_post(pk=UserFactory().pk, by=by, school=led.school, position="principal", starts=MONDAY)
    assert Post.objects.filter(position="principal").count() == 2


def test_nobody_holds_one_position_twice_at_a_school(by):
    post = PostFactory()
    said = refusal(add_post, pk=post.person_id, by=by, school=post.school, position="teacher", starts=MONDAY)
    assert said == (
        f"{post.person} is teacher at {post.school} in that time already. Correct that position, or choose other days."
    )
    add_post(pk=post.person_id, by=by, school=post.school, position="coach", starts=MONDAY)


def test_a_post_is_corrected_and_the_line_keeps_what_stood_there(by):
    post = PostFactory(starts=MONDAY)
    typed = {"starts": FRIDAY, "ends": None, "fte": Decimal("0.5"), "channel": "own"}
    for _ in range(2):
        correct_post(pk=post.pk, by=by, **typed)
    assert Post.objects.filter(pk=post.pk).values(*typed).get() == typed
    told = f"Was: Teacher at {post.school}, 1 FTE, from Nov 9, 2026."
    assert lines_told(post.person) == [("correct_post", told, "")]


def test_a_post_that_another_window_ended_is_looked_at_before_it_is_corrected(by):
    post = PostFactory(starts=MONDAY)
    seen = shown(post, ("fte", "channel", "starts", "ends"))
    end_post(pk=post.pk, ends=FRIDAY, by=by)
    typed = {"starts": MONDAY, "ends": None, "fte": Decimal(1), "channel": "own"}
    with pytest.raises(LookFirst) as looked:
        correct_post(pk=post.pk, by=by, seen=seen, **typed)
    assert "Ends: November 12, 2026" in looked.value.lines
    assert Post.objects.get().ends == FRIDAY


def test_a_correction_that_meets_another_principal_is_refused(by):
    first = PostFactory(principal=True, starts=MONDAY, ends=FRIDAY)
    PostFactory(principal=True, school=first.school, starts=FRIDAY)
    typed = {"starts": MONDAY, "ends": None, "fte": Decimal(1), "channel": "own"}
    assert "End that position first" in refusal(correct_post, pk=first.pk, by=by, **typed)
    assert Post.objects.get(pk=first.pk).ends == FRIDAY


def test_what_changes_nothing_leaves_no_line(by, clock):
    post, hat = PostFactory(ends=MONDAY), HatFactory(kind=Hat.Kind.DIRECTOR, ends=MONDAY)
    end_post(pk=post.pk, ends=MONDAY, by=by)
    lose_hat(pk=hat.pk, by=by, day=MONDAY)
    direct(pk=hat.pk, by=by, schools=[])
    assert not PersonEvent.objects.exists()


def test_the_history_of_a_person_tells_hats_signing_and_closing(by):
    person, school = UserFactory(), SchoolFactory(name="First Street")
    day = today()
    hat = wear_hat(person=person, kind=Hat.Kind.COACH, starts=day, by=by)
    appoint_acting_signer(school=school, person=person, starts=day, ends=day + timedelta(days=1), by=by)
    lose_hat(pk=hat.pk, by=by, day=day)
    deactivate(pk=person.pk, by=by)
    assert [(line.action, line.by, line.about) for line in person.events.order_by("pk")] == [
        ("give", by, f"Academic-team coach, from {day_in_words(day)}."),
        ("appoint", by, f"For First Street, from {day_in_words(day)} through {day_in_words(day)}."),
        ("take_off", by, f"Academic-team coach, from {day_in_words(day)}."),
        ("deactivate", by, ""),
        ("end", by, f"For First Street, from {day_in_words(day)} through {day_in_words(day)}."),
    ]


def test_a_director_looks_after_schools_and_nobody_else_does(by):
    school, hat = SchoolFactory(), HatFactory(kind=Hat.Kind.DIRECTOR)
    direct(pk=hat.pk, by=by, schools=[school])
    assert list(hat.schools.all()) == [school]
    assert refusal(direct, pk=HatFactory().pk, by=by, schools=[school]) == (
        "Only a network director looks after schools."
    )
