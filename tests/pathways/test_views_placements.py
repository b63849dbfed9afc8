import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from pathways.models import SchoolAssignment
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    GoalNoteFactory,
    OfferingFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import SchoolFactory, UserFactory, manager, principal_of, teacher_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2026, 11, 10, 20, tzinfo=UTC))


def names(response):
    return [placement.person.family_name for placement in response.context["page"]]


class TestList:
    @pytest.fixture
    def year(self):
        return ProgramYearFactory()

    def test_a_leader_sees_only_their_own(self, client, year):
        own = PlacementFactory(year=year)
        PlacementFactory(year=year)
        client.force_login(own.person)
        assert names(client.get("/placements/")) == [own.person.family_name]

    def test_a_leader_of_next_year_sees_it_at_once(self, client, year):
        coming = PlacementFactory(year=ProgramYearFactory(first=year.starts.year + 1))
        client.force_login(coming.person)
        assert names(client.get("/placements/")) == [coming.person.family_name]

    def test_a_principal_sees_those_of_their_school(self, client, year):
        here = PlacementFactory(year=year)
        PlacementFactory(year=year)
        client.force_login(principal_of(here.school))
        assert names(client.get("/placements/")) == [here.person.family_name]

    def test_a_teacher_of_the_school_sees_none(self, client, year):
        client.force_login(teacher_at(PlacementFactory(year=year).school))
        assert names(client.get("/placements/")) == []

    def test_this_years_come_first_and_all_when_asked(self, client, year):
        PlacementFactory(year=year)
        PlacementFactory(year=ProgramYearFactory(first=2025))
        client.force_login(manager())
        assert len(names(client.get("/placements/"))) == 1
        assert len(names(client.get("/placements/?year="))) == 2

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("year=2027-28", "There is no such program year."),
            ("year=999999", "There is no such program year."),
            ("role=x", "There is no such role."),
            ("year=x&role=y", "There is no such program year and no such role."),
            ("school=x", "There is no such school."),
        ],
    )
    def test_what_does_not_exist_is_a_sentence_and_no_rows(self, client, year, query, sentence):
        PlacementFactory(year=year)
        client.force_login(manager())
        page = client.get(f"/placements/?{query}")
        assert sentence in page.content.decode()
        assert names(page) == []
        rows = b"".join(client.get(f"/placements/?{query}&save=csv").streaming_content).splitlines()
        assert len(rows) == 1

    def test_a_search_finds_part_of_a_name(self, client, year):
        PlacementFactory(year=year, person__family_name="Okafor")
        PlacementFactory(year=year)
        client.force_login(manager())
        assert names(client.get("/placements/?q=kafo")) == ["Okafor"]

    def test_a_search_in_vain_names_the_year_and_offers_all_of_them(self, client, year):
        PlacementFactory(year=ProgramYearFactory(first=2027), person__family_name="Okafor")
        client.force_login(manager())
        page = client.get("/placements/?q=kafo")
        assert "No placement fits in 2026-27" in page.content.decode()
        assert names(client.get(f"/placements/{page.context['all_years_url']}")) == ["Okafor"]

    @pytest.mark.parametrize(
        "query", ["role=x", "school=" + "9" * 30, "q=%00", "page=zzz", "year=-1", "role=²"]
    )
    def test_a_filter_that_makes_no_sense_is_no_error(self, client, year, query):
        client.force_login(manager())
        assert client.get(f"/placements/?{query}").status_code == 200

    @pytest.mark.parametrize("placements", [3, 60])
    def test_staff_take_eight_queries_for_any_number_of_rows(self, client, year, count_queries, placements):
        for _ in range(placements):
            PlacementFactory(year=year)
        client.force_login(manager())
        client.get("/placements/")
        with count_queries(at_most=8):
            response = client.get("/placements/")
        assert len(names(response)) == min(placements, 50)

    @pytest.mark.parametrize("placements", [3, 60])
    def test_a_principal_takes_eight_queries_for_any_number_of_rows(
        self, client, year, count_queries, placements
    ):
        school = SchoolFactory()
        for _ in range(placements):
            PlacementFactory(year=year, school=school)
        client.force_login(principal_of(school))
        with count_queries(at_most=8):
            response = client.get("/placements/?q=family")
        assert len(names(response)) == min(placements, 50)

    # Without a year in the address that of today is looked up, as on the page.
    @pytest.mark.parametrize(("asked", "queries"), [("&year=", 4), ("", 5)])
    def test_the_file_has_the_same_rows_and_no_live_formula(
        self, client, year, count_queries, asked, queries
    ):
        PlacementFactory(year=year, person__family_name="=1+1", person__given_name="Ann")
        client.force_login(manager())
        client.get("/placements/")
        with count_queries(at_most=queries):
            response = client.get(f"/placements/?save=csv{asked}")
            rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
        assert [len(row) for row in rows] == [10, 10]
        assert rows[1][:2] == ["'=1+1", "Ann"]
        assert rows[1][7:9] == ["2026-07-01", "2027-06-30"]


class TestOne:
    @pytest.mark.parametrize("records", [3, 60])
    def test_it_takes_ten_queries_for_a_principal(self, client, count_queries, records):
        placement = PlacementFactory()
        for _ in range(records):
            DeliverableRecordFactory(placement=placement)
        client.force_login(principal_of(placement.school))
        with count_queries(at_most=10):
            assert client.get(f"/placements/{placement.pk}/").status_code == 200

    def test_a_strangers_placement_does_not_exist_for_me(self, client):
        client.force_login(UserFactory())
        assert client.get(f"/placements/{PlacementFactory().pk}/").status_code == 404

    @pytest.mark.parametrize("pk", ["9" * 18, "9" * 30])
    def test_an_id_nobody_has_is_a_page_that_does_not_exist(self, client, pk):
        client.force_login(manager())
        assert client.get(f"/placements/{pk}/").status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, client):
        response = client.get("/placements/1/")
        assert response.url == f"{reverse('account_login')}?next=/placements/1/"


class TestChanges:
    def test_staff_end_a_placement_on_its_last_day_inclusive(self, client):
        placement = PlacementFactory()
        client.force_login(manager())
        response = client.post(
            f"/placements/{placement.pk}/end/",
            {"last_day": "2027-01-29", "reason": "resigned", "sure": "on"},
        )
        assert response.status_code == 302
        placement.refresh_from_db()
        assert placement.ends == date(2027, 1, 30)

    @pytest.mark.parametrize("day", ["", "yesterday", "9999-12-31", "2026-06-30"])
    def test_a_day_that_cannot_be_comes_back_with_a_word(self, client, day):
        placement = PlacementFactory()
        client.force_login(manager())
        response = client.post(
            f"/placements/{placement.pk}/end/", {"last_day": day, "reason": "resigned", "sure": "on"}
        )
        assert response.status_code == 422
        assert response.context["form"].errors

    @pytest.mark.parametrize("verb", ["end", "move", "leave"])
    def test_the_leader_may_not_change_their_own_placement(self, client, verb):
        placement = PlacementFactory()
        client.force_login(placement.person)
        assert client.get(f"/placements/{placement.pk}/{verb}/").status_code == 403

    def test_staff_record_a_leave(self, client):
        placement = PlacementFactory()
        client.force_login(manager())
        sent = {"category": "jury", "first_day": "2027-01-11", "last_day": "2027-01-15"}
        client.post(f"/placements/{placement.pk}/leave/", sent)
        assert list(placement.leaves.values_list("starts", "ends")) == [
            (date(2027, 1, 11), date(2027, 1, 16))
        ]

    def test_ending_asks_for_a_reason_and_a_tick_and_says_what_it_does(self, client):
        placement = PlacementFactory()
        client.force_login(manager())
        page = f"/placements/{placement.pk}/end/"
        assert (
            "The stipend counts the service days until then; what comes after it no longer counts."
            in client.get(page).content.decode()
        )
        errors = client.post(page, {"last_day": "2027-01-29", "reason": ""}).context["form"].errors
        assert errors == {
            "reason": ["Choose one of these."],
            "sure": ["Tick this if the placement ends on that day."],
        }

    def test_the_page_that_ends_puts_right_what_was_ended(self, client):
        placement = PlacementFactory(ends=date(2026, 11, 1), end_reason="resigned")
        client.force_login(manager())
        page = f"/placements/{placement.pk}/end/"
        form = client.get(page).context["form"]
        assert form.initial == {"last_day": date(2026, 10, 31), "reason": "resigned"}
        client.post(page, {"last_day": "2026-11-06", "reason": "moved", "why": "A wrong day."})
        placement.refresh_from_db()
        assert (placement.ends, placement.end_reason) == (date(2026, 11, 7), "moved")

    def test_who_ends_what_was_ended_meanwhile_keeps_what_they_typed(self, client):
        placement = PlacementFactory(ends=date(2026, 11, 1), end_reason="resigned")
        client.force_login(manager())
        typed = {"last_day": "2026-10-02", "reason": "moved", "note": "Moved away.", "sure": "on"}
        answer = client.post(f"/placements/{placement.pk}/end/", typed)
        assert answer.context["form"].non_field_errors() == ["This placement was ended already."]
        assert "Moved away.</textarea>" in answer.content.decode()

    def test_staff_take_back_a_leave(self, client):
        placement = PlacementFactory()
        leave = placement.leaves.create(category="jury", starts=date(2027, 1, 11), ends=date(2027, 1, 16))
        client.force_login(manager())
        page = f"/placements/{placement.pk}/take-back-leave/"
        assert "Jury duty, from January 11, 2027 to January 15, 2027" in client.get(page).content.decode()
        sent = {"leave": leave.pk, "why": "Another person's."}
        assert client.post(page, sent).status_code == 302
        assert placement.leaves.count() == 0

    def test_who_takes_back_a_leave_that_was_taken_back_meanwhile_is_told_so(self, client):
        placement = PlacementFactory()
        leave = placement.leaves.create(category="jury", starts=date(2027, 1, 11), ends=date(2027, 1, 16))
        placement.leaves.create(category="jury", starts=date(2027, 2, 1), ends=date(2027, 2, 6))
        sent = {"leave": leave.pk, "why": "Another person's."}
        leave.delete()
        client.force_login(manager())
        answer = client.post(f"/placements/{placement.pk}/take-back-leave/", sent)
        assert "This leave was taken back already. Look at those that stand." in answer.content.decode()

    def test_what_both_signed_is_linked_for_those_who_may_read_it(self, client):
        placement = PlacementFactory()
        seen = []
        for person in (placement.person, principal_of(placement.school)):
            client.force_login(person)
            seen.append("What both signed" in client.get(f"/placements/{placement.pk}/").content.decode())
        assert seen == [True, False]

    def test_staff_move_a_placement(self, client):
        placement, to = PlacementFactory(), SchoolFactory()
        client.force_login(manager())
        client.post(f"/placements/{placement.pk}/move/", {"school": to.pk, "first_day": "2026-11-09"})
        placement.refresh_from_db()
        assert placement.school == to

    def test_the_receiving_principal_names_the_leader_by_address_and_role(self, client):
        placement, to = PlacementFactory(), SchoolFactory()
        client.force_login(principal_of(to))
        response = client.post(
            "/placements/receive/",
            {
                "email": placement.person.email.upper(),
                "role": placement.role_id,
                "school": to.pk,
                "first_day": "2027-01-11",
            },
        )
        assert response.url == f"/placements/{placement.pk}/"
        assert SchoolAssignment.objects.filter(placement=placement, school=to).count() == 1

    def test_an_unknown_address_is_answered_like_a_person_without_that_role(self, client):
        to, known = SchoolFactory(), UserFactory()
        role = PlacementFactory().role
        client.force_login(principal_of(to))
        said = []
        for email in (known.email, "nobody@example.org"):
            data = {"email": email, "role": role.pk, "school": to.pk, "first_day": "2027-01-11"}
            said.append(client.post("/placements/receive/", data).context["form"].non_field_errors())
        assert (
            said[0] == said[1] == ["Nobody with this address holds this role on that day. Check all three."]
        )

    def test_a_teacher_receives_nobody(self, client):
        client.force_login(UserFactory())
        assert client.get("/placements/receive/").status_code == 403


class TestSchools:
    @pytest.mark.parametrize("schools", [3, 60])
    def test_the_list_takes_eight_queries_at_most(self, client, count_queries, schools):
        ProgramYearFactory()
        for _ in range(schools):
            SchoolFactory()
        client.force_login(UserFactory())
        with count_queries(at_most=8):
            response = client.get("/schools/")
        assert len(response.context["page"]) == min(schools, 50)

    @pytest.mark.parametrize("leaders", [3, 60])
    def test_the_page_of_a_school_takes_fourteen_queries_at_most(self, client, count_queries, leaders):
        year, school = ProgramYearFactory(), SchoolFactory()
        for _ in range(leaders):
            offering = OfferingFactory(year=year)
            PlacementFactory(year=year, school=school, role=offering.role)
        GoalNoteFactory(goal__school=school, goal__year=year)
        client.force_login(manager())
        with count_queries(at_most=14):
            response = client.get(f"/schools/{school.slug}/")
        assert len(response.context["team"].places) == leaders

    def test_open_places_are_those_nobody_holds(self, client):
        offering, school = OfferingFactory(places_per_school=3), SchoolFactory()
        PlacementFactory(year=offering.year, school=school, role=offering.role)
        PlacementFactory(year=offering.year, school=school, role=offering.role, end_reason="resigned")
        client.force_login(UserFactory())
        assert client.get(f"/schools/{school.slug}/").context["team"].places[0].open_places == 2

    def test_a_visitor_sees_no_school(self, client):
        assert client.get("/schools/").status_code == 302

    def test_a_principal_writes_what_the_school_expects(self, client):
        offering, school = OfferingFactory(), SchoolFactory()
        client.force_login(principal_of(school))
        client.post(f"/schools/{school.slug}/expectations/{offering.pk}/", {"text": "Join us on Mondays."})
        assert (
            client.get(f"/schools/{school.slug}/").context["team"].places[0].expectation
            == "Join us on Mondays."
        )

    def test_the_principal_of_another_school_does_not(self, client):
        offering, school = OfferingFactory(), SchoolFactory()
        client.force_login(principal_of(SchoolFactory()))
        answer = client.post(f"/schools/{school.slug}/expectations/{offering.pk}/", {"text": "x"})
        assert answer.status_code == 403
        assert "Only who signs for the school or a program manager writes" in answer.content.decode()


def test_ones_own_role_is_shown_without_a_search_and_a_file(client):
    placement = PlacementFactory()
    client.force_login(placement.person)
    html = client.get("/placements/").content.decode()
    assert "<h1>My role</h1>" in html or ">My role</h1>" in html
    assert "data-saves" not in html
    assert 'name="q"' not in html.split("<main")[1]


def test_deliverables_of_a_role_that_begins_next_year_are_listed_already(client, clock):
    clock(datetime(2026, 5, 20, 18, tzinfo=UTC))
    record = DeliverableRecordFactory(deliverable=DeliverableFactory(title="Team plan"))
    assert record.placement.year.starts == date(2026, 7, 1)
    client.force_login(record.placement.person)
    assert "Team plan" in client.get("/deliverables/").content.decode()


def test_what_was_due_before_the_role_began_is_not_called_overdue(client, clock):
    clock(datetime(2026, 11, 28, 18, tzinfo=UTC))
    placement = PlacementFactory(starts=date(2026, 11, 28))
    for title, due in (("Team plan", date(2026, 11, 27)), ("Arts plan", date(2026, 11, 28))):
        deliverable = DeliverableFactory(title=title, due=due)
        record = DeliverableRecordFactory(placement=placement, deliverable=deliverable)
        assert record.due_before_the_role is (title == "Team plan")
    client.force_login(placement.person)
    html = client.get("/deliverables/").content.decode()
    assert "Due before your role began Nov 28, 2026. Hand it in still, or ask to have it waived." in html
    assert html.count("Overdue") == 0
    clock(datetime(2026, 11, 29, 18, tzinfo=UTC))
    # Nobody stays signed in for a day.
    client.force_login(placement.person)
    assert client.get("/deliverables/").content.decode().count("Overdue") == 1


@pytest.mark.parametrize(
    ("ends", "state", "words"),
    [(date(2026, 11, 10), "resigned", "Ended because"), (date(2026, 11, 11), "", "Ends because")],
    ids=["over", "ahead"],
)
def test_an_end_that_lies_ahead_is_no_state_yet(client, ends, state, words):
    placement = PlacementFactory(ends=ends, end_reason="resigned")
    client.force_login(manager())
    shown = client.get(f"/placements/{placement.pk}/")
    assert shown.context["state"] == state
    assert f"<dt>{words}</dt>" in shown.content.decode()
