"""Forms by which fellows of before are taken over, and their service is entered from paper."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms import layout
from django import forms

from common.addresses import AddressField
from common.errors import DomainError
from common.fields import LineInput, NameInput, PlaceInput
from common.forms import ButtonForm, choose_from, sensible_day
from common.states import in_words
from fellows.imports import CALLED, NEEDED, fellow_lines
from fellows.models import AgreementVersion, Milestone
from fellows.models.takeover import MOST_DAYS, MOST_LETTERS
from fellows.queries.takeover import DAYS, FIRST_CLASS, ON_PAPER
from fellows.services import Before, FellowLine, Newcomer, OnPaper, Reached
from fellows.services.takeover_lines import EXPIRE, MILESTONES, TakenLines
from fellows.states import State
from pathways.forms.lines import LinesForm, lines_file
from pathways.models import ProgramYear
from people.models import School, User
from people.queries import account_at, today


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=False, help_text=hint, widget=forms.DateInput, validators=[sensible_day]
    )


# What few offices know: below a line that opens.
FOLDED = (
    *("applied_ucla_on", "admitted_on", "enrolled_on", "serving_on"),
    *("calapa_1_on", "calapa_2_on", "calapa_3_on", "program_on", "recommended_on"),
)
CREDENTIALS = (
    *("degree_on",),
    *(f"{kind}_{what}" for kind in EXPIRE for what in ("on", "expires")),
)


def _pairs(names: Sequence[str]) -> list[Any]:
    """The fields two by two; of an odd number the first stands alone."""
    odd = len(names) % 2
    rows = [layout.Div(*names[at : at + 2], css_class="two") for at in range(odd, len(names), 2)]
    return [*names[:odd], *rows]


FOLD = (
    layout.HTML(
        "<details{% if form.opened %} open{% endif %}><summary>More days, where paper tells them</summary>"
    ),
    *_pairs(FOLDED),
    layout.HTML("</details>"),
)


class VersionField(forms.ModelChoiceField):
    """A version of the terms, with what it asks for."""

    def label_from_instance(self, obj: Any) -> str:
        kind = "terms on paper" if obj.for_paper else f"signed from {obj.signed_from:%B %-d, %Y}"
        return f"{obj}: {obj.required_years.normalize():f} years, {kind}"


class TakeOverForm(ButtonForm):
    """One fellow of before: who, how far they came, and the agreement on paper."""

    button = "Take this fellow over"
    demands = {
        "given_name": "where they have no account here",
        "graduated_on": "of who graduated",
        "since": "of who is fulfilled, withdrawn, released, discharged or ended unfulfilled",
        "kept": "of who owes or owed service",
        "signed_on": "with an agreement",
        "terms_of": "with an agreement",
    }

    email = AddressField(label="Email", help_text="Whatever position they have today, or none.")
    given_name = NameInput(label="First name", max_length=100, required=False)
    family_name = NameInput(label="Last name", max_length=100, required=False)
    began = forms.IntegerField(
        label="Year their cohort began",
        min_value=FIRST_CLASS,
        max_value=2100,
        help_text="In the summer. Where no cohort began in it, one is made.",
    )
    state = forms.ChoiceField(
        label="What they are, on paper",
        choices=[(str(one), in_words(one)) for one in ON_PAPER],
        initial=str(State.SERVING),
    )
    selected_on = _day("Selected on")
    applied_ucla_on = _day("Applied at UCLA on")
    admitted_on = _day("Admitted on")
    enrolled_on = _day("Enrolled on")
    graduated_on = _day("Graduated on")
    serving_on = _day("Service began on")
    since = _day("In this state since", "Of a fellowship that is over: on which day.")
    calapa_1_on = _day("CalAPA cycle 1 passed on")
    calapa_2_on = _day("CalAPA cycle 2 passed on")
    calapa_3_on = _day("CalAPA cycle 3 passed on")
    program_on = _day("Program complete on")
    degree_on = _day("M.Ed. conferred on")
    recommended_on = _day("Recommended for the credential on")
    certificate_on = _day("Certificate of Eligibility since")
    certificate_expires = _day("The certificate expires on")
    preliminary_on = _day("Preliminary (Tier 1) credential since")
    preliminary_expires = _day("The Tier 1 credential expires on")
    clear_on = _day("Clear credential since")
    clear_expires = _day("The Clear credential expires on")
    kept = PlaceInput(
        label="Where the agreement on paper is kept",
        max_length=MOST_LETTERS,
        required=False,
        help_text="The folder or the drawer. No number of a document.",
    )
    signed_on = _day("Day it was signed")
    terms_of = VersionField(
        AgreementVersion.objects.none(), required=False, label="Terms it has", empty_label="Choose a version"
    )
    reason = forms.CharField(
        label="How this is known",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays on record beside your name.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = AgreementVersion.objects.with_terms().order_by("-number")
        choose_from(self, "terms_of", versions)
        self.helper.form_action = "#one"
        self.helper.layout = layout.Layout(
            "email",
            layout.Div("given_name", "family_name", css_class="two"),
            layout.Div("began", "state", css_class="two"),
            layout.Div("selected_on", "graduated_on", css_class="two"),
            "since",
            *FOLD,
            layout.Fieldset("Degree and credentials", *_pairs(CREDENTIALS)),
            layout.Fieldset(
                "Agreement on paper", "kept", layout.Div("signed_on", "terms_of", css_class="two")
            ),
            "reason",
        )

    @property
    def opened(self) -> bool:
        """Whether one of the days that are folded was typed, or is wrong."""
        return any(self[name].value() or name in self.errors for name in FOLDED)

    def clean(self) -> dict[str, Any]:
        """An agreement is told whole or not at all."""
        data = super().clean() or self.cleaned_data
        told = {name: data.get(name) for name in ("kept", "signed_on", "terms_of")}
        if any(told.values()):
            needed = {
                "kept": "Say where the paper is kept.",
                "signed_on": "Write the day on which it was signed.",
                "terms_of": "Choose the terms it has.",
            }
            for name, words in needed.items():
                if not told[name] and name not in self.errors:
                    self.add_error(name, words)
        for kind in EXPIRE:
            if data.get(f"{kind}_expires") and not data.get(f"{kind}_on"):
                self.add_error(f"{kind}_on", "Write since when they hold it.")
        return data

    def before(self) -> Before:
        """What was typed. The form must be valid."""
        data = self.cleaned_data
        agreement = OnPaper(data["terms_of"], data["signed_on"], data["kept"]) if data["kept"] else None
        return Before(
            person=self._person(),
            cohort=data["began"],
            state=State(data["state"]),
            reason=data["reason"],
            days={state: data[name] for name, state in DAYS.items() if data[name]},
            since=data["since"],
            milestones=[
                Reached(kind, data[f"{kind}_on"], data.get(f"{kind}_expires"))
                for kind in MILESTONES
                if data[f"{kind}_on"]
            ],
            agreement=agreement,
        )

    def _person(self) -> User | Newcomer:
        data = self.cleaned_data
        known = account_at(data["email"])
        return known or Newcomer(data["email"], data["given_name"], data["family_name"])


class FellowsFileForm(LinesForm):
    """Many fellows of before: a file, or lines as they stand in a spreadsheet; shown first, then taken over."""

    button = "Show what it comes to"
    needed, called = NEEDED, CALLED
    file = lines_file(
        "Columns: email or external_id, cohort, state and reason; given_name and family_name for who has no account. "
        "All or nothing."
    )
    lines: list[FellowLine]
    # What the lines come to, once they were looked at.
    taken: Sequence[TakenLines] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            self.lines = fellow_lines(self.typed(data))
            if not self.lines:
                raise DomainError("There is no line below the names of the columns.")
        except DomainError as refused:
            self.add_error(self.told_at, str(refused))
        return data


class PaperYearsForm(ButtonForm):
    """Service that paper tells alike, from one school year to another."""

    button = "Enter it"
    demands = {"site": "outside the network"}

    first = forms.ModelChoiceField(
        ProgramYear.objects.none(), label="First school year", empty_label="Choose a year"
    )
    last = forms.ModelChoiceField(
        ProgramYear.objects.none(), label="Last school year", empty_label="Choose a year"
    )
    days = forms.IntegerField(
        label="Days served",
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text="Of one year, where paper says so many. Empty: all days.",
    )
    school = forms.ModelChoiceField(
        School.objects.all(), required=False, empty_label="Another school or office"
    )
    site = LineInput(
        label="School or office", max_length=200, required=False, help_text="If it is not in the list."
    )
    employer = LineInput(max_length=200)
    position = LineInput(max_length=120)
    fte = forms.DecimalField(
        label="Full-time equivalent",
        min_value=Decimal("0.05"),
        max_value=1,
        decimal_places=3,
        initial=1,
        help_text="1 is full time.",
    )
    confirmed_by = LineInput(
        label="Who confirmed it on paper", max_length=MOST_LETTERS, help_text="Name and position."
    )
    signed_on = forms.DateField(label="Day on that paper", widget=forms.DateInput, validators=[sensible_day])
    kept = PlaceInput(label="Where the paper is kept", max_length=MOST_LETTERS)

    def __init__(self, *args: Any, graduated: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        over = ProgramYear.objects.filter(ends__lte=today()).order_by("starts")
        years = over.filter(starts__gte=graduated) if graduated else over
        for name in ("first", "last"):
            choose_from(self, name, years)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("school") and not data.get("site"):
            self.add_error("site", "Choose a school of the network, or write where it was.")
        return data


class TakeBackForm(ButtonForm):
    """Why service that was entered from paper counts no longer."""

    button = "Take it back"
    look = "usa-button--secondary"
    reason = forms.CharField(
        label="Why it counts no longer", widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


class TakeBackFellowForm(TakeBackForm):
    """Why a fellow was not to be taken over."""

    button = "Take this fellow back"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why it was a mistake"


class TakeBackSuspensionForm(TakeBackFellowForm):
    """Why a suspension was not to be recorded."""

    button = "Take this suspension back"


class TakeBackAgreementForm(TakeBackFellowForm):
    """Why an agreement on paper was not to be put on record."""

    button = "Take the agreement back"


def paper_of(*, school: School | None, site: str, fte: Decimal, **as_it_is: Any) -> dict[str, Any]:
    """What was typed, for the service."""
    return {
        "school": school,
        "site": school.name if school else site,
        "fte_thousandths": int(fte * 1000),
        **as_it_is,
    }


def columns() -> list[tuple[str, str]]:
    """The columns of the file beyond those that are needed, each with what it holds."""
    kinds = dict(Milestone.Kind.choices)
    days = [(name, f"Day: {in_words(state).lower()}") for name, state in DAYS.items()]
    reached = [(f"{kind}_on", f"Day: {kinds[kind]}") for kind in MILESTONES if f"{kind}_on" not in DAYS]
    expire = [(f"{kind}_expires", f"Day on which it expires: {kinds[kind]}") for kind in EXPIRE]
    return [
        ("cohort", "Its name, or the year it began in; it is made where there is none."),
        ("state", "selected, enrolled, graduated, serving, fulfilled, withdrawn, released, discharged …"),
        *days,
        ("since", "Of a fellowship that is over: since which day."),
        *reached,
        *expire,
        ("agreement_signed_on", "Day on which the agreement on paper was signed."),
        ("agreement_terms", "The number of the version of the terms it has."),
        ("agreement_kept", "Where the paper is kept."),
        (
            "year",
            "A school year of service, like 2018-19. A further year is a line of its own, with the same email.",
        ),
        ("site, employer, position", "Where they served in it, and as what."),
        ("fte", "Share of full time; empty is 1."),
        ("days", "Days served in it; empty is all of them."),
        ("confirmed_by, confirmed_on", "Who confirmed that on paper, and when."),
        ("paper_kept", "Where that paper is kept."),
    ]
