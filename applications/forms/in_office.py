"""Forms by which leaders in office are taken over, and by which their signed paper is kept."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from applications.imports import leader_lines, papers_of
from applications.services import MOST_PAPERS, LeaderLine, named_as
from common.errors import DomainError
from common.forms import ButtonForm, FilesField, refuse
from common.looking import SeenFields
from common.reading import written_share
from common.uploads import Accepted, accept, accept_upload
from pathways.forms.base import day_field
from pathways.forms.lines import LinesForm, lines_file
from pathways.models import Cohort, Role, managed
from pathways.services import Paper, wrong_of_leader, wrong_of_paper
from pathways.services.taking_over import TYPED
from people.models import School, User
from people.queries import account_at, today

PAPER_KINDS = ("pdf", "png", "jpeg")
OF_PAPER = ("signed_by", "signed_on", "file")
ON_PAPER, HERE = "paper", "here"
NOBODY = "“{}” is nobody's address or id here. Write the email of their account, or their external id."
NEEDED = {
    "signed_by": "Write who signed the paper.",
    "signed_on": "Write on which day it was signed.",
    "file": "Choose the file of the paper.",
}
ONE_LINE = "A line a leader. People by email or external_id; a school by its name or school_code; share may be empty."


def managed_roles(user: User) -> "QuerySet[Role]":
    """The roles of the pathways one manages."""
    covered, roles = managed(user), Role.objects.select_related("pathway").exclude(pathway__kind="fellowship")
    return roles if covered is None else roles.filter(pathway__in=covered)


class PaperFields(forms.Form):
    """Who signed on paper, when, and the file of it."""

    signed_by = forms.CharField(
        label="Who signed",
        max_length=200,
        help_text="The leader, and who signed for the school.",
        error_messages={"required": "Write who signed the paper."},
    )
    signed_on = day_field("Day it was signed")
    file = forms.FileField(
        label="The signed paper",
        help_text="A PDF or a picture, at most 10 MB. It is not public.",
        error_messages={"required": "Choose the file of the paper."},
    )

    def clean_file(self) -> Accepted | None:
        file = self.cleaned_data["file"]
        try:
            return accept_upload(file, kinds=PAPER_KINDS) if file else None
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def paper(self) -> Paper:
        """What was typed; the form must be valid."""
        data = self.cleaned_data
        return Paper(data["signed_by"], data["signed_on"], data["file"])


class LeaderForm(PaperFields, SeenFields, ButtonForm):
    """One leader: who, what, where, since when; and by what it stands."""

    button = "Take this leader over"
    demands = {
        "cohort": "where the role has cohorts",
        **dict.fromkeys(OF_PAPER, "when both signed on paper"),
    }
    who = forms.CharField(label="Email or external id of the leader", max_length=254)
    role = forms.ModelChoiceField(Role.objects.none(), empty_label="Choose a role")
    cohort = forms.ModelChoiceField(Cohort.objects.none(), required=False, empty_label="None")
    school = forms.ModelChoiceField(School.objects.all(), empty_label="Choose a school")
    starts = day_field("First day in the role this year", "Today or before.")
    share = forms.CharField(label="Share of the role", initial="1", help_text="1, or a part of it like 1/2.")
    reason = forms.CharField(
        label="How it is known",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text="It stays on record beside your name, and the leader reads it.",
    )
    stands = forms.ChoiceField(
        label="What it stands on",
        choices=[
            (HERE, "Both sign here: the leader gets a mail, then the school's signer"),
            (ON_PAPER, "Both signed on paper: add it below"),
        ],
        widget=forms.RadioSelect,
        initial=HERE,
    )
    field_order = ("who", "role", "cohort", "school", "starts", "share", "reason", "stands")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_PAPER:
            self.fields[name].required = False
        roles = managed_roles(user)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]
        cohorts = Cohort.objects.filter(role__in=roles).select_related("role")
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]
        self.fields["cohort"].label_from_instance = lambda one: f"{one.role}: {one.name}"  # type: ignore[attr-defined]

    def clean_who(self) -> User:
        typed = self.cleaned_data["who"].strip()
        known = User.objects.filter(external_id=typed, is_active=True).first() or account_at(typed)
        if known is None:
            raise forms.ValidationError(NOBODY.format(typed))
        return known

    def clean_share(self) -> Any:
        try:
            return written_share(self.cleaned_data["share"].strip())
        except ValueError:
            raise forms.ValidationError("Write a share like 1, 1/2 or 0.5.") from None

    def clean(self) -> dict[str, Any]:
        """All that is wrong at once: whoever mends one thing is not told the next only then."""
        data = super().clean() or self.cleaned_data
        typed = {name: data.get(name) for name in TYPED if name != "reason"}
        for wrong in [*wrong_of_leader(today=today(), **typed), *self._wrong_of_paper(data)]:
            if wrong.at not in self.errors:
                refuse(self, wrong)
        return data

    def _wrong_of_paper(self, data: dict[str, Any]) -> list[DomainError]:
        if data.get("stands") != ON_PAPER:
            return []
        lacking = [DomainError(NEEDED[name], at=name) for name in OF_PAPER if not data.get(name)]
        return [*lacking, *wrong_of_paper(today=today(), signed_on=data.get("signed_on"))]


class PaperForm(PaperFields, ButtonForm):
    """The paper of a leader who is on record already."""

    button = "Keep this paper"
    reason = forms.CharField(
        label="Where it comes from",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        help_text="It stays on record beside your name, and the leader reads it.",
    )


class LeadersForm(LinesForm):
    """Many leaders: a file, or lines as they stand in a spreadsheet; shown first, then taken over."""

    demands = {**LinesForm.demands, "papers": "where lines name some"}
    file = lines_file(
        "Columns: email or external_id, role, school, starts and reason; cohort, school_code and share may be there; "
        "paper, signed_by and signed_on where both signed on paper."
    )
    papers = FilesField(
        label="Signed papers",
        required=False,
        help_text="Those that stand in the column paper: all of them at once, or one zip. PDF or pictures, together "
        "at most 10 MB. They are chosen again when the page is sent again.",
    )
    lines: list[LeaderLine]
    accepted: dict[str, Accepted]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = ONE_LINE

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            self.lines = leader_lines(self.typed(data))
            if not self.lines:
                raise DomainError("There is no line below the names of the columns.")
        except DomainError as refused:
            self.add_error(self.told_at, str(refused))
            return data
        try:
            self.accepted, wrong = _judged(papers_of(data.get("papers") or []), self.lines)
        except DomainError as refused:
            raise forms.ValidationError(str(refused)) from refused
        if wrong:
            self.add_error("papers", wrong)
        return data


def _judged(papers: dict[str, bytes], lines: list[LeaderLine]) -> tuple[dict[str, Accepted], list[str]]:
    """Those that can be kept; of the others why not, by line and name. Raises DomainError for more than are judged at
    once."""
    if len(papers) > MOST_PAPERS:
        raise DomainError(f"These are more than {MOST_PAPERS} papers. Take them over in parts.")
    by_name = {named_as(line.paper): line.number for line in reversed(lines)}
    kept, wrong = {}, []
    for name, content in papers.items():
        try:
            kept[name] = accept(content, kinds=PAPER_KINDS)
        except DomainError as refusal:
            number = by_name.get(name)
            wrong.append(f"{f'Line {number}, ' if number else ''}{name}: {refusal}")
    return kept, wrong
