"""No page calls a field optional that a verb asks for: each field that may stay empty was looked at by somebody."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from coaching.forms import WordsForm
from coaching.states import Action, Beside
from coaching.verbs import CYCLE
from pathways.forms.offerings import ExpectationForm
from pathways.forms.scope import CellForm
from seminars.forms import ShownMarkForm
from seminars.models import Session
from tests.architecture.shapes import shapes

# What no verb ever asks for, by form. Filters, and what the administration draws in its own way, are not labelled.
# What a session may be without, and whom it need not name.
SESSION = {
    *(
        "place",
        "video_link",
        "required_minutes",
        "capacity",
        "content_code",
        "substitute_eligible",
        "scope_item",
    ),
    *("roles", "cohorts", "fellows", "school_leaders", "facilitators", "others"),
}
OPTIONAL = {
    "UclaForm": {"not_taken"},
    "SimilarityForm": {"since"},
    **{form: SESSION for form in ("WhatForm", "ChangeForm")},
    # Of one session its day is asked for; of a series there is none.
    # A version of the service agreement: there may be no last day, and what is not ticked is not agreed.
    "VersionForm": {"window_years", "half_year_counts", "similar_schools", "for_paper"},
    # What an office does not know of a fellow of before is left out.
    "TakeOverForm": {
        *("family_name", "selected_on", "applied_ucla_on", "admitted_on", "enrolled_on", "serving_on"),
        *("calapa_1_on", "calapa_2_on", "calapa_3_on", "program_on", "degree_on", "recommended_on"),
        *("certificate_on", "certificate_expires", "preliminary_on", "preliminary_expires"),
        *("clear_on", "clear_expires"),
    },
    # All days of the year; a school of the network.
    "PaperYearsForm": {"days", "school"},
    # A school of the network, or another place.
    "NowForm": {"school"},
    # The day on which a cycle was planned is today's, where none is given.
    "PlanForm": {*SESSION, "event_title", "school", "day", "planned_on"},
    "DayForm": {"keep", "place"},
    # A link or a file, one of the two; and it may belong to nothing in particular.
    "ResourceForm": {"link", "file", "pathway", "cohort", "scope_item"},
    **{form: {"minutes", "arrived", "left"} for form in ("MarkForm", "ShownMarkForm", "PersonMarkForm")},
    "EventForm": {"school"},
    "WordsForm": {"saw", "feedback", "agreed", "notes", "step_2", "step_3"},
    # The ticks of both are one choice.
    "DealForm": {"everybody", "leaders"},
    # Who asks for support may have said it all in a line, and any day will do.
    "SupportForm": {"words", "needed_by"},
    # Who has one name has one, and who has no end has none.
    **{form: {"family_name", "preferred_name", "external_id"} for form in ("PersonForm", "NamesForm")},
    **{form: {"last_day"} for form in ("NewPostForm", "CorrectPostForm", "HatForm", "GiveHatForm")},
    "AgreeForm": {"words"},
    # Not every office numbers what it pays.
    "PaidClaimsForm": {"reference"},
    "PaidAssistanceForm": {"reference"},
    # What it was stands beside it.
    "AssistanceBudgetForm": {"reason"},
    # An application; and of a stipend policy, see below.
    "DraftForm": {"resume", "make_up_limit", "minimum_attendance"},
    # Nothing said is no limit.
    **{form: {"cap"} for form in ("TermsForm", "TermsAskForm")},
    **{form: {"units", "budget"} for form in ("AllowanceForm", "AllowanceAskForm")},
    # Any number of make-ups, and no bound below which nothing is paid.
    **{form: {"make_up_limit", "minimum_attendance"} for form in ("RuleForm", "PaidForm", "PolicyForm")},
    "PasteForm": {"block"},
    **{form: {"community"} for form in ("SchoolForm", "NewSchoolForm")},
    "PeopleFilter": {"q", "school", "position", "hat", "account"},
    "ResourceFilter": {"q", "pathway", "cohort"},
    # Wanted where it asks a question; then it is required.
    **{form: {"words"} for form in ("WhyForm", "TurnDownForm", "WithdrawForm", "ReopenForm")},
    "StageForm": {"rank", "starts"},
    # Deleted or required by the deliverable's kind of evidence.
    "SubmitForm": {"note", "link", "file", "event", "goal"},
    "EndForm": {"note"},
    "AssessmentForm": {"words"},
    # Ticked where nobody came.
    "HoldForm": {"words", "nobody"},
    "CameForm": {"nobody"},
    # A goal that nobody carries yet.
    **{form: {"person"} for form in ("GoalFields", "GoalForm", "ChangeGoalForm")},
    # A coach in a hurry says where and when.
    # Said where somebody is not in the list; a talk may come later; a focus that is not in the list.
    "TeacherForm": {"person", "name"},
    "CycleForm": {"talked_on"},
    "ReleaseTimeForm": {"periods"},
    "RecordingForm": {"people", "names"},
    "VisitForm": {"words", "look_again", "request"},
    "LeaveForm": {"protected"},
    "ExpectationForm": {"text"},
    "WritingForm": {"late_days", "eligibility", "expectations", "priority_by"},
    # A deliverable may say all in its title, and count nothing.
    "EarlierForm": {"school", "file"},
    # A cohort where the role has some, which the service asks; one of file and lines.
    "LeaderForm": {"cohort"},
    "AskedForm": {"asks", "required", "completes_from", "event_kind", "DELETE"},
    "OfferingRowForm": {"priority_by"},
    "MoveForm": {"note"},
    # A tick; and what a file asks for only where it ends somebody.
    "UploadForm": {"whole"},
    "WelcomeForm": {"people"},
    "ImportForm": {"ends", "file"},
    # Not every office has program codes.
    "AccountCodeForm": {"program"},
    # Amounts of roles, and of schools: any of them may stay empty.
    "BudgetForm": {"lines"},
    "CalendarForm": {"off", "on"},
    "CellForm": {"cell"},
    "CountForm": {"first", "last"},
    "GraduateForm": {"note"},
    "MilestoneForm": {"expires_on", "note"},
    "ReachedForm": {"expires", "note"},
    "NotPassedForm": {"note"},
    # Of a plan any milestone may stay without a day, and hours may not be asked for.
    "CohortPlanForm": {"hours"},
    "ServiceForm": {"school", "last_day"},
    "SignupForm": {"family_name"},
    "ProfileForm": {"given_name", "family_name", "preferred_name"},
    "LoginForm": {"remember"},
}
NOT_LABELLED = {
    *("FilterForm", "AlumniFilter", "CalendarFilter", "CadenceFilter", "EveryFieldForm", "LaidOutForm"),
    *(
        "PathwayForm",
        "RoleForm",
        "OfferingForm",
        "ProgramYearForm",
        "AskedYearForm",
        "UserCreateForm",
        "UserEditForm",
    ),
    *("PostForm", "PostBelowForm"),
}


def test_every_field_that_may_stay_empty_is_optional_for_good_or_says_when_it_is_needed() -> None:
    unknown = {
        f"{name}.{field}"
        for name, form in shapes()
        if name not in NOT_LABELLED
        for field, one in form.base_fields.items()
        if not one.required
        and not isinstance(one.widget, forms.HiddenInput)
        and field not in getattr(form, "demands", {})
        and field not in OPTIONAL.get(name, set())
    }
    assert unknown == set()


def test_a_form_demands_only_fields_it_has() -> None:
    assert [
        (name, set(form.demands) - set(form.base_fields))
        for name, form in shapes()
        if set(getattr(form, "demands", {})) - set(form.base_fields)
    ] == []


def test_what_a_form_is_there_for_is_called_optional_by_no_page() -> None:
    named = {
        f"{name}.{field}"
        for name, form in shapes()
        for field in getattr(form, "unmarked", ())
        if form.base_fields[field].required or field in getattr(form, "demands", {})
    }
    assert named == set()
    assert "optional" not in drawn(ExpectationForm())
    assert "optional" not in drawn(CellForm(initial={"cell": ""}))


def drawn(form: forms.BaseForm) -> str:
    page = Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))
    return " ".join(page.split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "labels"),
    [
        (
            lambda: WordsForm(
                step=Action.HOLD_CONVERSATION,
                asks=("goal", "agreed"),
                verbs=(CYCLE.of(Action.CLOSE), CYCLE.of(Beside.WRITE)),
                pressed=None,
            ),
            {
                "Goal": "needed to close the cycle",
                "Look back at step 1 on": "needed where a step is written",
                "What you agreed, in their words": "optional",
            },
        ),
        (
            lambda: ShownMarkForm(attended=Session.objects.none()),
            {"Reason": "needed for an excuse", "Made up by": "needed for “made up”", "Minutes": "optional"},
        ),
    ],
    ids=["coaching", "one mark"],
)
def test_the_label_of_a_field_says_when_it_is_needed(form: Any, labels: dict[str, str]) -> None:
    page = drawn(form())
    for label, words in labels.items():
        assert f'{label} <span class="optional">({words})</span>' in page
