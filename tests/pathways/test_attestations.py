import re
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator

from common.clock import day_begins
from common.errors import DomainError, NotAllowed
from pathways.models import Attestation, ServiceDay
from pathways.services import attest, correct_attestation
from tests.factories.pathways import (
    DeliverableFactory,
    DeliverableRecordFactory,
    PlacementFactory,
    ProgramYearFactory,
)
from tests.factories.people import (
    ActingSignerFactory,
    DelegationFactory,
    PostFactory,
    SchoolFactory,
    UserFactory,
    manager,
    principal_of,
)
from tests.factories.seminars import SessionFactory
from tests.verbs import lines_told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(clock):
    clock(datetime(2027, 5, 10, 20, tzinfo=UTC))


def test_the_principal_attests_once():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(pk=placement.pk, by=by, met=True)
    attest(pk=placement.pk, by=by, met=True)
    assert list(Attestation.objects.values_list("met", "by")) == [(True, by.pk)]
    assert placement.events.count() == 1


def test_another_word_after_the_first_is_refused():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(pk=placement.pk, by=by, met=True)
    with pytest.raises(DomainError, match="already"):
        attest(pk=placement.pk, by=by, met=False, words="No.")


def test_what_was_not_met_needs_words():
    placement = PlacementFactory()
    with pytest.raises(DomainError, match="Say what was not met"):
        attest(pk=placement.pk, by=principal_of(placement.school), met=False)


def test_the_acting_signer_attests_where_there_is_no_principal():
    placement = PlacementFactory()
    attest(pk=placement.pk, by=ActingSignerFactory(school=placement.school).person, met=True)
    assert Attestation.objects.count() == 1


def test_the_acting_signer_does_not_attest_beside_a_principal():
    placement = PlacementFactory()
    principal_of(placement.school)
    with pytest.raises(NotAllowed):
        attest(pk=placement.pk, by=ActingSignerFactory(school=placement.school).person, met=True)


def test_whom_the_principal_named_attests():
    placement = PlacementFactory()
    named = DelegationFactory(principal=principal_of(placement.school)).delegate
    attest(pk=placement.pk, by=named, met=True)
    assert Attestation.objects.get().by == named


def test_nobody_attests_their_own_year():
    school = SchoolFactory()
    principal = principal_of(school)
    with pytest.raises(NotAllowed):
        attest(pk=PlacementFactory(person=principal, school=school).pk, by=principal, met=True)


def test_staff_correct_it_and_the_old_word_stays_on_record():
    placement = PlacementFactory()
    attest(pk=placement.pk, by=principal_of(placement.school), met=False, words="Was away.")
    correct_attestation(pk=placement.pk, by=manager(), met=True, reason="Was on protected leave.")
    assert Attestation.objects.get().met
    assert lines_told(placement) == [
        ("attest", "Not met.", "Was away."),
        ("correct_attestation", "Was: not met (Was away.).", "Was on protected leave."),
    ]


def test_a_principal_does_not_correct():
    placement = PlacementFactory()
    by = principal_of(placement.school)
    attest(pk=placement.pk, by=by, met=True)
    with pytest.raises(NotAllowed):
        correct_attestation(pk=placement.pk, by=by, met=False, words="x", reason="x")


# The year ends with 30 June 2027: sixty days before it is 2 May.
@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 5, 1)])
def test_a_word_long_before_the_end_of_the_year_is_refused_unless_one_means_it(clock, day):
    clock(day_begins(day))
    placement = PlacementFactory()
    by = principal_of(placement.school)
    with pytest.raises(DomainError, match="from May 2, 2027 on"):
        attest(pk=placement.pk, by=by, met=True)
    attest(pk=placement.pk, by=by, met=True, early=True)
    assert Attestation.objects.count() == 1


def test_sixty_days_before_the_end_the_word_is_not_early(clock):
    clock(day_begins(date(2027, 5, 2)))
    placement = PlacementFactory()
    attest(pk=placement.pk, by=principal_of(placement.school), met=True)
    assert Attestation.objects.count() == 1


def test_a_word_on_a_placement_that_ended_in_november_is_not_early_in_november(clock):
    clock(day_begins(date(2026, 11, 23)))
    placement = PlacementFactory(ends=date(2026, 11, 20), end_reason="resigned")
    attest(pk=placement.pk, by=principal_of(placement.school), met=True)
    assert Attestation.objects.count() == 1


def test_words_that_were_met_stay_on_record_when_they_are_corrected_again():
    placement, by = PlacementFactory(), manager()
    attest(pk=placement.pk, by=principal_of(placement.school), met=True, words="Gladly.")
    correct_attestation(pk=placement.pk, by=by, met=True, words="And in May.", reason="A word was missing.")
    assert lines_told(placement) == [
        ("attest", "Met.", "Gladly."),
        ("correct_attestation", "Was: met (Gladly.).", "A word was missing."),
    ]


def test_what_was_not_met_does_not_stay_under_a_word_that_takes_it_back():
    placement = PlacementFactory()
    attest(pk=placement.pk, by=principal_of(placement.school), met=False, words="Was away.")
    said = correct_attestation(pk=placement.pk, by=manager(), met=True, words="Was away.", reason="A leave.")
    assert (said.met, said.words) == (True, "")


def test_a_correction_in_a_second_window_is_looked_at_first_with_what_the_first_one_said(client):
    placement, by = PlacementFactory(), manager(given_name="Paula", family_name="Guzman")
    attest(pk=placement.pk, by=principal_of(placement.school), met=False, words="Was away.")
    client.force_login(by)
    page = f"/attestations/{placement.pk}/"
    seen = client.get(page).context["form"]["seen"].value()
    correct_attestation(pk=placement.pk, by=by, met=True, words="In March.", reason="A leave.")
    typed = {"met": "no", "words": "Was away.", "reason": "A slip.", "seen": seen}
    answer = client.post(page, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This attestation was corrected meanwhile." in shown
    assert "Met, by Paula Guzman" in shown
    assert "In March." in shown
    assert Attestation.objects.get().met
    client.post(page, {**typed, "seen": answer.context["form"]["seen"].value()})
    assert (Attestation.objects.get().met, placement.events.count()) == (False, 3)


def test_the_page_of_a_placement_says_that_a_word_was_corrected_and_by_whom(client):
    placement, by = PlacementFactory(), manager(given_name="Paula", family_name="Guzman")
    attest(pk=placement.pk, by=principal_of(placement.school), met=False, words="Was away.")
    client.force_login(by)
    before = client.get(f"/placements/{placement.pk}/").content.decode()
    correct_attestation(pk=placement.pk, by=by, met=True, reason="A leave.")
    after = client.get(f"/placements/{placement.pk}/").content.decode()
    assert ("Corrected by Paula Guzman" in before, "Corrected by Paula Guzman" in after) == (False, True)


class TestEarlyPages:
    @pytest.fixture(autouse=True)
    def _november(self, clock):
        clock(datetime(2026, 11, 23, 20, tzinfo=UTC))

    def test_the_page_says_what_is_still_ahead(self, client):
        placement = PlacementFactory()
        for day, title in ((10, "Seminar 3"), (30, "Seminar 4")):
            SessionFactory(
                event__year=placement.year, title=title, starts_at=datetime(2026, 11, day, 22, tzinfo=UTC)
            )
        deliverable = DeliverableFactory(title="Action plan", due=date(2027, 3, 1))
        DeliverableRecordFactory(placement=placement, deliverable=deliverable)
        ServiceDay.objects.create(year=placement.year, day=date(2026, 11, 20))
        ServiceDay.objects.create(year=placement.year, day=date(2026, 11, 24))
        client.force_login(principal_of(placement.school))
        page = client.get(f"/attestations/{placement.pk}/").content.decode()
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert "1 session: Seminar 4 on Nov 30, 2026" in text
        assert "1 deliverable that is not accepted yet: Action plan, due Mar 1, 2027" in text
        assert "1 school day" in text
        assert "Seminar 3" not in text
        assert "Your home asks for your word from May 2, 2027 on" in text

    def test_without_the_tick_the_form_comes_back(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        response = client.post(f"/attestations/{placement.pk}/", {"met": "yes"})
        assert response.status_code == 422
        assert "Tick this if you mean it now" in response.content.decode()
        assert Attestation.objects.count() == 0

    def test_with_the_tick_the_word_stands(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        client.post(f"/attestations/{placement.pk}/", {"met": "yes", "early": "on"})
        assert list(Attestation.objects.values_list("met", flat=True)) == [True]

    def test_staff_correct_an_early_word_without_a_tick(self, client):
        placement = PlacementFactory()
        attest(pk=placement.pk, by=principal_of(placement.school), met=True, early=True)
        staff = manager()
        Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
        client.force_login(staff)
        given = {"met": "no", "words": "Left in May.", "reason": "Told by the school."}
        assert client.post(f"/attestations/{placement.pk}/", given).status_code == 302

    def test_the_list_says_from_when_on_the_word_is_asked(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        assert "from May 2, 2027 on" in client.get("/attestations/").content.decode()


class TestPages:
    def test_near_the_end_of_the_year_nothing_is_to_be_ticked(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        text = client.get(f"/attestations/{placement.pk}/").content.decode()
        assert "early" not in text
        assert "still ahead" not in text

    def test_a_word_is_given_on_the_page(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        client.post(f"/attestations/{placement.pk}/", {"met": "no", "words": "Was away."})
        assert list(Attestation.objects.values_list("met", "words")) == [(False, "Was away.")]

    def test_sending_it_twice_is_harmless(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        for _ in range(2):
            assert client.post(f"/attestations/{placement.pk}/", {"met": "yes"}).status_code == 302
        assert placement.events.count() == 1

    def test_a_second_word_is_refused_and_stays_to_be_copied(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        client.post(f"/attestations/{placement.pk}/", {"met": "yes"})
        response = client.post(f"/attestations/{placement.pk}/", {"met": "no", "words": "Was away in May."})
        page = response.content.decode()
        assert response.status_code == 422
        assert "This is attested already. Ask the Partnership if it must be corrected." in page
        (field,) = re.findall(r"<textarea[^>]*>[^<]*</textarea>", page)
        assert ("Was away in May." in field, "readonly" in field) == (True, True)
        (no,) = re.findall(r'<input[^>]*value="no"[^>]*>', page)
        assert ("checked" in no, "disabled" in no) == (True, True)
        assert Attestation.objects.get().met is True

    def test_no_without_words_comes_back(self, client):
        placement = PlacementFactory()
        client.force_login(principal_of(placement.school))
        response = client.post(f"/attestations/{placement.pk}/", {"met": "no"})
        assert response.status_code == 422
        assert Attestation.objects.count() == 0

    def test_a_stranger_finds_nothing_to_attest(self, client):
        client.force_login(UserFactory())
        assert client.get(f"/attestations/{PlacementFactory().pk}/").status_code == 404

    def test_the_list_narrows_to_a_school_and_to_those_one_is_asked_for_now(self, client):
        here, there = SchoolFactory(), SchoolFactory()
        principal = principal_of(here)
        PostFactory(person=principal, school=there, principal=True)
        said, asked, other = (PlacementFactory(school=school) for school in (here, here, there))
        attest(pk=said.pk, by=principal, met=True)
        client.force_login(principal)

        def shown(**wanted):
            return set(client.get("/attestations/", wanted).context["page"])

        assert shown() == {said, asked, other}
        assert shown(school=here.pk) == {said, asked}
        assert shown(show="due") == {asked, other}
        assert shown(show="due", school=here.pk) == {asked}
        narrowed = client.get("/attestations/", {"show": "due", "school": here.pk}).content.decode()
        assert f"Only those you are asked to attest now at {here.name}." in narrowed
        assert '<a class="usa-link" href="/attestations/">Show all</a>' in narrowed

    def test_the_leader_may_not_attest(self, client):
        placement = PlacementFactory()
        client.force_login(placement.person)
        assert client.post(f"/attestations/{placement.pk}/", {"met": "yes"}).status_code == 403

    @pytest.mark.parametrize("leaders", [3, 60])
    def test_the_list_takes_seven_queries(self, client, count_queries, leaders):
        school, year = SchoolFactory(), ProgramYearFactory()
        for _ in range(leaders):
            PlacementFactory(school=school, year=year)
        client.force_login(principal_of(school))
        with count_queries(at_most=8):
            response = client.get("/attestations/")
        assert len(response.context["page"]) == min(leaders, 50)
