"""What a session is, whom it is for and who leads it: as it is planned, and as it is changed; and its event."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q, QuerySet

from common.addresses import same_address
from common.errors import LookFirst
from common.looking import SeenFields, say_anew
from pathways.models import Cohort, Pathway, ProgramYear, Role, ScopeItem, managed
from people.models import Hat, School, User
from people.queries import accounts_at, hats, today
from seminars.forms.rosters import LONGEST_REASON
from seminars.models import Event, Session
from seminars.services import mark_of_event, mark_of_plan
from seminars.services.events import EVENT_CHANGED, KIND_STAYS
from seminars.services.planning import CHANGED, PEOPLE

MOST_PEOPLE = 40
WHY = "Asked for once it touches people who have signed: they read it in a mail and on their statement."


class Named(forms.ModelMultipleChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ScopeChoice(forms.ModelChoiceField):
    """A cell of the scope and sequence: its month, whose it is, its focus."""

    def label_from_instance(self, obj: Any) -> str:
        who = obj.role.name if obj.role else "School leaders"
        return f"{obj.month:%b %Y}, {who}: {obj.focus}"[:120]


class WhatForm(forms.Form):
    """What a session is, whom it is for and who leads it."""

    title = forms.CharField(label="Title", max_length=190)
    place = forms.CharField(label="Place", max_length=200, required=False)
    video_link = forms.URLField(
        label="Video link",
        max_length=2000,
        required=False,
        assume_scheme="https",
        help_text="If one can join online.",
    )
    required = forms.TypedChoiceField(
        label="Attendance",
        choices=[("yes", "must come"), ("no", "may come")],
        coerce=lambda value: value == "yes",
        initial="yes",
        help_text="Only what people must come to counts for pay.",
    )
    required_minutes = forms.IntegerField(
        label="Minutes that count", min_value=1, max_value=1440, required=False, help_text="Empty: all of it."
    )
    capacity = forms.IntegerField(
        label="Places", min_value=1, max_value=5000, required=False, help_text="Empty: as many as come."
    )
    content_code = forms.SlugField(
        label="Content code",
        max_length=40,
        required=False,
        help_text="Sessions with one code make up for each other. Letters, digits and dashes.",
    )
    substitute_eligible = forms.BooleanField(
        label="Schools may claim a substitute", required=False, initial=True
    )
    scope_item = ScopeChoice(
        ScopeItem.objects.none(), label="Scope and sequence", required=False, empty_label="None"
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.none(),
        label="Roles",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked, and nobody else below: every role.",
    )
    cohorts = forms.ModelMultipleChoiceField(
        Cohort.objects.none(),
        label="Cohorts",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A cohort narrows its own role.",
    )
    fellows = forms.BooleanField(label="Fellows who study then", required=False)
    school_leaders = forms.BooleanField(
        label="School leaders: principals and their assistants", required=False
    )
    facilitators = Named(
        User.objects.none(),
        label="Led by",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Program managers, coaches, and whoever led a session of this year or the last.",
    )
    others = forms.CharField(
        label="Others who lead it, by email",
        max_length=1000,
        required=False,
        help_text="Addresses with commas between them.",
    )

    def __init__(self, *args: Any, year: ProgramYear, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        roles = _roles(user)
        self._choose("roles", roles)
        self._choose("cohorts", Cohort.objects.filter(role__in=roles).order_by("role", "position"))
        self._choose("facilitators", leaders_of(year))
        items = ScopeItem.objects.filter(year=year).select_related("role").order_by("month", "role", "focus")
        self._choose("scope_item", items)

    def _choose(self, name: str, rows: "QuerySet[Any]") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_others(self) -> list[User]:
        """The people of these addresses. An address nobody has confirmed is refused."""
        typed = [
            part.strip() for part in self.cleaned_data["others"].replace(";", ",").split(",") if part.strip()
        ]
        if len(typed) > MOST_PEOPLE:
            raise forms.ValidationError(f"Name at most {MOST_PEOPLE} people.")
        found = accounts_at(typed)
        unknown = next((one for one in typed if one not in found or not same_address(one)), None)
        if unknown is not None:
            raise forms.ValidationError(
                f"Nobody here has the address {unknown}. Correct it, or add the person first."
            )
        return list(found.values())

    @property
    def people(self) -> dict[str, Iterable[Any]]:
        """Whom it is for and who leads it, as the service takes it."""
        given = self.cleaned_data
        leads = {person.pk: person for person in (*given["facilitators"], *given["others"])}
        return {
            "roles": list(given["roles"]),
            "cohorts": list(given["cohorts"]),
            "facilitators": list(leads.values()),
        }

    def fill(self, session: Session) -> Session:
        """What was typed, in a session that has its times; without minutes it asks for all of it."""
        given = self.cleaned_data
        for name in FIELDS:
            setattr(session, name, given[name])
        lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
        session.required_minutes = given["required_minutes"] or lasts
        return session


# Taken over into a session as they are.
FIELDS = (
    *("title", "place", "video_link", "required", "capacity", "content_code", "substitute_eligible"),
    *("scope_item", "fellows", "school_leaders"),
)


def _roles(user: User | None) -> "QuerySet[Role]":
    """Roles in the order of the catalog; to a manager of some pathways theirs, to others and to nobody all."""
    roles = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP).select_related("pathway")
    covered = managed(user) if user is not None and hats(user).manager else None
    mine = roles if covered is None else roles.filter(pathway__in=covered)
    return mine.order_by("pathway__position", "position", "name")


def leaders_of(year: ProgramYear) -> "QuerySet[User]":
    """Who may be asked to lead a session: program managers and coaches of today, and who leads one of this year or of
    the last."""
    wears = Hat.objects.on(today()).filter(kind__in=[Hat.Kind.PROGRAM_MANAGER, Hat.Kind.COACH])
    led = Session.facilitators.through.objects.filter(session__event__year__ends__gte=year.starts)
    found = User.objects.filter(
        Q(pk__in=wears.values("person")) | Q(pk__in=led.values("user")), is_active=True
    )
    return found.order_by("sort_name", "pk")


class StandingForm(SeenFields):
    """Changes what stands, and says why. What another window changed meanwhile is told in the words `changed`, and has
    a mark of its own: the form comes back with that."""

    button = "Save"
    demands = {"reason": "once people have signed"}
    changed = ""
    reason = forms.CharField(
        label="Why it changes",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=WHY,
    )
    # What this page showed of it.
    shown = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", self.button))

    def words(self) -> dict[str, str]:
        """What the service takes beside the fields."""
        return {name: self.cleaned_data[name] for name in ("reason", "shown", "seen")}

    def show(self, look: LookFirst) -> None:
        if str(look) == self.changed:
            self.add_error(None, self.changed)
            say_anew(self, {"shown": look.seen})
        else:
            super().show(look)


class ChangeForm(StandingForm, WhatForm):
    """The plan of a session that stands, without its day and hour."""

    changed = CHANGED

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        self.session = session
        stands = {name: getattr(session, name) for name in FIELDS}
        lasts = (session.ends_at - session.starts_at) // timedelta(minutes=1)
        given = {
            **stands,
            "required": "yes" if session.required else "no",
            "required_minutes": None if session.required_minutes == lasts else session.required_minutes,
            "shown": mark_of_plan(session),
            **{name: getattr(session, name).all() for name in PEOPLE},
        }
        super().__init__(*args, year=session.event.year, user=None, **{**kwargs, "initial": given})

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        what = {name: given[name] for name in (*FIELDS, "required_minutes")}
        return {**self.words(), "what": what, "people": self.people}


class EventForm(StandingForm):
    """What an event of sessions is."""

    changed = EVENT_CHANGED

    title = forms.CharField(label="Title", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=Event.Kind.choices)
    school = forms.ModelChoiceField(
        School.objects.order_by("sort_name"), label="Hosted by", required=False, empty_label="No school"
    )
    field_order = ("title", "kind", "school")

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        event = session.event
        given = {name: getattr(event, name) for name in ("title", "kind", "school")}
        given["shown"] = mark_of_event(event)
        super().__init__(*args, **{**kwargs, "initial": given})
        if event.sessions.closed().exists():
            self.fields["kind"].disabled, self.fields["kind"].help_text = True, KIND_STAYS

    def clean(self) -> dict[str, Any]:
        """As the service takes it."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        return {**self.words(), "what": {name: given[name] for name in ("title", "kind", "school")}}
