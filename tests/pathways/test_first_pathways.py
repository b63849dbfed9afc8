"""What a new installation begins with: tried by running the migration on the tables as they are."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from pathways.imports import load_program
from pathways.models import Cohort, Pathway, Role
from tests.factories.pathways import PathwayFactory

pytestmark = pytest.mark.django_db
add = import_module("pathways.migrations.0002_first_pathways_and_roles").add


def rows() -> list[list[dict[str, Any]]]:
    """All pathways, roles and cohorts, without the numbers of their rows."""
    return [
        list(
            Pathway.objects.values(
                "slug", "name", "short", "kind", "leads", "work", "grows", "goal_area", "position"
            )
        ),
        list(
            Role.objects.values(
                "pathway__slug",
                "slug",
                "name",
                "adds",
                "after_role__slug",
                "after_years",
                "peer_work",
                "position",
            )
        ),
        list(
            Cohort.objects.order_by("role__slug", "position").values(
                "role__slug", "name", "lowest_grade", "highest_grade", "footnote", "footnote_mark", "position"
            )
        ),
    ]


def test_after_the_first_migration_the_program_is_there_as_the_file_says_it() -> None:
    add(apps, None)
    begun = rows()
    assert [len(kind) for kind in begun] == [6, 7, 5]
    assert load_program() == 0
    Cohort.objects.all().delete()
    Role.objects.update(after_role=None)
    Role.objects.all().delete()
    Pathway.objects.all().delete()
    load_program()
    assert rows() == begun


def test_an_installation_that_has_a_pathway_keeps_what_it_has() -> None:
    PathwayFactory(slug="own", name="Our own")
    add(apps, None)
    assert list(Pathway.objects.values_list("slug", flat=True)) == ["own"]
    assert not Role.objects.exists()
