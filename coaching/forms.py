"""The shapes in which cycles are planned, written and filtered."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from coaching.models import CoachingCycle, LeadersCoach, Where
from coaching.queries import EXTRA, STANDINGS, WINDOWS, coaches
from coaching.services import Seen, Words
from coaching.states import Action
from common.looking import SeenTexts
from common.verbs import Verb
from pathways.models import Placement
from people.models import User
from people.queries import today


class CadenceFilter(forms.Form):
    """Which year, school and window, and how it stands."""

    year = forms.ChoiceField(label="Year", required=False)
    school = forms.IntegerField(label="School", required=False, min_value=1)
    window = forms.ChoiceField(
        label="Window",
        required=False,
        choices=[("", "Both windows"), *WINDOWS.items(), (EXTRA, "Extra cycles")],
    )
    standing = forms.ChoiceField(label="Standing", required=False, choices=[("", "All"), *STANDINGS.items()])

    def __init__(self, *args: Any, years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "This year"), *((one, one) for one in years)]
        self.fields["year"] = forms.ChoiceField(label="Year", required=False, choices=offered)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="usa-button--outline"))

    def offer_schools(self, schools: list[tuple[int, str]]) -> None:
        """The schools one may choose: those of the leaders one sees; none where there is nothing to choose."""
        if len(schools) < 2 and not self.data.get("school"):
            del self.fields["school"]
            return
        self.fields["school"].widget = forms.Select(choices=[("", "All schools"), *schools])


class PlanForm(forms.Form):
    window = forms.ChoiceField(label="Window", choices=CoachingCycle.Window.choices)
    coach = forms.ModelChoiceField(label="Coach", queryset=User.objects.none(), empty_label="Choose a coach")
    due = forms.DateField(label="To be closed by", widget=forms.DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coach"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = coaches(today())
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Plan this cycle"))


class StepForm(forms.Form):
    """When a step took place."""

    on = forms.DateField(label="Took place on", widget=forms.DateInput, initial=today)


WORDS = ("goal", "action_steps", "notes")


class WordsForm(SeenTexts):
    """What coach and leader share. Hidden marks of the texts shown let two windows save side by side."""

    texts = WORDS
    demands = {"goal": "to close the cycle", "action_steps": "to close the cycle", "on": "to record a step"}

    goal = forms.CharField(
        label="Goal", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    action_steps = forms.CharField(
        label="Action steps", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 4})
    )
    notes = forms.CharField(
        label="Notes",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Read by you and the leader, by nobody else.",
    )
    on = forms.DateField(label="Took place on", required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, verbs: tuple[Verb, ...], pressed: Verb | None, **kwargs: Any) -> None:
        """A button for each of the verbs bears its name: a page left open records no later step than it showed."""
        super().__init__(*args, **kwargs)
        self.pressed = pressed
        self.mark_shown()
        self.helper = FormHelper()
        for verb in verbs:
            look = f"usa-button--{verb.tone}" if verb.tone else ""
            self.helper.add_input(Submit(verb.name, verb.label_for(None), css_class=look))

    def clean(self) -> dict[str, Any] | None:
        """A step has its day. The page shows today's; nobody's step gets a day they took out."""
        given = super().clean()
        step = self.pressed is not None and isinstance(self.pressed.action, Action)
        if step and self.cleaned_data.get("on", "wrong") is None:
            self.add_error("on", "Give the day on which it took place.")
        return given

    def words(self) -> Words:
        given = self.cleaned_data
        return Words(given["goal"], given["action_steps"], given["notes"])


class VisitForm(forms.Form):
    """When, where, what was seen, when to look again. `key` is made with the page, so that it may be sent twice."""

    TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"
    when = forms.ChoiceField(
        label="When",
        choices=[(TODAY, "Today"), (YESTERDAY, "Yesterday"), (OTHER, "Other day")],
        initial=TODAY,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="Which day", required=False, widget=forms.DateInput)
    where = forms.ChoiceField(
        label="Where",
        choices=[(value, str(label).capitalize()) for value, label in Where.choices],
        initial=Where.CLASS,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What you saw, three lines",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Speak it with the microphone of your keyboard. You two read it, nobody else.",
    )
    look_again = forms.ChoiceField(
        label="Look again",
        required=False,
        choices=[("7", "In 1 week"), ("14", "In 2 weeks"), ("", "No plan")],
        initial="",
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    demands = {"on": "for another day"}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if self.cleaned_data.get("when") == self.OTHER and self.cleaned_data.get("on", "wrong") is None:
            self.add_error("on", "Give the day on which you saw them.")
        return given

    def seen(self) -> Seen:
        """What was recorded. Call it once the form is valid."""
        given = self.cleaned_data
        days = {self.TODAY: self.today, self.YESTERDAY: self.today - timedelta(days=1)}
        on = days.get(given["when"]) or given["on"]
        weeks = given["look_again"]
        again = on + timedelta(days=int(weeks)) if weeks else None
        return Seen(on, given["where"], given["words"], again)


class DealForm(forms.Form):
    """Which leaders of a school, and who coaches them from today on."""

    leaders = forms.TypedMultipleChoiceField(
        label="Leaders", coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )
    coach = forms.ModelChoiceField(label="Coach", queryset=User.objects.none(), empty_label="Choose a coach")

    def __init__(
        self, *args: Any, dealt: Iterable[tuple[Placement, LeadersCoach | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(dealt)
        leaders, coach = self.fields["leaders"], self.fields["coach"]
        assert isinstance(leaders, forms.TypedMultipleChoiceField)
        assert isinstance(coach, forms.ModelChoiceField)
        leaders.choices = [(row.pk, _with_coach(row, now)) for row, now in rows]
        # Those without a coach are ticked: nobody else's coach changes unless somebody ticks them.
        leaders.initial = [row.pk for row, now in rows if now is None]
        coach.queryset = coaches(today())
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "They coach these leaders"))


def _with_coach(row: Placement, now: LeadersCoach | None) -> str:
    return f"{row.person.name}, {row.role.name} ({now.coach.name if now else 'no coach yet'})"
