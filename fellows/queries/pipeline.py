"""From leaders to fellows: who led where, in which program year, and who became a fellow since."""

from datetime import date

from django.db.models import Max

from fellows.models import Fellow
from fellows.rules.pipeline import Led, Source, sources
from fellows.states import State
from pathways.models import EarlierYear, Placement, ProgramYear

# By what leaders are told apart, and its name on a placement and on a year of before.
GROUPS = {"pathway": "role__pathway__name", "school": "school__name"}
# The years of one page, the last of them that have begun.
MOST_YEARS = 6


def pipeline(by: str, day: date) -> tuple[list[ProgramYear], list[Source]]:
    """The last program years that have begun on `day`, and by pathway or by school (`by`, one of GROUPS) how many led
    in each and became fellows since. Years of before count with those kept here; one without a school is of no school.
    Four queries."""
    begun = list(ProgramYear.objects.filter(starts__lte=day).order_by("-starts")[:MOST_YEARS])[::-1]
    asked = {"year__in": begun}
    found: list[Led] = []
    for rows in (Placement.objects.held(), EarlierYear.objects.standing().exclude(**{GROUPS[by]: None})):
        told = rows.filter(**asked).order_by().values_list(GROUPS[by], "year__starts", "person").distinct()
        found += [Led(*row) for row in told]
    return begun, sources(found, [year.starts for year in begun], _began())


def _began() -> dict[int, date]:
    """By person the first day of the last cohort they were selected into."""
    rows = Fellow.objects.exclude(state=State.NOMINATED).order_by().values_list("person")
    return dict(rows.annotate(Max("cohort__starts")))
