"""What is done with service of before that stands on paper."""

from typing import Any

from django.urls import reverse

from common.counting import counted
from common.verbs import Place, Verb
from fellows import services
from fellows.forms.proofs import ScanForm
from fellows.forms.takeover import PaperYearsForm, TakeBackAgreementForm, TakeBackFellowForm, paper_of
from fellows.models import Fellow, PaperService
from fellows.states import Action
from people.models import User


def _enter_years(*, pk: int, by: User, **typed: Any) -> int:
    return services.enter_years(pk=pk, by=by, **paper_of(**typed))


def _as_before(fellow: Fellow) -> dict[str, Any]:
    """The years after graduation, and what was the same of the last year that was entered."""
    last = PaperService.objects.filter(record__fellow=fellow).select_related("record").order_by("-pk").first()
    if last is None:
        return {"graduated": fellow.graduated_on}
    record = last.record
    same = {"employer": record.employer, "position": record.position, "school": record.school_id}
    same |= {"site": "" if record.school_id else record.site, "kept": last.kept}
    return {"graduated": fellow.graduated_on, "initial": same}


# Of what was taken over by mistake.
OF_TAKEOVER = (
    Verb(
        action=Action.TAKE_BACK,
        does=services.take_back_fellow,
        label="Take this fellow back…",
        said="Taken back. They are counted nowhere any more; who took it back and why stays on record.",
        form=TakeBackFellowForm,
        lead="As if they had never been taken over. What paper told of them, their agreement and years on paper go "
        "with it. Nobody is told. They may be taken over anew.",
        tone="outline",
        then=lambda fellow: reverse("fellows:take_over"),
        only=Place.PAGES,
    ),
    Verb(
        action=Action.ADD_SCAN,
        does=services.add_scan,
        label="Add a scan of the agreement…",
        said="The scan is kept.",
        form=ScanForm,
        lead="Of the paper as it was signed. It stands beside the agreement.",
        tone="outline",
        only=Place.PAGES,
    ),
    Verb(
        action=Action.TAKE_BACK_AGREEMENT,
        does=services.take_back_agreement,
        label="Take the agreement on paper back…",
        said="Taken back. Put the right one on record by taking the fellow over once more, with it.",
        form=TakeBackAgreementForm,
        lead="It holds no more: neither service nor assistance counts by it. Nobody is told.",
        tone="outline",
        only=Place.PAGES,
    ),
)
OF_PAPER = (
    Verb(
        action=Action.PAPER_YEARS,
        does=_enter_years,
        label="Enter service from paper…",
        said=lambda new: (
            f"{counted(new, 'school year is', 'school years are')} entered. Another program manager accepts them."
            if new
            else "These years are on record just so. Nothing was changed."
        ),
        form=PaperYearsForm,
        given=_as_before,
        lead="As somebody confirmed it on paper. Another program manager accepts it; then it counts.",
        tone="outline",
        only=Place.PAGES,
    ),
    Verb(
        action=Action.ACCEPT_PAPER,
        does=services.accept_paper,
        label="Accept the service on paper",
        said=lambda done: (
            f"{counted(done.years, 'year')} accepted"
            + (", and service is fulfilled." if done.fulfilled else ".")
            + " The fellow is told by mail."
        ),
        warns=lambda done: done.lacking,
        only=Place.PAGES,
    ),
)
