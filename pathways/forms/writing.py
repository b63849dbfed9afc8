"""The page on which an offering is written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField

from common.forms import sensible_day
from common.looking import SeenFields
from pathways.forms.offerings import PromptsForm, question
from pathways.models import Deliverable, Offering, ProgramEvent
from pathways.policies import PROMPTS
from pathways.queries import DAYS, WORDS
from pathways.queries.guide import guide
from pathways.services import Asked
from people.models import School

LABELS = {
    "opens": "Opens",
    "priority_by": "Priority until",
    "closes": "Last day to apply",
    "cosign_by": "Principal signs by",
    "answer_by": "Offer answered by",
    "places_per_school": "Places at a school",
    "eligibility": "Who may apply",
    "most_words": "Words an answer may have",
    "expectations": "What the role expects at every school",
    "teacher_commitment": "What the teacher promises",
    "principal_commitment": "What the principal promises",
    "late_days": "Days late work is taken",
}
SCORES = ("1", "2", "3", "4")
RUBRIC = [(name, score) for name in PROMPTS for score in SCORES]
SHORT = forms.Textarea(attrs={"rows": 3})


class WritingForm(SeenFields, PromptsForm):
    """All an offering says but its deliverables; its mark is that of the offering as the page showed it."""

    time = question("time")
    mindset = question("mindset")
    skillset = question("skillset")
    experience = question("experience")
    demands = {"why": "when its days change"}
    why = forms.CharField(
        label="Why the days change",
        required=False,
        max_length=500,
        help_text="This offering is published, and its days count at once. The reason stays on record.",
    )

    class Meta:
        model = Offering
        fields = (*DAYS, *(name for name in WORDS if name != "prompts"))
        labels = LABELS
        help_texts = {
            "priority_by": "Who applies by then is read first.",
            "late_days": "So many days after its day it counts in full; later you have to allow it, one by one. "
            "Empty: late work counts in full whenever it comes.",
        }
        widgets = {
            name: SHORT
            for name in ("eligibility", "expectations", "teacher_commitment", "principal_commitment")
        }

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rubric = self.instance.rubric or guide()["rubric"]
        for name, score in RUBRIC:
            self.fields[f"rubric_{name}_{score}"] = forms.CharField(
                label=f"{name.capitalize()}, {score} point{'' if score == '1' else 's'}",
                max_length=300,
                initial=rubric.get(name, {}).get(score, ""),
            )
        own = {place.school_id: place.places for place in self.instance.school_places.all()}
        self.schools = list(schools)
        for school in self.schools:
            self.fields[f"places_{school.pk}"] = forms.IntegerField(
                label=school.name, required=False, min_value=0, max_value=99, initial=own.get(school.pk)
            )
        if self.instance.published_version_id is None:
            del self.fields["why"]
        # As they signed it.
        self.fields["late_days"].disabled = self.instance.is_held
        for name in DAYS:
            self.fields[name].validators.append(sensible_day)

    def said(self) -> dict[str, Any]:
        """What the service is told."""
        data = self.cleaned_data
        rubric = {name: {score: data[f"rubric_{name}_{score}"] for score in SCORES} for name in PROMPTS}
        own = rubric if rubric != guide()["rubric"] else {}
        words = {name: data[name] for name in WORDS if name != "prompts"}
        return {
            "words": {**words, "prompts": self.instance.prompts, "rubric": own},
            "days": {name: data[name] for name in DAYS},
            "places": {school.pk: data[f"places_{school.pk}"] for school in self.schools},
            "reason": data.get("why", ""),
            "seen": data["seen"],
        }

    def of(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def when(self) -> list[BoundField]:
        return self.of(*DAYS, "why")

    @property
    def questions(self) -> list[BoundField]:
        return self.of(*PROMPTS, "most_words")

    @property
    def scores(self) -> list[BoundField]:
        return self.of(*(f"rubric_{name}_{score}" for name, score in RUBRIC))

    @property
    def promised(self) -> list[BoundField]:
        return self.of("eligibility", "expectations", "teacher_commitment", "principal_commitment")

    @property
    def own_places(self) -> int:
        """How many schools have a number of their own."""
        return sum(field.value() not in (None, "") for field in self.at_schools)

    @property
    def at_schools(self) -> list[BoundField]:
        return self.of(*(f"places_{school.pk}" for school in self.schools))


class AskedForm(forms.Form):
    """A deliverable on that page."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**63 - 1)
    title = forms.CharField(label="Title", max_length=200)
    asks = forms.CharField(label="What counts", widget=SHORT, max_length=2000, required=False)
    evidence = forms.MultipleChoiceField(
        label="Evidence",
        choices=Deliverable.Evidence.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["note"],
        help_text="Any one of the ticked kinds is enough.",
    )
    due = forms.DateField(label="Due", validators=[sensible_day])
    weight = forms.IntegerField(label="Weight", min_value=1, max_value=100, initial=1)
    accepted_by = forms.ChoiceField(
        label="Accepted by", choices=Deliverable.Acceptor.choices, initial="staff"
    )
    required = forms.BooleanField(label="Required for the stipend", required=False, initial=True)
    completes_from = forms.ChoiceField(
        label="Completes itself from",
        choices=[("", "Nothing: it is handed in and accepted"), *Deliverable.Source.choices],
        required=False,
        help_text="Once that is on record it is accepted, without a press. It may still be handed in by hand.",
    )

    event_kind = forms.ChoiceField(
        label="Kind of event",
        choices=[("", "Any"), *ProgramEvent.Kind.choices],
        required=False,
        help_text="Where a program event completes it: which kind counts.",
    )

    def said(self) -> Asked:
        data = {**self.cleaned_data, "evidence": tuple(self.cleaned_data["evidence"])}
        return Asked(**{name: value for name, value in data.items() if name != "DELETE"})


class _Asked(forms.BaseFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Take it out"


AskedFormSet = forms.formset_factory(
    AskedForm, formset=_Asked, extra=0, can_delete=True, max_num=30, validate_max=True
)
