"""Assistance of the world that pages are tried in: an award of the fellow, and a file that payroll has."""

from fellows import services
from fellows.models import Fellow
from fellows.queries.assistance import mark_of_award
from tests.factories.people import manager
from tests.fellows.assistance import NOW, given
from tests.stipends.assistance import exported


def assistance_of(fellow: Fellow) -> dict[str, dict[str, int]]:
    """Samples of its addresses. Of the two awards one waits for approval."""
    by = manager()
    services.set_budget(pk=fellow.cohort_id, cents=1_000_000, by=by)
    award = services.draft_award(pk=fellow.pk, given=given(100_000), by=by, now=NOW)
    services.propose_award(pk=award.pk, by=by, now=NOW)
    services.approve_award(pk=award.pk, by=manager(), seen=mark_of_award(award))
    file = exported()
    waits = services.draft_award(pk=fellow.pk, given=given(50_000), by=by, now=NOW)
    services.propose_award(pk=waits.pk, by=by, now=NOW)
    return {
        "fellows:assistance_of_cohort": {"pk": fellow.cohort_id},
        "fellows:assistance_budget": {"pk": fellow.cohort_id},
        "fellows:assistance": {"pk": fellow.pk},
        "fellows:award": {"pk": waits.pk},
        "fellows:award_new": {"pk": fellow.pk},
        "stipends:assistance_file": {"pk": file.batch_id},
        "stipends:assistance_download": {"pk": file.pk},
    }
