"""The year of the fellows run from the administration, by the verbs of their pages and within their limits."""

import html
from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from fellows.models import Fellow, FellowEvent, Milestone, SchoolSimilarity, ServiceRecordEvent
from tests.factories.fellows import FellowCohortFactory, FellowFactory, MilestoneFactory, ServiceRecordFactory
from tests.factories.people import UserFactory, administrator, clerk

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "fellows"]


@pytest.fixture
def by():
    return administrator()


@pytest.fixture
def inside(signed_in, by):
    return signed_in(by)


def press(client, model, action, *rows, **typed):
    """Choose rows and an action, and send its form if it has one; the words of the page that follows."""
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "_typed": "1", **typed}
    answer = client.post(reverse(f"admin:fellows_{model}_changelist"), chosen, follow=True)
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_each_list_opens_and_searches(inside, model):
    MilestoneFactory()
    ServiceRecordFactory()
    address = reverse(f"admin:fellows_{model._meta.model_name}_changelist")
    assert inside.get(address).status_code == 200
    assert inside.get(address, {"q": "zzz"}).status_code == 200


def test_a_fellow_takes_the_next_step_by_an_action(inside, by):
    fellow = FellowFactory(state="enrolled", signed=True)
    press(inside, "fellow", "graduate", fellow, on="2026-06-12", note="With honours")
    fellow.refresh_from_db()
    assert (fellow.state, fellow.graduated_on) == ("graduated", date(2026, 6, 12))
    event = FellowEvent.objects.values_list("action", "from_state", "to_state", "by", "note").latest("pk")
    assert event == ("graduate", "enrolled", "graduated", by.pk, "With honours")


def test_a_step_that_is_not_next_is_refused_and_the_note_is_kept(inside):
    enrolled, serving = FellowFactory(state="enrolled"), FellowFactory(serving=True)
    words = press(inside, "fellow", "fulfil", enrolled, serving, note="Kept words")
    assert "Kept words" in words
    assert sorted(Fellow.objects.values_list("state", flat=True)) == ["enrolled", "serving"]


def test_a_milestone_is_planned_and_recorded_by_an_action(inside):
    fellow = FellowFactory(state="enrolled")
    press(inside, "fellow", "milestone", fellow, kind="calapa_1", attempt="1", due="2026-03-01")
    press(inside, "fellow", "milestone", fellow, kind="calapa_1", attempt="1", reached_on="2026-02-20")
    assert list(Milestone.objects.values_list("fellow", "kind", "due", "reached_on")) == [
        (fellow.pk, "calapa_1", date(2026, 3, 1), date(2026, 2, 20))
    ]


def test_of_a_day_due_and_a_day_that_lies_ahead_neither_is_saved(inside):
    fellow = FellowFactory(state="enrolled")
    typed = {"kind": "calapa_1", "attempt": "1", "due": "2026-03-01", "reached_on": "2099-01-01"}
    words = press(inside, "fellow", "milestone", fellow, **typed)
    assert "A milestone is reached today or earlier." in words
    assert 'value="2099-01-01"' in words
    assert (Milestone.objects.count(), FellowEvent.objects.count()) == (0, 0)


def test_a_milestone_is_recorded_as_reached_from_its_own_list(inside, by):
    milestone = MilestoneFactory(kind="preliminary")
    typed = {"on": "2026-06-12", "expires": "2031-06-12", "note": "By mail"}
    assert "Milestone reached: 1." in press(inside, "milestone", "reach_milestone", milestone, **typed)
    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.expires_on) == (date(2026, 6, 12), date(2031, 6, 12))
    event = FellowEvent.objects.values_list("fellow", "action", "by").latest("pk")
    assert event == (milestone.fellow_id, "reach_milestone", by.pk)


def test_the_day_a_milestone_is_due_is_moved(inside):
    milestone = MilestoneFactory()
    told = press(inside, "milestone", "plan_milestone", milestone, due="2026-04-01", note="Sick in March")
    assert "Milestone planned: 1." in told
    milestone.refresh_from_db()
    assert milestone.due == date(2026, 4, 1)


def test_the_day_of_a_milestone_that_was_reached_stays_in_words(inside):
    milestone = MilestoneFactory(reached_on=date(2026, 2, 20))
    told = press(inside, "milestone", "plan_milestone", milestone, due="2026-04-01")
    assert "This milestone was reached on February 20, 2026: its due day stays." in told


def test_what_is_known_of_a_milestone_stands_in_the_form_that_records_it(inside):
    known = {"reached_on": date(2026, 2, 20), "note": "By mail"}
    asked = {"action": "reach_milestone", "_selected_action": MilestoneFactory(**known).pk}
    form = inside.post(reverse("admin:fellows_milestone_changelist"), asked).context["form"]
    assert {name: form[name].value() for name in form.fields} == {
        "on": date(2026, 2, 20),
        "expires": None,
        "note": "By mail",
    }


def test_the_page_that_records_a_milestone_says_whose_it_is(inside):
    milestone = MilestoneFactory(fellow__person__given_name="Ana", fellow__person__family_name="Ruiz")
    page = press(inside, "milestone", "reach_milestone", milestone)
    assert "Ana Ruiz: CalAPA cycle 1, attempt 1</a>" in page


def test_service_is_suspended_by_an_action(inside, by):
    fellow = FellowFactory(serving=True, signed=True)
    press(inside, "fellow", "suspend", fellow, category="family", starts="2026-01-01", months="3")
    assert list(fellow.suspensions.values_list("months", "approved_by")) == [(3, by.pk)]


def test_confirmed_service_is_accepted_by_an_action_and_reported_service_is_not(inside, by):
    verified, reported = ServiceRecordFactory(verified=True), ServiceRecordFactory(reported=True)
    words = press(inside, "servicerecord", "accept", verified, reported)
    for row in (verified, reported):
        row.refresh_from_db()
    assert (verified.state, reported.state) == ("accepted", "reported")
    assert ServiceRecordEvent.objects.values_list("action", "by").latest("pk") == ("accept", by.pk)
    assert "Accepted: 1." in words


def test_a_site_is_asked_again_by_an_action(inside):
    record = ServiceRecordFactory(reported=True)
    press(inside, "servicerecord", "ask", record)
    assert record.links.count() == 1


@pytest.mark.parametrize(
    ("model", "action", "typed"),
    [
        ("fellow", "select", {"note": "Strong"}),
        ("fellow", "milestone", {"kind": "degree", "attempt": "1", "due": "2026-06-01"}),
        ("fellow", "suspend", {"category": "family", "starts": "2026-01-01", "months": "3"}),
        ("milestone", "reach_milestone", {"on": "2026-02-01"}),
        ("milestone", "plan_milestone", {"due": "2026-04-01", "note": "Sick in March"}),
        ("servicerecord", "accept", {}),
    ],
)
def test_who_wears_no_hat_decides_nothing_there_either(signed_in, model, action, typed):
    rows = {
        "fellow": lambda: FellowFactory(),
        "milestone": lambda: MilestoneFactory(),
        "servicerecord": lambda: ServiceRecordFactory(verified=True),
    }
    row = rows[model]()
    before = type(row).objects.values().get(pk=row.pk)
    assert "Only a program manager" in press(signed_in(clerk()), model, action, row, **typed)
    assert type(row).objects.values().get(pk=row.pk) == before
    assert FellowEvent.objects.count() == 0


def test_an_administrator_who_is_a_fellow_decides_nothing_about_themselves(inside, by):
    record = ServiceRecordFactory(verified=True, fellow__person=by)
    assert "nobody their own" in press(inside, "servicerecord", "accept", record)
    record.refresh_from_db()
    assert record.state == "verified"


def test_a_nomination_that_the_rules_refuse_comes_back_with_its_sentence(inside):
    person, cohort = UserFactory(), FellowCohortFactory()
    given = {"person": person.pk, "cohort": cohort.pk}
    answer = inside.post(reverse("admin:fellows_fellow_add"), given)
    assert "has no position as teacher" in answer.content.decode()
    assert not Fellow.objects.exists()


def test_a_similar_school_is_decided_with_reasons(inside, by):
    given = {"school_name": "Elsewhere High", "similar": "on", "reasons": "Serves the same neighbourhood."}
    assert inside.post(reverse("admin:fellows_schoolsimilarity_add"), given).status_code == 302
    assert list(SchoolSimilarity.objects.values_list("school_name", "similar", "decided_by")) == [
        ("Elsewhere High", True, by.pk)
    ]


def test_milestones_are_not_deleted_by_hand(inside):
    milestone = MilestoneFactory()
    address = reverse("admin:fellows_milestone_delete", args=[milestone.pk])
    assert inside.post(address, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("rows", [3, 60])
def test_lists_take_ten_queries_at_most(inside, count_queries, rows):
    for record in ServiceRecordFactory.create_batch(rows):
        fellow = record.fellow
        MilestoneFactory(fellow=fellow)
        history = {"by": fellow.person, "at": record.reported_at}
        FellowEvent.objects.create(fellow=fellow, action="select", **history)
        ServiceRecordEvent.objects.create(record=record, action="report", **history)
        days = {"category": "family", "starts": date(2026, 1, 1), "months": 3}
        fellow.suspensions.create(approved_by=fellow.person, **days)
    for model in OURS:
        with count_queries(at_most=10, repeats=True):
            inside.get(reverse(f"admin:fellows_{model._meta.model_name}_changelist"))


# --- words ----------------------------------------------------------------------------------------
def shown(inside, model, row):
    page = inside.get(reverse(f"admin:fellows_{model}_change", args=[row.pk]))
    return html.unescape(page.content.decode())


def test_a_service_record_says_in_words_what_the_site_disagrees_with(inside):
    disagreement = {"fte": "Two hours a week", "period": "Since May"}
    words = shown(inside, "servicerecord", ServiceRecordFactory(disputed=True, disagreement=disagreement))
    assert "Full-time equivalent: Two hours a week<br>From and to: Since May" in words
    assert '<div class="readonly">1</div>' in words
    assert not any(raw in words for raw in ("thousandths", "1000", "'fte'", '"fte"'))


def test_an_agreement_says_its_terms_in_words(inside):
    fellow = FellowFactory(signed=True)
    words = shown(inside, "serviceagreement", fellow.agreements.get())
    assert "Years of service owed: 4<br>Years to serve them in: 6<br>" in words
    assert "Half a year counts: no" in words
    assert "half_year_counts" not in words


@pytest.mark.parametrize(
    ("words", "kinds"),
    [("CalAPA cycle", ["calapa_1", "calapa_2"]), ("degree", ["degree"]), ("M.Ed.", ["degree"])],
)
def test_milestones_are_found_by_their_kind(inside, words, kinds):
    for kind in ("calapa_1", "calapa_2", "degree"):
        MilestoneFactory(kind=kind, note="The degree" if kind == "degree" else "")
    page = inside.get(reverse("admin:fellows_milestone_changelist"), {"q": words})
    assert [row.kind for row in page.context["cl"].result_list] == kinds


def test_fellows_are_found_by_their_cohort(inside):
    fellow = FellowFactory(cohort=FellowCohortFactory(name="Fellows of 2023"))
    FellowFactory()
    page = inside.get(reverse("admin:fellows_fellow_changelist"), {"q": "of 2023"})
    assert list(page.context["cl"].result_list) == [fellow]
