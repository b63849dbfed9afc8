"""What finance does with a file of claims: other layouts of it, and what the office paid."""

from common.verbs import Life, Place, Verb
from people.queries import today
from stipends import services
from stipends.forms import ConfirmClaimsForm, LayoutForm, PaidClaimsForm
from stipends.imports import OF_CLAIMS
from stipends.models import ClaimBatch, ClaimExport
from stipends.policies import why_not_batch
from stipends.queries.batches import open_of, told
from stipends.states import BatchAction
from stipends.tables.payments import claims_shown_of
from stipends.verbs.files import records

LAYOUTS = ClaimExport.Layout
# What a button of each layout says.
MAKE = (
    (LAYOUTS.GENERIC, "Make the file, one row a claim"),
    (LAYOUTS.WORKBOOK, "Make it as a workbook for Excel"),
    (LAYOUTS.JOURNAL, "Make the general-ledger journal"),
)

BATCH = Life(
    rows=lambda user: told(ClaimBatch.objects.visible_to(user)).select_related("year", "made_by"),
    why_not=why_not_batch,
    page="stipends:claim_file",
    above=("Files of claims", "stipends:claim_files"),
    noun="file of claims",
    verbs=(
        Verb(
            action=BatchAction.CONFIRM_ALL,
            does=services.pay_batch,
            label="All of it was paid…",
            said=lambda batch: f"Recorded: all of {batch} is paid. Schools are told by mail.",
            form=PaidClaimsForm,
            given=lambda batch: {"initial": {"paid_on": today()}},
            lead=lambda batch: f"{open_of(batch.pk)}. Each school is told by mail.",
            only=Place.PAGES,
        ),
        Verb(
            action=BatchAction.CONFIRM,
            does=records(
                name="claims",
                keys=OF_CLAIMS,
                first="Nothing is recorded yet. If this is what was paid, press the button again.",
                look=services.look_at_payment,
                shown=claims_shown_of,
                does=services.pay_claims,
            ),
            label="Record the file of the office…",
            said=lambda found: f"Recorded. The file was {found}. Schools are told by mail.",
            form=ConfirmClaimsForm,
            given=lambda batch: {"initial": {"paid_on": today()}},
            template="stipends/confirm.html",
            context=lambda batch: {"lead": f"{open_of(batch.pk)}."},
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=BatchAction.EXPORT,
            does=services.export_batch,
            label="Make the file…",
            said=lambda file: f"The file {file.file_name} is ready.",
            form=LayoutForm,
            choices=("layout", MAKE),
            tone="outline",
            only=Place.PAGES,
        ),
    ),
)
