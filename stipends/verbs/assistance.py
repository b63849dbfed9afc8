"""What finance does with a file of assistance: other layouts of it, what payroll paid, and what came back."""

from common.verbs import Life, Place, Verb
from people.queries import today
from stipends import services
from stipends.forms import CameBackForm, ConfirmForm, LayoutForm, PaidAssistanceForm
from stipends.imports import OF_LINES
from stipends.models import AssistanceBatch, AssistanceExport
from stipends.policies import why_not_assistance
from stipends.queries.assistance import open_lines_of, told_of_assistance
from stipends.queries.layouts import layouts_of
from stipends.states import AssistanceAction
from stipends.tables.payments import assistance_shown_of
from stipends.verbs.files import records

LAYOUTS = AssistanceExport.Layout
# What a button of each layout says.
MAKE_ASSISTANCE = (
    (LAYOUTS.GENERIC, "Make the file for payroll"),
    (LAYOUTS.WORKBOOK, "Make it as a workbook for Excel"),
    (LAYOUTS.JOURNAL, "Make the general-ledger journal"),
)

ASSISTANCE = Life(
    rows=lambda user: told_of_assistance(AssistanceBatch.objects.visible_to(user)).select_related(
        "year", "made_by"
    ),
    why_not=why_not_assistance,
    page="stipends:assistance_file",
    above=("Assistance to pay", "stipends:assistance"),
    noun="file of assistance",
    verbs=(
        Verb(
            action=AssistanceAction.CONFIRM_ALL,
            does=services.pay_all_assistance,
            label="All of it was paid…",
            said=lambda batch: f"Recorded: what was open of {batch} is paid. Fellows are told by mail.",
            form=PaidAssistanceForm,
            given=lambda batch: {"initial": {"paid_on": today()}},
            lead=lambda batch: f"{open_lines_of(batch.pk)}. Each fellow is told by mail.",
            only=Place.PAGES,
        ),
        Verb(
            action=AssistanceAction.CONFIRM,
            does=records(
                name="assistance",
                keys=OF_LINES,
                layouts=lambda pk: layouts_of(AssistanceExport.objects.filter(batch=pk)),
                first="Nothing is recorded yet. If this is what payroll paid, press the button again.",
                look=services.look_at_assistance,
                shown=assistance_shown_of,
                does=services.pay_assistance,
            ),
            label="Record the file of payroll…",
            said=lambda found: f"Recorded. The file was {found}. Fellows are told by mail.",
            form=ConfirmForm,
            given=lambda batch: {"initial": {"paid_on": today()}},
            template="stipends/confirm.html",
            context=lambda batch: {"lead": f"{open_lines_of(batch.pk)}."},
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AssistanceAction.EXPORT,
            does=services.export_assistance_again,
            label="Make the file…",
            said=lambda file: f"The file {file.file_name} is ready.",
            form=LayoutForm,
            choices=("layout", MAKE_ASSISTANCE),
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=AssistanceAction.COME_BACK,
            does=services.assistance_came_back,
            label="A payment came back…",
            said="Recorded. Its amount is free in the budget of its cohort again.",
            form=CameBackForm,
            given=lambda batch: {"batch": batch, "initial": {"on": today()}},
            lead="It did not reach the fellow. It is not paid by itself again: a program manager proposes it anew.",
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
