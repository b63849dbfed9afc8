"""The pages of those who keep people: the list, somebody new, what they hold."""

from datetime import timedelta

import pytest

from people.models import ActingSigner, Delegation, Hat, Post, School, User
from people.queries import today
from tests.factories.people import (
    DelegationFactory,
    HatFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
    registrar,
    teacher_at,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(client):
    person = registrar()
    client.force_login(person)
    return person


def names(page):
    return [row.pk for row in page.context["page"]]


def messages(page):
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("people", [3, 60])
def test_the_list_takes_eight_queries_at_most(client, by, count_queries, people):
    for _ in range(people - 1):
        HatFactory(person=PostFactory().person)
    client.get("/people/")
    with count_queries(at_most=8, repeats=True):
        page = client.get("/people/")
    assert len(page.context["page"]) == min(people, 50)


def test_the_list_says_what_people_hold_and_wear_today(client, by):
    school = SchoolFactory(name="First Street")
    person = PostFactory(school=school).person
    PostFactory(person=person, school=school, position="coach", ends=today())
    HatFactory(person=person, kind=Hat.Kind.COACH)
    page = client.get("/people/", {"q": person.email})
    assert names(page) == [person.pk]
    html = page.content.decode()
    assert "Teacher, First Street<" in html
    assert "Academic-team coach<" in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"position": "principal"}, ["principal"]),
        ({"position": "none"}, ["by", "manager"]),
        ({"hat": "program_manager"}, ["manager"]),
        ({"account": "closed"}, ["principal"]),
        ({"hat": "nothing"}, []),
        ({"school": "x"}, []),
    ],
)
def test_the_list_is_narrowed(client, by, asked, found):
    school = SchoolFactory()
    people = {"by": by, "manager": manager(), "principal": principal_of(school, is_active=False)}
    assert sorted(names(client.get("/people/", asked))) == sorted(people[one].pk for one in found)


def test_the_people_of_a_school_are_those_with_a_post_there_today(client, by):
    school = SchoolFactory()
    here = teacher_at(school)
    PostFactory(school=school, ends=today())
    assert names(client.get("/people/", {"school": school.pk})) == [here.pk]


@pytest.mark.parametrize("path", ["/people/", "/people/new/"])
def test_others_read_whose_pages_these_are(client, path):
    client.force_login(teacher_at(SchoolFactory()))
    page = client.get(path)
    assert page.status_code == 403
    assert "Only" in page.content.decode()


NEW = {"email": "Ana@example.org", "given_name": "Ana", "family_name": "Ruiz", "position": "teacher"}


def test_somebody_is_added_with_a_post_in_one_step(client, by):
    school = SchoolFactory()
    typed = {**NEW, "school": school.pk, "position": "principal", "starts": "2026-07-01"}
    page = client.post("/people/new/", typed, follow=True)
    person = User.objects.get(email="ana@example.org")
    assert page.redirect_chain == [(f"/people/{person.pk}/", 302)]
    assert list(person.posts.values_list("school", "position")) == [(school.pk, "principal")]


def test_where_the_post_is_refused_nobody_is_added_and_nothing_typed_is_lost(client, by):
    led = PostFactory(principal=True)
    typed = {**NEW, "school": led.school_id, "position": "principal", "starts": "2026-07-01"}
    page = client.post("/people/new/", typed)
    assert page.status_code == 422
    assert "is principal of" in page.content.decode()
    assert page.context["form"]["given_name"].value() == "Ana"
    assert not User.objects.filter(email="ana@example.org").exists()


def test_somebody_sent_twice_is_added_once(client, by):
    pages = [client.post("/people/new/", NEW) for _ in range(2)]
    assert [page.status_code for page in pages] == [302, 422]
    assert "Ana Ruiz has this address already." in pages[1].content.decode()
    assert User.objects.filter(email="ana@example.org").count() == 1


def test_a_post_is_entered_corrected_and_ended_on_pages(client, by):
    person, school = UserFactory(), SchoolFactory()
    typed = {"school": school.pk, "position": "teacher", "starts": "2026-08-10", "fte": "1", "channel": "own"}
    assert client.post(f"/people/{person.pk}/posts/new/", typed).status_code == 302
    post = Post.objects.get()
    typed = {"starts": "2026-08-11", "fte": "0.5", "channel": "own"}
    page = client.post(f"/people/posts/{post.pk}/correct/", typed, follow=True)
    assert messages(page)[-1] == "The position is corrected."
    asked = client.get(f"/people/posts/{post.pk}/end/").content.decode()
    assert 'value="End after a day"' in asked
    page = client.post(f"/people/posts/{post.pk}/end/", {"last_day": "2027-06-30"}, follow=True)
    assert "From Aug 11, 2026 through Jun 30, 2027, 0.5 FTE" in page.content.decode()


def test_names_changed_in_two_windows_are_shown_to_the_second(client, by):
    person = UserFactory(given_name="Anna", family_name="Ruis")
    address = f"/people/{person.pk}/rename/"
    seen = client.get(address).context["form"]["seen"].value()
    names = {"given_name": "Ana", "family_name": "Ruiz", "seen": seen}
    assert client.post(address, names).status_code == 302
    page = client.post(address, {**names, "family_name": "Ruyz"})
    assert page.status_code == 422
    assert "It reads now:" in page.content.decode()
    assert "Family name: Ruiz" in page.content.decode()
    again = {**names, "family_name": "Ruyz", "seen": page.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302


def test_an_account_is_closed_and_opened_on_its_page(client, by):
    person = UserFactory()
    asks = f"/people/{person.pk}/close/"
    typed = {"reason": "Moved away.", "seen": client.get(asks).context["form"]["seen"].value()}
    page = client.post(asks, typed, follow=True)
    assert messages(page) == ["The account is closed. Whoever had it is signed out at their next click."]
    client.post(f"/people/{person.pk}/reactivate/")
    assert User.objects.get(pk=person.pk).is_active


def test_a_school_is_added_with_its_membership_and_changed(client, by):
    typed = {"name": "Jordan High", "level": "high", "lowest_grade": "9", "highest_grade": "12"}
    typed |= {"cds_code": "19647331935154", "community": "Watts"}
    page = client.post("/schools/new/", {**typed, "starts": "2026-07-01"}, follow=True)
    assert page.redirect_chain == [("/schools/jordan-high/", 302)]
    client.post("/schools/jordan-high/change/", {**typed, "name": "David Starr Jordan High"})
    school = School.objects.get()
    assert (school.name, school.slug) == ("David Starr Jordan High", "jordan-high")
    membership = school.memberships.get()
    client.post(f"/people/memberships/{membership.pk}/leave/", {"last_day": "2026-10-31"})
    client.post("/schools/jordan-high/join/", {"starts": "2027-07-01"})
    days = school.memberships.order_by("starts").values_list("starts", "ends")
    assert [[str(day) for day in row] for row in days] == [
        ["2026-07-01", "2026-11-01"],
        ["2027-07-01", "None"],
    ]


def test_two_schools_share_no_code_and_no_address(client, by):
    other = SchoolFactory(name="Jordan High", slug="jordan-high")
    typed = {"name": "Jordan High", "level": "high", "lowest_grade": "9", "highest_grade": "12"}
    page = client.post("/schools/new/", {**typed, "cds_code": other.cds_code})
    assert page.status_code == 422
    assert "Jordan High has this CDS code already" in page.content.decode()
    client.post("/schools/new/", {**typed, "cds_code": "19647331935154"})
    assert School.objects.get(cds_code="19647331935154").slug == "jordan-high-2"


def test_a_school_that_is_a_member_is_not_asked_to_join(client, by):
    school = SchoolFactory(name="Jordan High", member=True)
    page = client.get(f"/schools/{school.slug}/join/", follow=True)
    assert page.redirect_chain == [(f"/schools/{school.slug}/", 302)]
    (said,) = messages(page)
    assert said.startswith("Jordan High is part of the network already, from ")


class TestSigners:
    def test_a_manager_appoints_one_of_the_school_and_ends_it(self, client):
        client.force_login(manager())
        school = SchoolFactory()
        person = teacher_at(school)
        last = today() + timedelta(days=30)
        typed = {"person": person.pk, "starts": today(), "last_day": last}
        page = client.post(f"/schools/{school.slug}/signer/", typed, follow=True)
        assert f"{person.name} signs for this school" in page.content.decode()
        given = ActingSigner.objects.get()
        assert given.ends == last + timedelta(days=1)
        page = client.post(f"/people/signers/{given.pk}/end/", {"last_day": today()}, follow=True)
        assert page.redirect_chain == [(f"/schools/{school.slug}/", 302)]

    def test_a_principal_whose_account_is_closed_is_named_with_what_to_do(self, client, by):
        school = SchoolFactory()
        principal = principal_of(school)
        principal.is_active = False
        principal.save()
        page = client.get(f"/schools/{school.slug}/").content.decode()
        assert "Nobody signs for this school" in page
        assert f"{principal.name}</a> is its principal, but that account is closed" in page
        assert "It has no principal" not in page

    def test_somebody_else_is_appointed_by_their_address(self, client, by):
        school, person = SchoolFactory(), UserFactory()
        typed = {"email": person.email, "starts": today(), "last_day": today()}
        client.post(f"/schools/{school.slug}/signer/", typed)
        assert ActingSigner.objects.get().person == person

    def test_days_that_are_over_are_no_days_to_sign_on(self, client, by):
        day = today() - timedelta(days=1)
        typed = {"email": UserFactory().email, "starts": day, "last_day": day}
        page = client.post(f"/schools/{SchoolFactory().slug}/signer/", typed)
        assert page.context["form"].errors == {
            "last_day": ["These days are over. Choose a last day from today on."]
        }
        assert not ActingSigner.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({}, "Choose somebody of the school, or write the email of somebody else."),
            ({"email": "nobody@example.org"}, "Nobody here has this address. Add the person first."),
            ({"person": "x"}, "Select a valid choice"),
        ],
    )
    def test_who_is_meant_has_to_be_known(self, client, by, typed, said):
        days = {"starts": today(), "last_day": today()}
        page = client.post(f"/schools/{SchoolFactory().slug}/signer/", {**typed, **days})
        assert page.status_code == 422
        assert said in page.content.decode()

    def test_staff_name_who_acts_for_a_principal_and_end_it(self, client, by):
        school = SchoolFactory()
        principal, person = principal_of(school), teacher_at(school)
        typed = {"person": person.pk, "starts": today(), "last_day": today() + timedelta(days=3)}
        client.post(f"/people/{principal.pk}/acting/", typed)
        given = Delegation.objects.get()
        assert given.delegate == person
        page = client.post(f"/people/delegations/{given.pk}/end/", {"last_day": today()}, follow=True)
        assert page.redirect_chain == [(f"/people/{principal.pk}/", 302)]

    def test_nobody_is_named_for_who_signs_for_no_school(self, client, by):
        page = client.get(f"/people/{UserFactory().pk}/acting/")
        assert page.status_code == 403

    def test_a_principal_ends_no_delegation_of_another(self, client):
        client.force_login(principal_of(SchoolFactory()))
        page = client.post(f"/people/delegations/{DelegationFactory().pk}/end/", {"last_day": today()})
        assert page.status_code == 404


def test_an_id_of_an_import_stands_on_the_page_and_is_taken_off_with_the_names(client):
    by, person = registrar(), UserFactory(given_name="Ana", family_name="Ruiz", external_id="HR-1")
    person.source_ids.create(source="Example SIS", external_id="a91", by=by)
    client.force_login(by)
    page = f"/people/{person.pk}/"
    assert "Id in imports" in client.get(page).content.decode()
    form = client.get(f"{page}rename/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "ids_off"}
    told = {**typed, "ids_off": [form.fields["ids_off"].choices[0][0]]}
    assert client.post(f"{page}rename/", told).status_code == 302
    assert "Id in imports" not in client.get(page).content.decode()
    assert "ids_off" not in client.get(f"{page}rename/").context["form"].fields
