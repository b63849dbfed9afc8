"""The shapes in which people apply, sign, read and decide."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from applications.models import Decision
from applications.models.applications import STATES
from applications.queries.reviewers import readers_and_administrators, stand_ins
from applications.rules.checklist import CRITERIA, count_words
from applications.rules.reasons import speaks_of
from applications.services.cosigning import LONGEST_RECOMMENDATION, NO_WORDS
from common.codes import CodeField
from common.forms import ButtonForm, SearchField
from common.looking import SeenTexts
from common.proofs import SignForm
from pathways.models import Cohort, Offering, ProgramYear
from pathways.queries import usual_rubric
from people.models import School, User
from people.queries import today

LONGEST_ANSWER = 20_000
LONGEST_WORDS = 2_000
FIRST_DAY = (
    "For an offer. Empty: {}, or the day of release once the year runs. The offer says it, and acceptance keeps it "
    "whenever it comes."
)
TOO_LONG = "This has more than 20,000 characters. Shorten it; your answers were not saved yet."


class StartForm(forms.Form):
    """Where, and in which cohort. One's own schools come first."""

    school = forms.ModelChoiceField(
        queryset=School.objects.none(), error_messages={"required": "Choose the school you would serve at."}
    )
    cohort = forms.ModelChoiceField(
        queryset=Cohort.objects.none(),
        empty_label="Choose a cohort",
        error_messages={"required": "Choose the cohort you would lead."},
    )

    def __init__(
        self, *args: Any, offering: Offering, own: list[School], others: list[School], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        school, cohort = self.fields["school"], self.fields["cohort"]
        school.queryset = School.objects.filter(pk__in=[s.pk for s in own + others])  # type: ignore[attr-defined]
        groups = [("Where you work", own), ("Other schools of the network", others)]
        choices = [(name, [(s.pk, s.name) for s in schools]) for name, schools in groups if schools]
        school.choices = [("", "Choose a school"), *choices]  # type: ignore[attr-defined]
        if len(own) == 1:
            school.initial = own[0].pk
        cohort.queryset = offering.role.cohorts.all()  # type: ignore[attr-defined]
        if not offering.role.cohorts.exists():
            del self.fields["cohort"]


class Answer(forms.CharField):
    """Needed before it is sent, so no page calls it optional; never needed to save a draft."""

    def validate(self, value: Any) -> None:
        """Empty is fine in a draft."""


class DraftCohort(forms.ModelChoiceField):
    """The same for the cohort."""

    def validate(self, value: Any) -> None:
        """Empty is fine in a draft."""


class DraftForm(SeenTexts):
    """Four answers, kept exactly as typed; anything may be left empty until it is sent."""

    texts = CRITERIA
    use_required_attribute = False
    resume = forms.FileField(
        label="Résumé", required=False, allow_empty_file=True, help_text="PDF or Word (.docx), at most 5 MB."
    )

    def __init__(self, *args: Any, terms: dict[str, Any], cohorts: "QuerySet[Cohort]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        resume = self.fields.pop("resume")
        if cohorts:
            self.fields["cohort"] = DraftCohort(cohorts, empty_label="Choose a cohort")
        for about in CRITERIA:
            typed = self.data.get(about, self.initial.get(about, ""))
            self.fields[about] = Answer(
                label=terms["prompts"].get(about) or about.capitalize(),
                help_text=f"{count_words(str(typed))} of at most {terms['most_words']} words.",
                strip=False,
                # Not max_length: the browser would cut what is pasted without a word.
                validators=[MaxLengthValidator(LONGEST_ANSWER, TOO_LONG)],
                widget=forms.Textarea(attrs={"rows": 8, "data-words": terms["most_words"]}),
            )
        self.mark_shown()
        self.fields["resume"] = resume

    def show_stored(self, stored: Mapping[str, str]) -> None:
        super().show_stored({about: stored.get(about, "") for about in CRITERIA})

    def answers(self) -> dict[str, str]:
        return {about: self.cleaned_data[about] for about in CRITERIA if about in self.data}

    def typed(self) -> dict[str, str]:
        """The answers as they stand on the page, whether they can be kept or not."""
        return {about: self.data[about] for about in CRITERIA if about in self.data}


class WordsForm(ButtonForm):
    """A reason or a request, in words."""

    label = "Reason"
    words = forms.CharField(
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write a sentence or two. The applicant will read them."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = self.label


class ChangesForm(WordsForm):
    label = "What should change"


class NoSupportForm(WordsForm):
    label = "Why the school does not support it"


class ToldForm(WordsForm):
    label = "How and when they told you"


class SignerToldForm(WordsForm):
    label = "What the signer said, how and when"


class WhyForm(ButtonForm):
    """Why something is done; `asks` is the question where an answer is wanted."""

    asks = ""
    words = forms.CharField(
        required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.required = self.asks or "Why", bool(self.asks)
        words.error_messages["required"] = "Give a reason. It stays on record."


class TurnDownForm(WhyForm):
    button = "Turn it down"
    look = "usa-button--secondary"


class WithdrawForm(WhyForm):
    button = "Withdraw for good"
    look = "usa-button--secondary"


class ReopenForm(WhyForm):
    asks = "Why it is opened again"
    button = "Open it again"


class CodeForm(forms.Form):
    code = CodeField(
        label="Code from the mail",
        error_messages={"required": "Type the code of eight digits from the mail."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RecommendForm(SignForm):
    """A principal's own words for the fellowship, and the signature under them."""

    recommendation = forms.CharField(
        label="Your recommendation",
        max_length=LONGEST_RECOMMENDATION,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="A few sentences: what you have seen of them as somebody who leads, and why now. "
        "The applicant, the readers and the program managers read it.",
        error_messages={"required": NO_WORDS},
    )
    field_order = ("recommendation",)


class FilterForm(forms.Form):
    """The list of applications: by words, state, role and school."""

    q = SearchField(label="Name or email", required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any state"), *((state, words.capitalize()) for state, words in STATES)],
        error_messages={"invalid_choice": "There is no such state. Choose one of the list."},
    )
    offering = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label="Role",
        error_messages={"invalid_choice": "There is no such role. Choose one of the list."},
    )
    school = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "There is no such school. Choose one of the list."},
    )
    signer = forms.ChoiceField(
        required=False,
        choices=[("", "Any signer"), ("find", "Nobody yet, for you to find")],
        error_messages={"invalid_choice": "There is no such choice of signers. Choose one of the list."},
    )

    def __init__(
        self, *args: Any, offerings: Mapping[int, Offering], schools: Mapping[int, School], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offering"].choices = [("", "Any role"), *offerings.items()]  # type: ignore[attr-defined]
        self.fields["school"].choices = [("", "Any school"), *schools.items()]  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="usa-button--outline"))


class ScoreForm(forms.Form):
    """Four scores against the rubric of the offering, and what they rest on."""

    comment = forms.CharField(
        label="What your scores rest on",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say in a sentence or two what your scores rest on."},
    )

    def __init__(
        self, *args: Any, rubric: Mapping[str, Mapping[int, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        said = rubric or usual_rubric()
        comment = self.fields.pop("comment")
        for about in CRITERIA:
            self.fields[about] = forms.TypedChoiceField(
                label=about.capitalize(),
                coerce=int,
                choices=[(score, f"{score}: {words}") for score, words in said[about].items()],
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose a score for {about}."},
            )
        self.fields["comment"] = comment

    def scores(self) -> dict[str, int]:
        return {about: self.cleaned_data[about] for about in CRITERIA}


class StageForm(forms.Form):
    """A decision to stage."""

    button = "Stage"
    demands = {"words": "for the reason “other”", "unread": "for an offer or the waitlist"}

    outcome = forms.ChoiceField(
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose offer, waitlist or decline."},
    )
    reason = forms.ChoiceField(
        choices=[("", "Choose a reason"), *Decision.Reason.choices],
        error_messages={"required": "Choose a reason from the list."},
    )
    words = forms.CharField(
        label="In your words",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The applicant reads this.",
    )
    unread = forms.CharField(
        label="Why without a review",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where nobody has read it yet. Only staff read this.",
    )
    rank = forms.IntegerField(
        label="Place on the waitlist",
        required=False,
        min_value=1,
        max_value=999,
        help_text="Empty: after those who wait already.",
    )

    starts = forms.DateField(label="First day of the role", required=False, widget=forms.DateInput)

    def __init__(
        self,
        *args: Any,
        read: bool = False,
        year: ProgramYear | None = None,
        renews: bool = False,
        network: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        unsaid = () if renews else (Decision.Reason.RENEWED,)
        said = [
            one
            for one in Decision.Reason.choices
            if one[0] not in unsaid and speaks_of(one[0], network=network)
        ]
        reason.choices = [("", "Choose a reason"), *said]
        first = f"{year.starts:%B %-d, %Y}" if year else "the first day of its program year"
        self.fields["starts"].help_text = FIRST_DAY.format(first)
        if read or renews:
            del self.fields["unread"]
        if network:
            # A fellow begins with the cohort.
            del self.fields["starts"]


class PersonForm(ButtonForm):
    """Choose one person of a few, the `people` of the list; with `judged`, any of those is taken as typed."""

    person = forms.ModelChoiceField(User.objects.none(), empty_label="Choose a person")

    def __init__(
        self,
        *args: Any,
        people: "QuerySet[User]",
        label: str,
        required: bool = True,
        judged: "QuerySet[User] | None" = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        person = forms.ModelChoiceField(people, empty_label="Choose a person", label=label, required=required)
        if judged is not None:
            listed = person.widget.choices
            person.queryset = judged
            person.widget.choices = listed
        self.fields["person"] = person


class ReaderForm(PersonForm):
    """Whom to ask to read. Anybody may be named: why it cannot be them is said by the rule, not by the list."""

    button = "Ask"

    def __init__(self, *args: Any, people: "QuerySet[User] | None" = None, **kwargs: Any) -> None:
        people = people if people is not None else readers_and_administrators(today())
        anybody = User.objects.filter(is_active=True)
        super().__init__(*args, people=people, judged=anybody, label="Who reads", **kwargs)


class SignerForm(PersonForm):
    """Whom to ask to sign where a school has nobody."""

    button = "Ask"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        label = "If nobody signs for the school, ask"
        super().__init__(*args, people=stand_ins(today()), label=label, required=False, **kwargs)
