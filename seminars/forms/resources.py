"""Forms of what leaders share: sharing, filtering, and the words of what readers and managers do."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import Q, QuerySet

from common.errors import DomainError
from common.forms import ButtonForm, SearchField
from common.uploads import accept_upload
from pathways.models import Cohort, Pathway, ScopeItem
from pathways.queries import current_year
from people.models import User
from people.queries import today
from seminars.models import KINDS, Session, circle
from seminars.services import Shared

ALL = "Everybody who leads"


def pathways_of(user: User) -> "QuerySet[Pathway]":
    """The pathways of leaders one shares with and reads."""
    mine, found = circle(user), Pathway.objects.filter(kind=Pathway.Kind.LEADERSHIP)
    return found if mine is None else found.filter(pk__in=mine)


class ScopeChoice(forms.ModelChoiceField):
    """A cell of the scope and sequence, with whom it is for: what several work on in a month is told apart."""

    def label_from_instance(self, cell: ScopeItem) -> str:
        return f"{cell}, {cell.role.name if cell.role else 'school leaders'}"


class ResourceForm(ButtonForm):
    button = "Share it"
    title = forms.CharField(label="What it is", max_length=120)
    good_for = forms.CharField(
        label="What it is good for",
        max_length=200,
        help_text="One line, so that a colleague knows whether to open it.",
    )
    link = forms.URLField(label="Address", max_length=2000, required=False, assume_scheme="https")
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="PDF, Word (.docx) or a picture (JPEG, PNG, HEIC), at most 10 MB. Nobody’s students in it.",
    )
    pathway = forms.ModelChoiceField(Pathway.objects.none(), label="With", required=False, empty_label=ALL)
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label="Cohort", required=False, empty_label="No cohort in particular"
    )
    scope_item = ScopeChoice(
        ScopeItem.objects.none(), label="Scope and sequence", required=False, empty_label="None in particular"
    )

    def __init__(self, *args: Any, by: User, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        found = pathways_of(by)
        self._choose("pathway", found)
        self._choose("cohort", Cohort.objects.filter(role__pathway__in=found).select_related("role"))
        year = current_year(today())
        cells = ScopeItem.objects.filter(Q(role__pathway__in=found) | Q(role=None), year=year)
        self._choose("scope_item", cells.select_related("role").order_by("month", "role__position", "pk"))

    def _choose(self, name: str, rows: "QuerySet[Any]") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return accept_upload(file, kinds=KINDS)
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def shared(self) -> Shared:
        """What was typed, as the service takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return Shared(**typed, session=self.session)


class ResourceFilter(forms.Form):
    q = SearchField(label="Words", required=False)
    pathway = forms.ModelChoiceField(
        Pathway.objects.none(), label="Pathway", required=False, empty_label="All"
    )
    cohort = forms.ModelChoiceField(Cohort.objects.none(), label="Cohort", required=False, empty_label="All")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="usa-button--outline"))
        found = pathways_of(by)
        for name, rows in (
            ("pathway", found),
            ("cohort", Cohort.objects.filter(role__pathway__in=found).select_related("role")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class ReportForm(ButtonForm):
    button = "Report it"
    reason = forms.CharField(
        label="What is wrong with it",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Program managers read this with your name; whoever shared it does not.",
    )


class TakeDownForm(ButtonForm):
    button = "Take it down"
    look = "usa-button--secondary"
    words = forms.CharField(
        label="Why it is taken down",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever shared it reads this.",
    )


class RestoreForm(ButtonForm):
    button = "Share it again"
    words = forms.CharField(
        label="Why it is shared again",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whoever shared it reads this.",
    )


class KeepForm(ButtonForm):
    button = "Keep it"
    words = forms.CharField(
        label="Why it stays",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Program managers read this.",
    )
