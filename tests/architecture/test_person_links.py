"""Nobody adds a link to a person without saying, in dashboard/rules/links.py, what a merge makes of it."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection

from dashboard.rules.eyes import FOUR_EYES
from dashboard.rules.links import LINKS, WORDS, Fate
from people.models import User


def links() -> set[str]:
    fields = (
        field for model in apps.get_models(include_auto_created=True) for field in model._meta.get_fields()
    )
    return {
        f"{field.model._meta.label}.{field.name}"
        for field in fields
        if field.concrete and field.related_model is get_user_model()
    }


def test_every_link_to_a_person_is_classified_for_merging() -> None:
    assert links() == set(LINKS)


def columns(fates: set[Fate]) -> set[tuple[str, str]]:
    """Table and column of the links with these fates, but for where accounts point to each other."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete and not field.many_to_many and field.related_model is User:
                found[f"{field.model._meta.label}.{field.name}"] = (model._meta.db_table, field.column)
    named = {link for link, how in LINKS.items() if how.fate in fates} - {"people.User.merged_into"}
    return {found[link] for link in named if link in found}


@pytest.mark.django_db
def test_the_database_has_late_rows_follow_a_merge_where_rows_follow() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, substring(tgname FROM '^follows_a_merge_(.*?)(_changed)?$'), count(*)"
            " FROM pg_trigger WHERE tgname LIKE 'follows_a_merge_%' GROUP BY 1, 2"
        )
        guarded = cursor.fetchall()
    follow = columns({Fate.MOVES, Fate.OPEN, Fate.JOINS}) | {("applications_cosignlink", "addressed_to_id")}
    assert sorted(guarded) == sorted((table, column, 2) for table, column in follow)


def test_every_fate_is_said_in_words() -> None:
    assert set(WORDS) == set(Fate)


def test_every_part_that_two_people_have_to_do_names_columns_there_are() -> None:
    for eyes in FOUR_EYES:
        rows = apps.get_model(eyes.model)._default_manager.filter(
            **{eyes.one: User(pk=1), eyes.other: User(pk=2)}
        )
        assert str(rows.exclude(**dict(eyes.without)).query)
