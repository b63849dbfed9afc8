"""The program from program.json: five pathways and the fellowship, their roles and cohorts. And earlier years, as a
file names them."""

from typing import Any

from django.db import transaction

from common.tables import read_table
from pathways.models import Cohort, Pathway, Role
from pathways.queries.guide import guide
from pathways.services import EarlierLine


@transaction.atomic
def load_program() -> int:
    """Create the pathways, roles and cohorts that are missing; answers how many rows are new.

    What staff edited stays as they left it: loading again changes nothing.
    """
    before = _count()
    for position, item in enumerate(guide()["pathways"]):
        fields = {name: item[name] for name in ("name", "leads", "work", "grows")}
        fields |= {name: item[name] for name in ("short", "kind", "goal_area") if name in item}
        pathway, _ = Pathway.objects.get_or_create(
            slug=item["slug"], defaults={**fields, "position": position}
        )
        for place, role in enumerate(item["roles"]):
            _load_role(pathway, role, place)
    return _count() - before


def _load_role(pathway: Pathway, item: dict[str, Any], position: int) -> None:
    after = Role.objects.get(slug=item["after"]) if "after" in item else None
    role, _ = Role.objects.get_or_create(
        slug=item["slug"],
        defaults={
            "pathway": pathway,
            "name": item["name"],
            "adds": item.get("adds", []),
            "after_role": after,
            "after_years": item.get("after_years", 0),
            "peer_work": item.get("peer_work", ""),
            "position": position,
        },
    )
    for place, cohort in enumerate(item.get("cohorts", [])):
        Cohort.objects.get_or_create(
            role=role,
            name=cohort["name"],
            defaults={
                "lowest_grade": cohort["lowest"],
                "highest_grade": cohort["highest"],
                "footnote_mark": cohort.get("mark", False),
                "position": place,
            },
        )


def _count() -> int:
    return Pathway.objects.count() + Role.objects.count() + Cohort.objects.count()


EARLIER, MORE = ("role", "year", "reason"), ("email", "external_id", "school")
# What offices call them.
CALLED = {"sourcedid": "external_id", "employee_id": "external_id"}


def earlier_lines(text: str) -> list[EarlierLine]:
    """The lines of a table of completed years. Raises DomainError for what is no such table."""
    table = read_table(text.encode(), needed=EARLIER, known=MORE, called=CALLED)
    return [
        EarlierLine(
            number=row.number, **{name: row.cells.get(name, "").strip() for name in (*EARLIER, *MORE)}
        )
        for row in table.rows
    ]
