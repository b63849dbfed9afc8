"""Assistance that is due, put into a file and paid by the verbs people use."""

from typing import Any

from fellows.models import Award
from people.queries import today
from stipends.models import AssistanceBatch, AssistanceExport
from stipends.queries.assistance import mark_of_parts, waiting_for_payroll
from stipends.services import assistance_came_back, export_assistance, pay_all_assistance
from tests.factories.pathways import ProgramYearFactory
from tests.factories.people import PostFactory
from tests.factories.stipends import preparer
from tests.fellows.assistance import Assisted


class Due(Assisted):
    """A fellow with a post at a school, and a program year, in which the fall of 2023 was due long ago."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self.year = ProgramYearFactory()
        self.post = PostFactory(person=self.fellow.person)


def exported(layout: str = "generic", **told: Any) -> AssistanceExport:
    """The file of all that is due."""
    seen = told.pop("seen", None) or mark_of_parts(waiting_for_payroll(today()))
    return export_assistance(layout=layout, seen=seen, **{"by": preparer(), **told})


def file_in(stands: str) -> AssistanceBatch:
    """A file of one line that is "open", or "paid"; or that came "back"."""
    Due().approved()
    batch = exported().batch
    if stands == "paid":
        pay_all_assistance(pk=batch.pk, by=preparer(), paid_on=today())
    if stands == "back":
        came_back(batch)
    return batch


def came_back(batch: AssistanceBatch, **told: Any) -> AssistanceBatch:
    said = {"line": batch.lines.earliest("pk").pk, "on": today(), "reason": "The account is closed."}
    return assistance_came_back(pk=batch.pk, **{"by": preparer(), **said, **told})


def states(award: Award) -> list[str]:
    return list(award.disbursements.order_by("due").values_list("state", flat=True))
