"""The administration shows and takes the last day of a period; the row keeps the day after it. States are said in
words."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from common.admin.said import LastDayField, as_said
from pathways.models import DeliverableEvent
from people.models import SchoolMembership
from tests.factories.pathways import DeliverableRecordFactory
from tests.factories.people import SchoolFactory, administrator

FIRST_AFTER, LAST = date(2027, 7, 1), date(2027, 6, 30)


def membership():
    kept = SchoolFactory().memberships.get()
    kept.ends = FIRST_AFTER
    kept.save()
    return kept


def test_the_field_shows_the_last_day_and_gives_the_day_after_it():
    field = LastDayField(required=False)
    assert field.prepare_value(FIRST_AFTER) == LAST
    assert (field.prepare_value("June"), field.prepare_value(None)) == ("June", None)
    assert (field.clean("2027-06-30"), field.clean("")) == (FIRST_AFTER, None)
    assert (field.has_changed(FIRST_AFTER, "2027-06-30"), field.has_changed(FIRST_AFTER, "2027-07-01")) == (
        False,
        True,
    )


def test_where_an_end_is_read_its_last_day_stands_once():
    assert as_said(SchoolMembership, ["starts", "ends", "state", "last_day"]) == [
        "starts",
        "last_day",
        "state",
    ]


@pytest.mark.django_db
def test_a_period_saved_as_it_was_shown_stays_and_one_typed_ends_on_that_day(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    kept = membership()
    page = reverse("admin:people_schoolmembership_change", args=[kept.pk])
    listed = client.get(reverse("admin:people_schoolmembership_changelist")).content.decode()
    opened = client.get(page)
    form = opened.context["adminform"].form
    assert form["ends"].value() == LAST
    assert (form.fields["ends"].label, "June 30, 2027" in listed) == ("Last day", True)
    sent = {"school": kept.school_id, "starts": str(kept.starts)}
    for typed, ends in (("2027-06-30", FIRST_AFTER), ("2027-08-31", date(2027, 9, 1)), ("", None)):
        sent["as_opened"] = client.get(page).context["adminform"].form.initial["as_opened"]
        assert client.post(page, {**sent, "ends": typed}).status_code == 302
        kept.refresh_from_db()
        assert kept.ends == ends


@pytest.mark.django_db
def test_a_day_changed_elsewhere_is_said_as_the_last_day(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    kept = membership()
    page = reverse("admin:people_schoolmembership_change", args=[kept.pk])
    opened = client.get(page).context["adminform"].form.initial["as_opened"]
    SchoolMembership.objects.filter(pk=kept.pk).update(ends=date(2027, 9, 1))
    sent = {"school": kept.school_id, "starts": str(kept.starts), "ends": "2027-10-31", "as_opened": opened}
    errors = client.post(page, sent).context["adminform"].form.errors
    assert "It says now: “2027-08-31”." in errors["ends"][0]


@pytest.mark.django_db
def test_a_line_of_history_says_the_states_in_words(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    at = datetime(2026, 10, 5, 18, tzinfo=UTC)
    line = DeliverableEvent.objects.create(
        record=DeliverableRecordFactory(), action="return", from_state="submitted", to_state="returned", at=at
    )
    page = client.get(reverse("admin:pathways_deliverableevent_change", args=[line.pk])).content.decode()
    assert [f">{words}<" in page for words in ("Submitted", "Returned", "submitted", "returned")] == [
        True,
        True,
        False,
        False,
    ]
