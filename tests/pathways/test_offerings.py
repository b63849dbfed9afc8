from datetime import UTC, date, datetime

import pytest

from common.errors import DomainError, NotAllowed
from pathways.models import Offering, OfferingVersion, PathwayManager
from pathways.services import change_days, extend, publish
from tests.factories.pathways import DeliverableFactory, OfferingFactory, PathwayFactory
from tests.factories.people import UserFactory, manager
from tests.pressing import pressed
from tests.verbs import last_told, lines_told

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return OfferingFactory(published=False)


def test_publishing_freezes_what_it_says(draft):
    DeliverableFactory(offering=draft, title="Plan", due=date(2027, 3, 1))
    version, _ = publish(pk=draft.pk, by=manager())
    content = version.content
    assert content["teacher_commitment"] == "I engage fully in the role."
    assert [(item["title"], item["due"]) for item in content["deliverables"]] == [("Plan", "2027-03-01")]


def test_publishing_again_without_a_change_makes_no_version(draft):
    by = manager()
    version, new = publish(pk=draft.pk, by=by)
    assert new
    assert publish(pk=draft.pk, by=by) == (version, False)
    assert OfferingVersion.objects.count() == 1


def test_editing_makes_a_new_version_and_the_old_one_stays(draft):
    by = manager()
    publish(pk=draft.pk, by=by)
    draft.refresh_from_db()
    draft.expectations = "Come on Tuesdays."
    draft.save()
    publish(pk=draft.pk, by=by)
    draft.refresh_from_db()
    versions = OfferingVersion.objects.order_by("number").values_list("number", "content__expectations")
    assert list(versions) == [(1, ""), (2, "Come on Tuesdays.")]
    assert draft.published_version.number == 2


def test_an_offering_without_all_four_prompts_is_not_published(draft):
    draft.prompts = {"time": "When?"}
    draft.save()
    with pytest.raises(DomainError, match="Write the question on mindset and skillset and experience"):
        publish(pk=draft.pk, by=manager())


def test_a_teacher_publishes_nothing(draft):
    with pytest.raises(NotAllowed):
        publish(pk=draft.pk, by=UserFactory())


def test_a_manager_of_another_pathway_publishes_nothing_here(draft):
    by = manager()
    PathwayManager.objects.create(hat=by.hats.get(), pathway=PathwayFactory())
    with pytest.raises(NotAllowed):
        publish(pk=draft.pk, by=by)


def test_each_extension_stays_in_the_history():
    offering, by = OfferingFactory(closes=date(2026, 3, 1)), manager()
    extend(pk=offering.pk, by=by, until=date(2026, 3, 8), reason="Few applied.")
    extend(pk=offering.pk, by=by, until=date(2026, 3, 15), reason="A storm.")
    offering.refresh_from_db()
    assert offering.last_day == date(2026, 3, 15)
    assert lines_told(offering) == [
        ("extend", "The last day to apply: March 1, 2026, now March 8, 2026.", "Few applied."),
        ("extend", "The last day to apply: March 8, 2026, now March 15, 2026.", "A storm."),
    ]


def test_an_extension_is_later_than_the_last_day():
    offering = OfferingFactory(closes=date(2026, 3, 1))
    with pytest.raises(DomainError, match="Choose a day after March 1, 2026"):
        extend(pk=offering.pk, by=manager(), until=date(2026, 3, 1), reason="x")


@pytest.fixture
def extended(clock):
    """Closes March 1, kept open until March 20; today is March 5; principals sign by March 25."""
    clock(datetime(2026, 3, 5, 20, tzinfo=UTC))
    return OfferingFactory(
        closes=date(2026, 3, 1),
        extended_to=date(2026, 3, 20),
        cosign_by=date(2026, 3, 25),
        answer_by=date(2026, 4, 20),
    )


def extend_until(offering, day, reason="x"):
    extend(pk=offering.pk, by=manager(), until=day, reason=reason)
    offering.refresh_from_db()


def test_nothing_is_extended_past_the_program_year():
    offering = OfferingFactory(cosign_by=date(2032, 1, 1), answer_by=date(2032, 1, 1))
    with pytest.raises(DomainError) as refused:
        extend_until(offering, date(2031, 3, 1))
    assert str(refused.value) == "The program year 2026-27 ends on June 30, 2027. Choose a day in it."


def test_days_by_which_people_sign_and_answer_move_along_where_they_would_be_too_early(extended):
    extend_until(extended, date(2026, 3, 27), "Few applied.")
    assert (extended.cosign_by, extended.answer_by) == (date(2026, 4, 1), date(2026, 4, 20))
    assert last_told(extended) == (
        "extend",
        "The last day to apply: March 20, 2026, now March 27, 2026. "
        "The last day to sign for the school: March 25, 2026, now April 1, 2026.",
        "Few applied.",
    )


@pytest.fixture
def winter(clock):
    """Published: closes January 31, principals sign by February 5, offers are answered by February 12."""
    clock(datetime(2027, 1, 20, 20, tzinfo=UTC))
    offering = OfferingFactory(
        published=False,
        closes=date(2027, 1, 31),
        cosign_by=date(2027, 2, 5),
        answer_by=date(2027, 2, 12),
    )
    publish(pk=offering.pk, by=manager())
    offering.refresh_from_db()
    return offering


def days_of(offering):
    return offering.last_day, offering.cosign_by, offering.answer_by


def test_the_day_to_answer_moves_along_when_the_day_to_sign_would_pass_it(winter):
    extend_until(winter, date(2027, 2, 10), "Snow days.")
    assert days_of(winter) == (date(2027, 2, 10), date(2027, 2, 15), date(2027, 2, 22))
    assert last_told(winter) == (
        "extend",
        "The last day to apply: January 31, 2027, now February 10, 2027. "
        "The last day to sign for the school: February 5, 2027, now February 15, 2027. "
        "The last day to answer: February 12, 2027, now February 22, 2027.",
        "Snow days.",
    )


def test_a_corrected_extension_takes_back_the_days_that_had_moved_along(winter):
    extend_until(winter, date(2027, 2, 10))
    extend_until(winter, date(2027, 2, 6), "A typing error.")
    assert days_of(winter) == (date(2027, 2, 6), date(2027, 2, 11), date(2027, 2, 12))
    assert last_told(winter) == (
        "correct_extension",
        "The last day to apply: February 10, 2027, now February 6, 2027. "
        "The last day to sign for the school: February 15, 2027, now February 11, 2027. "
        "The last day to answer: February 22, 2027, now February 12, 2027.",
        "A typing error.",
    )


def test_an_extension_taken_back_leaves_the_days_that_were_published(winter):
    extend_until(winter, date(2027, 2, 6))
    extend_until(winter, date(2027, 2, 20))
    extend_until(winter, date(2027, 1, 31))
    assert days_of(winter) == (date(2027, 1, 31), date(2027, 2, 5), date(2027, 2, 12))


def test_days_that_were_changed_by_hand_stay_when_an_extension_is_corrected(winter):
    extend_until(winter, date(2027, 2, 10))
    change(winter, answer_by=date(2027, 3, 1))
    extend_until(winter, date(2027, 1, 31), "A typing error.")
    assert days_of(winter) == (date(2027, 1, 31), date(2027, 2, 15), date(2027, 3, 1))
    assert last_told(winter) == (
        "correct_extension",
        "The last day to apply: February 10, 2027, now January 31, 2027. "
        "The days to sign and to answer stay, for days were changed since it was published.",
        "A typing error.",
    )


def test_an_extension_is_corrected_to_an_earlier_day_on_record(extended):
    extend_until(extended, date(2026, 3, 10), "A typing error.")
    assert extended.last_day == date(2026, 3, 10)
    assert lines_told(extended) == [
        (
            "correct_extension",
            "The last day to apply: March 20, 2026, now March 10, 2026.",
            "A typing error.",
        )
    ]


def test_an_extension_is_not_taken_back_behind_today(extended):
    with pytest.raises(DomainError) as refused:
        extend_until(extended, date(2026, 3, 4))
    assert str(refused.value) == (
        "Choose March 5, 2026 or later: an extension is not taken back behind today, nor behind the original last "
        "day."
    )


def test_an_extension_corrected_to_the_original_last_day_is_none(extended, clock):
    clock(datetime(2026, 2, 20, 20, tzinfo=UTC))
    extend_until(extended, date(2026, 3, 1))
    assert extended.extended_to is None


def change(offering, reason="A typing error.", **days):
    change_days(pk=offering.pk, by=manager(), days=days, reason=reason)
    offering.refresh_from_db()


def test_days_of_a_published_offering_change_with_a_reason_on_record(extended):
    change(extended, cosign_by=date(2026, 3, 30), answer_by=date(2026, 4, 20))
    assert extended.cosign_by == date(2026, 3, 30)
    assert lines_told(extended) == [
        (
            "change_days",
            "The last day to sign for the school: March 25, 2026, now March 30, 2026.",
            "A typing error.",
        )
    ]


def test_days_of_a_published_offering_do_not_change_without_a_reason(extended):
    with pytest.raises(DomainError, match="Say why the days change: this offering is published"):
        change(extended, " ", cosign_by=date(2026, 3, 30))


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"closes": date(2026, 2, 1)}, "The last day to apply stays on March 1, 2026, or is later."),
        ({"answer_by": date(2026, 4, 1)}, "The last day to answer stays on April 20, 2026, or is later."),
        ({"opens": date(2026, 3, 6)}, "The first day to apply stays on January 1, 2026, or is earlier."),
    ],
)
def test_what_is_open_is_not_cut_short(extended, days, sentence):
    with pytest.raises(DomainError) as refused:
        change(extended, **days)
    assert str(refused.value) == f"People count on this offering since it opened. {sentence}"


def test_before_it_opens_any_day_changes(extended, clock):
    clock(datetime(2025, 12, 5, 20, tzinfo=UTC))
    change(extended, opens=date(2026, 1, 10), answer_by=date(2026, 4, 1))
    assert (extended.opens, extended.answer_by) == (date(2026, 1, 10), date(2026, 4, 1))


class TestPages:
    @pytest.fixture(autouse=True)
    def _signed_in(self, client):
        client.force_login(manager())

    def test_a_manager_publishes_with_one_button(self, client, draft):
        assert client.get(f"/offerings/{draft.pk}/").context["changed"]
        client.post(f"/offerings/{draft.pk}/publish/")
        assert not client.get(f"/offerings/{draft.pk}/").context["changed"]

    def test_days_that_moved_along_are_no_edit(self, client, winter):
        client.force_login(manager())
        extend_until(winter, date(2027, 2, 10))
        page = client.get(f"/offerings/{winter.pk}/").content.decode()
        assert ("It was edited since" in page, "Version 1" in page) == (False, True)

    def test_a_changed_text_is_an_edit_until_it_is_published_again(self, client, winter):
        client.force_login(manager())
        Offering.objects.update(expectations="Come on Tuesdays.")
        assert "It was edited since" in client.get(f"/offerings/{winter.pk}/").content.decode()

    def test_a_manager_extends_with_a_reason(self, client):
        offering = OfferingFactory(closes=date(2026, 3, 1))
        client.post(
            f"/offerings/{offering.pk}/extend/", pressed("extend", until="2026-03-08", reason="Few applied.")
        )
        offering.refresh_from_db()
        assert offering.extended_to == date(2026, 3, 8)

    def test_an_extension_to_the_past_comes_back_with_a_sentence(self, client):
        offering = OfferingFactory(closes=date(2026, 3, 1))
        data = pressed("extend", until="2026-02-08", reason="Few applied.")
        response = client.post(f"/offerings/{offering.pk}/extend/", data)
        assert response.status_code == 422
        assert "Few applied." in response.content.decode()

    def test_a_teacher_finds_no_offering_to_manage(self, client, draft):
        client.force_login(UserFactory())
        assert client.get(f"/offerings/{draft.pk}/").status_code == 404
        assert client.post(f"/offerings/{draft.pk}/publish/").status_code == 404

    @pytest.mark.parametrize("rows", [3, 60])
    def test_the_list_takes_six_queries(self, client, count_queries, rows):
        for _ in range(rows):
            OfferingFactory()
        client.get("/offerings/")
        with count_queries(at_most=8):
            response = client.get("/offerings/")
        assert len(response.context["page"]) == min(rows, 50)


def test_a_window_outside_its_year_is_not_published():
    offering = OfferingFactory(published=False)
    Offering.objects.filter(pk=offering.pk).update(opens=date(2019, 1, 1), closes=date(2019, 2, 1))
    with pytest.raises(DomainError, match="people apply a year before it at most"):
        publish(pk=offering.pk, by=manager())
    assert not offering.versions.exists()
