"""What migrations of the program make of rows that were there before."""

import pytest
from django.db import connection

from pathways.models import Role
from tests.migrating import tables_before

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_the_two_roles_of_before_coach_colleagues_and_others_do_not():
    with tables_before("pathways", "0007_events_and_goals_as_evidence"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pathways_pathway (slug, name, short, kind, leads, work, grows, goal_area, position)"
            " VALUES ('peer', 'Peer', '', 'leadership', '', '{}', '{}', '', 0) RETURNING id"
        )
        (pathway,) = cursor.fetchone()
        for slug in ("peer-coach", "senior-peer-coach", "team-lead"):
            cursor.execute(
                "INSERT INTO pathways_role (pathway_id, name, slug, adds, after_years, position)"
                " VALUES (%s, %s, %s, '{}', 0, 0)",
                [pathway, slug, slug],
            )
    told = Role.objects.order_by("slug").values_list("slug", "peer_work")
    assert list(told) == [("peer-coach", "teachers"), ("senior-peer-coach", "peers"), ("team-lead", "")]
