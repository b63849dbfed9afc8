"""Two windows of the administration on one row."""

import html
import json
from html.parser import HTMLParser

import pytest

from common.admin.windows import _as_text
from common.edits import mark_of
from pathways.models import Deliverable, Offering, ProgramYear
from seminars.models import Session
from tests.factories.fellows import FellowCohortFactory
from tests.factories.pathways import (
    CohortFactory,
    DeliverableFactory,
    OfferingFactory,
    PathwayFactory,
    ProgramYearFactory,
    RoleFactory,
)
from tests.factories.people import PostFactory, SchoolFactory, administrator
from tests.factories.seminars import SessionFactory

pytestmark = pytest.mark.django_db


class Sent(HTMLParser):
    """What a browser sends when nobody touched the form that saves a page."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.inside, self.open = {}, False, None
        self.feed(text)

    def add(self, name, value):
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "form":
            self.inside = of.get("id", "").endswith("_form")
        elif self.inside and tag in ("input", "select", "textarea", "option"):
            getattr(self, tag)(of)

    def input(self, of):
        kind = of.get("type")
        ticked = kind not in ("checkbox", "radio") or "checked" in of
        if ticked and kind not in ("submit", "file"):
            self.add(of.get("name"), of.get("value") or ("on" if kind == "checkbox" else ""))

    def select(self, of):
        self.open = of["name"]

    def option(self, of):
        if self.open and "selected" in of:
            self.add(self.open, of.get("value", ""))

    def textarea(self, of):
        self.open = of["name"]
        self.add(self.open, "")

    def handle_data(self, data):
        if self.open in self.fields and self.lasttag == "textarea":
            self.fields[self.open][0] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.open:
            typed = self.fields[self.open][0].removeprefix("\n")
            self.fields[self.open][0] = typed.replace("\n", "\r\n")
        if tag in ("textarea", "select"):
            self.open = None
        if tag == "form":
            self.inside = False


def sent_by(text):
    return {name: texts for name, texts in Sent(text).fields.items() if "__prefix__" not in name}


def address(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


@pytest.fixture
def inside(client, settings):
    settings.DEMO = True
    client.force_login(administrator())
    return client


@pytest.fixture
def window(inside):
    """Opens the change page of a row; answers what it sends, ready to be typed over."""

    def opens(row):
        fields = sent_by(inside.get(address(row)).content.decode())

        def save(**typed):
            answer = inside.post(address(row), fields | typed)
            return answer.status_code, answer.content.decode()

        return save

    return opens


def test_what_the_other_window_saved_is_not_gone_over(window):
    offering = OfferingFactory(places_per_school=1, eligibility="Teachers.")
    one, two = window(offering), window(offering)
    assert one(places_per_school="3")[0] == 302
    assert two(eligibility="Teachers and counselors.")[0] == 302
    offering.refresh_from_db()
    assert (offering.places_per_school, offering.eligibility) == (3, "Teachers and counselors.")


def test_what_both_windows_changed_is_refused_once_with_what_it_says_now(window):
    offering = OfferingFactory(eligibility="Teachers.")
    one, two = window(offering), window(offering)
    one(eligibility="Teachers of any grade.")
    status, said = two(eligibility="Counselors.")
    assert status == 200
    assert (
        "changed elsewhere since you opened the page. It says now: “Teachers of any grade.”"
        in html.unescape(said)
    )
    assert "Counselors.</textarea>" in said
    assert two(**sent_by(said))[0] == 302
    assert Offering.objects.get().eligibility == "Counselors."


def test_a_question_saved_in_the_other_window_stays(window):
    offering = OfferingFactory()
    one, two = window(offering), window(offering)
    one(time="On which days?")
    two(eligibility="Teachers.")
    assert Offering.objects.get().prompts["time"] == "On which days?"


def test_rows_below_are_merged_as_well(window):
    deliverable = DeliverableFactory(title="A plan", weight=1)
    one, two = window(deliverable.offering), window(deliverable.offering)
    one(**{"deliverables-0-title": "A year plan"})
    assert two(**{"deliverables-0-weight": "2"})[0] == 302
    assert Deliverable.objects.values_list("title", "weight").get() == ("A year plan", 2)


def test_the_calendar_of_a_year_is_merged_though_it_is_no_field_of_the_year(window):
    year = ProgramYearFactory()
    one, two = window(year), window(year)
    first = year.starts.isoformat()
    assert one(days=first)[0] == 302
    assert two()[0] == 302
    assert [
        day.isoformat() for day in ProgramYear.objects.get().service_days.values_list("day", flat=True)
    ] == [first]


def test_several_choices_and_a_checkbox_are_merged(window):
    session, role = SessionFactory(required=True), RoleFactory()
    one, two = window(session), window(session)
    assert one(roles=[role.pk], required=[])[0] == 302
    assert two(place="Room 4")[0] == 302
    session = Session.objects.get()
    assert (session.place, session.required, list(session.roles.all())) == ("Room 4", False, [role])


MADE = [
    FellowCohortFactory,
    CohortFactory,
    OfferingFactory,
    PathwayFactory,
    ProgramYearFactory,
    RoleFactory,
    PostFactory,
    SchoolFactory,
    SessionFactory,
]


@pytest.mark.parametrize("made", MADE, ids=lambda made: made._meta.model.__name__)
def test_an_untouched_page_sends_the_marks_it_was_given(inside, made):
    """Else every save of it would look like a change, and go over the other window's."""
    row = made()
    answer = inside.get(address(row))
    sent = Sent(answer.content.decode()).fields
    form = answer.context["adminform"].form
    typed = {
        name: mark_of(_as_text(sent.get(key, []) for key in form._shown(name))) for name in form._names()
    }
    assert typed == json.loads(sent["as_opened"][0])
    assert typed
