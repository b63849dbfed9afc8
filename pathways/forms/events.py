"""Forms of program events: planned, changed, moved, held, corrected, cancelled."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from common.forms import ButtonForm, choose_from
from common.looking import SeenTexts
from pathways.forms.base import day_field
from pathways.models import MOST_SEATS, Placement, ProgramEvent, ProgramYear
from pathways.policies.feeders import ARTS
from pathways.services import Planned, event_texts, expected_of
from people.models import Post, School, User
from people.queries import today

WIDE = ProgramEvent.Kind.PARTNERSHIP_ARTS


def who_may_plan(school: School | None, year: ProgramYear, by: User) -> "QuerySet[User]":
    """Whoever plans it, and whoever leads the school and its leaders of that year; of an event of the whole Partnership
    the arts leaders of all schools."""
    return _active((_arts(year) if school is None else _leads(school, year)) | Q(pk=by.pk))


def who_may_plan_on(event: ProgramEvent) -> "QuerySet[User]":
    """Whoever plans it already, though they work there no more, and who leads its school; of one of the whole
    Partnership its arts leaders."""
    leads = _arts(event.year) if event.school is None else _leads(event.school, event.year)
    return _active(leads | Q(pk__in=event.planners.values("pk")))


def _leads(school: School, year: ProgramYear) -> Q:
    led = [Post.Position.PRINCIPAL, Post.Position.ASSISTANT_PRINCIPAL]
    posts = Post.objects.on(today()).filter(school=school, position__in=led)
    held = Placement.objects.standing().filter(school=school, year=year)
    return Q(pk__in=posts.values("person")) | Q(pk__in=held.values("person"))


def _arts(year: ProgramYear) -> Q:
    held = Placement.objects.standing().filter(year=year, role__pathway__goal_area=ARTS)
    return Q(pk__in=held.values("person"))


def _active(people: Q) -> "QuerySet[User]":
    return User.objects.filter(people, is_active=True).order_by("sort_name", "pk")


class EventFields(ButtonForm):
    """What an event says and may still change."""

    button = "Change this event"
    narrows = "planners"

    title = forms.CharField(label="Title", max_length=120)
    seats = forms.IntegerField(label="How many are expected", min_value=1, max_value=MOST_SEATS)
    planners = forms.ModelMultipleChoiceField(
        label="Who plans it", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def may_plan(self, people: "QuerySet[User]") -> None:
        """Who plans it is chosen from these."""
        choose_from(self, "planners", people)


class EventForm(EventFields):
    button = "Plan this event"
    kind = forms.ChoiceField(label="What it is", choices=ProgramEvent.Kind.choices)
    day = day_field("Day")
    field_order = ["kind", "title", "day", "seats", "planners"]

    def __init__(self, *args: Any, school: School | None, year: ProgramYear, by: User, **kwargs: Any) -> None:
        """Of a school, or without one of the whole Partnership."""
        super().__init__(*args, initial={"planners": [by.pk]}, **kwargs)
        self.may_plan(who_may_plan(school, year, by))
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [one for one in ProgramEvent.Kind.choices if (one[0] == WIDE) is (school is None)]

    def said(self) -> Planned:
        """What was typed, as the service takes it."""
        return Planned(**self.cleaned_data)


class ChangeEventForm(SeenTexts, EventFields):
    """Its day moves for a reason, by a form of its own; its kind is what deliverables ask for, and stays."""

    texts = tuple(EventFields.base_fields)

    def __init__(self, *args: Any, event: ProgramEvent, **kwargs: Any) -> None:
        said = expected_of(event)
        super().__init__(*args, initial=event_texts(said), **kwargs)
        self.may_plan(who_may_plan_on(event))
        self.mark_shown()
        self.initial["planners"] = [person.pk for person in said.planners]

    def in_words(self, name: str, stored: str) -> str:
        """People as people call them."""
        if name != "planners":
            return stored
        people = User.objects.filter(pk__in=stored.split(",")).order_by("sort_name", "pk")
        return ", ".join(str(person) for person in people)


class MoveEventForm(ButtonForm):
    button = "Move it"
    day = day_field("New day")
    reason = forms.CharField(label="Why it moves", max_length=300)


class CameForm(ButtonForm):
    button = "Correct the number"
    came = forms.IntegerField(label="How many came", min_value=0, max_value=MOST_SEATS)
    nobody = forms.BooleanField(label="It took place, and nobody came", required=False)


class HoldForm(CameForm):
    button = "It was held"
    words = forms.CharField(label="How it was, in a line", max_length=300, required=False)


class CancelEventForm(ButtonForm):
    button = "Cancel this event"
    look = "usa-button--secondary"
    reason = forms.CharField(label="Why it is cancelled", max_length=300)
