"""What migrations of the program make of rows that were there before.

What the migration runs is run on tables of today: undoing all that stands on them took half a minute.
"""

from importlib import import_module

import pytest
from django.apps import apps

from pathways.models import Role
from tests.factories.pathways import RoleFactory

pytestmark = pytest.mark.django_db


def test_the_two_roles_of_before_coach_colleagues_and_others_do_not():
    for slug in ("peer-coach", "senior-peer-coach", "team-lead"):
        RoleFactory(slug=slug, peer_work="")
    import_module("pathways.migrations.0008_roles_that_coach_colleagues").say(apps, None)
    told = Role.objects.order_by("slug").values_list("slug", "peer_work")
    assert list(told) == [("peer-coach", "teachers"), ("senior-peer-coach", "peers"), ("team-lead", "")]
