"""The shapes in which cycles are planned, written and filtered."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from coaching.models import CoachingCycle
from coaching.queries import EXTRA, STANDINGS, WINDOWS, coaches
from coaching.services import Words
from coaching.states import Action
from common.looking import SeenTexts
from common.verbs import Verb
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
