"""Forms of program events: planned, moved, held, cancelled."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from common.forms import ButtonForm
from pathways.forms.base import day_field
from pathways.models import MOST_SEATS, Placement, ProgramEvent, ProgramYear
from pathways.services import Planned
from people.models import Post, School, User
from people.queries import hats, today

WIDE = ProgramEvent.Kind.PARTNERSHIP_ARTS


def who_may_plan(school: School, year: ProgramYear, by: User) -> "QuerySet[User]":
    """Whoever leads the school, its leaders of that year, and whoever plans it."""
    led = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    posts = Post.objects.on(today()).filter(school=school, position__in=led)
    held = Placement.objects.standing().filter(school=school, year=year)
    people = Q(pk=by.pk) | Q(pk__in=posts.values("person")) | Q(pk__in=held.values("person"))
    return User.objects.filter(people, is_active=True).order_by("sort_name", "pk")


class EventForm(ButtonForm):
    button = "Plan this event"
    kind = forms.ChoiceField(label="What it is", choices=ProgramEvent.Kind.choices)
    title = forms.CharField(label="Title", max_length=120)
    day = day_field("Day")
    seats = forms.IntegerField(label="How many are expected", min_value=1, max_value=MOST_SEATS)
    planners = forms.ModelMultipleChoiceField(
        label="Who plans it", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, school: School, year: ProgramYear, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"planners": [by.pk]}, **kwargs)
        field, kind = self.fields["planners"], self.fields["kind"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        field.queryset = who_may_plan(school, year, by)
        # What is of the whole Partnership is for program managers to plan.
        if not hats(by).manager:
            kind.choices = [choice for choice in ProgramEvent.Kind.choices if choice[0] != WIDE]

    @property
    def wide(self) -> bool:
        """Whether it is of the whole Partnership."""
        return bool(self.cleaned_data["kind"] == WIDE)

    def said(self) -> Planned:
        """What was typed, as the service takes it."""
        return Planned(**self.cleaned_data)


class MoveEventForm(ButtonForm):
    button = "Move it"
    day = day_field("New day")
    reason = forms.CharField(label="Why it moves", max_length=300)


class HoldForm(ButtonForm):
    button = "It was held"
    came = forms.IntegerField(label="How many came", min_value=0, max_value=MOST_SEATS)
    words = forms.CharField(label="How it was, in a line", max_length=300, required=False)


class CancelEventForm(ButtonForm):
    button = "Cancel this event"
    look = "usa-button--secondary"
    reason = forms.CharField(label="Why it is cancelled", max_length=300)
