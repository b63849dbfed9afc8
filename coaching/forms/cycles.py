"""The shapes in which cycles are planned, written and filtered."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from crispy_forms import layout
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from coaching.models import CoachingCycle, CycleStep
from coaching.queries import EXTRA, STANDINGS, WINDOWS, coaches
from coaching.rules import LOOK_AGAIN
from coaching.services import TEXTS, Taken, Words
from coaching.states import Action
from common.forms import choose_from
from common.looking import SeenTexts
from common.verbs import Verb
from people.models import User
from people.queries import today


class CadenceFilter(forms.Form):
    """Which year, school and window, and how it stands."""

    year = forms.ChoiceField(label="Year", required=False)
    school = forms.IntegerField(label="School", required=False, min_value=1)
    coach = forms.IntegerField(label="Coach", required=False, min_value=1)
    role = forms.IntegerField(label="Role", required=False, min_value=1)
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

    def offer(self, name: str, chosen: tuple[int, str] | None) -> None:
        """What a link of the cadence by coach or role narrowed to; where nothing is narrowed, there is no field."""
        if chosen is None:
            del self.fields[name]
        else:
            self.fields[name].widget = forms.Select(choices=[("", "All"), chosen])

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
    planned_on = forms.DateField(
        label="Planned on",
        required=False,
        widget=forms.DateInput,
        initial=today,
        help_text="The day on which you two planned it: what took place since is recorded from that day on.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "coach", coaches(today()))
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Plan this cycle"))


class StepForm(forms.Form):
    """When a step took place."""

    on = forms.DateField(label="Took place on", widget=forms.DateInput, initial=today)


class DaysForm(forms.Form):
    """The days of the steps that were recorded."""

    def __init__(self, *args: Any, days: Mapping[CycleStep, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step, day in days.items():
            self.fields[step] = forms.DateField(label=step.label, widget=forms.DateInput, initial=day)


# What each step asks for beside its day; a goal is asked for until there is one.
ASKS: dict[Action | None, tuple[str, ...]] = {
    Action.OBSERVE: ("goal", "saw"),
    Action.GIVE_FEEDBACK: ("feedback",),
    Action.HOLD_CONVERSATION: ("goal", "agreed"),
    Action.CLOSE: ("goal", "agreed"),
    # All of it, to put it right.
    None: TEXTS,
}
# How many steps one form takes; more are taken on by saving the words and going on.
STEPS = (1, 2, 3)
STEP_FIELDS = tuple(f"{kind}_{number}" for number in STEPS for kind in ("step", "back"))
TAKES_STEPS = (Action.HOLD_CONVERSATION, Action.CLOSE)


def _text(label: str, longest: int, rows: int, help_text: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=longest, widget=area, help_text=help_text)


def _step(number: int) -> forms.CharField:
    return forms.CharField(label=f"Step {number}", required=False, max_length=300)


def _back(number: int) -> forms.DateField:
    label = f"Look back at step {number} on"
    return forms.DateField(label=label, required=False, widget=forms.DateInput)


class WordsForm(SeenTexts):
    """What a step of a cycle asks for, in words coach and leader share: its day, its words, and, where the talk is
    recorded, the action steps with their days. Without a step: all the words, to put them right. Hidden marks of the
    texts shown let two windows save side by side."""

    demands = {
        "goal": "to close the cycle",
        "on": "to record the step",
        "step_1": "to close the cycle",
        **{f"back_{number}": "where a step is written" for number in STEPS},
    }

    on = forms.DateField(label="Took place on", required=False, widget=forms.DateInput)
    goal = _text("Goal", 4000, 2)
    saw = _text("What you saw", 8000, 4)
    feedback = _text("Your feedback", 8000, 4, "Your leader gets a mail that it is there, without its words.")
    agreed = _text("What you agreed, in their words", 8000, 3)
    notes = _text("Notes", 20000, 6)
    step_1, back_1 = _step(1), _back(1)
    step_2, back_2 = _step(2), _back(2)
    step_3, back_3 = _step(3), _back(3)

    def __init__(
        self,
        *args: Any,
        step: Action | None,
        asks: Collection[str],
        verbs: tuple[Verb, ...],
        pressed: Verb | None,
        has_steps: bool = False,
        **kwargs: Any,
    ) -> None:
        """A button for each of the verbs bears its name: a page left open records no later step than it showed.
        `has_steps`: an action step of this cycle is written already."""
        super().__init__(*args, **kwargs)
        if has_steps:
            self.demands = {name: when for name, when in self.demands.items() if name != "step_1"}
        self.pressed, self.step = pressed, step
        self.texts = [name for name in TEXTS if name in asks]
        steps = STEP_FIELDS if step in TAKES_STEPS else ()
        asked = ["on"] * (step is not None) + [name for name in TEXTS if name in asks]
        for name in set(self.fields) - {*asked, *steps}:
            del self.fields[name]
        self.mark_shown()
        self.helper = FormHelper()
        self.helper.layout = layout.Layout(*asked, *([self._take_steps()] if steps else []))
        self.helper.render_hidden_fields = True
        for verb in verbs:
            look = f"usa-button--{verb.tone}" if verb.tone else ""
            self.helper.add_input(Submit(verb.name, verb.label_for(None), css_class=look))

    def _take_steps(self) -> layout.Fieldset:
        for number in STEPS:
            self.fields[f"back_{number}"].initial = today() + LOOK_AGAIN
        rows = [layout.Div(f"step_{number}", f"back_{number}", css_class="two") for number in STEPS]
        return layout.Fieldset("Action steps, each with a day to look back", *rows)

    def clean(self) -> dict[str, Any] | None:
        """A step has its day. The page shows today's; nobody's step gets a day they took out."""
        given = super().clean()
        step = self.pressed is not None and isinstance(self.pressed.action, Action)
        if step and self.cleaned_data.get("on", "wrong") is None:
            self.add_error("on", "Give the day on which it took place.")
        return given

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in self.texts})

    def taken(self) -> list[Taken]:
        """The action steps that were written: each with its day, or without one, which their service refuses."""
        given = self.cleaned_data
        names = [(f"step_{number}", f"back_{number}") for number in STEPS]
        return [Taken(given[step], given[back], step) for step, back in names if given.get(step)]
