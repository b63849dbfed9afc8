"""The program from program.json: five pathways and the fellowship, their roles and cohorts."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from pathways.models import Cohort, Deliverable, Offering, Pathway, ProgramYear, Role

FILE = Path(__file__).with_name("program.json")


@cache
def program() -> dict[str, Any]:
    """What program.json says."""
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def load_program() -> int:
    """Create the pathways, roles and cohorts that are missing; answers how many rows are new.

    What staff edited stays as they left it: loading again changes nothing.
    """
    before = _count()
    for position, item in enumerate(program()["pathways"]):
        fields = {name: item[name] for name in ("name", "leads", "work", "grows")}
        fields |= {name: item[name] for name in ("short", "kind", "goal_area") if name in item}
        pathway, _ = Pathway.objects.get_or_create(
            slug=item["slug"], defaults={**fields, "position": position}
        )
        for place, role in enumerate(item["roles"]):
            _load_role(pathway, role, place)
    return _count() - before


def draft_offering(
    *, role: Role, year: ProgramYear, opens: date, closes: date, cosign_by: date, answer_by: date
) -> Offering:
    """An offering of the role, not yet published, with the usual prompts, commitments and deliverables.

    One that exists already is answered as it is.
    """
    known = program()
    own = _role_data(role.slug)
    offering, made = Offering.objects.get_or_create(
        role=role,
        year=year,
        defaults={
            "opens": opens,
            "closes": closes,
            "cosign_by": cosign_by,
            "answer_by": answer_by,
            "places_per_school": own.get("several", 1),
            "prompts": dict(known["prompts"]),
            "teacher_commitment": known["commitments"]["teacher"],
            "principal_commitment": known["commitments"]["principal"],
        },
    )
    if made:
        Deliverable.objects.bulk_create(
            _deliverable(offering, year, item) for item in own.get("deliverables", [])
        )
    return offering


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


def _role_data(slug: str) -> dict[str, Any]:
    roles = (role for pathway in program()["pathways"] for role in pathway["roles"])
    return next((role for role in roles if role["slug"] == slug), {})


def _deliverable(offering: Offering, year: ProgramYear, item: dict[str, Any]) -> Deliverable:
    month, day = item["due"]
    # The months of a program year run from July to June.
    due = date(year.starts.year + (month < year.starts.month), month, day)
    return Deliverable(
        offering=offering,
        title=item["title"],
        asks=item["asks"],
        evidence=item["evidence"],
        due=due,
        weight=item["weight"],
        accepted_by=item["by"],
    )


def _count() -> int:
    return Pathway.objects.count() + Role.objects.count() + Cohort.objects.count()
