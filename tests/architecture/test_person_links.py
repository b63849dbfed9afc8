"""Nobody adds a link to a person without saying, in dashboard/rules/links.py, what a merge makes of it."""

from django.apps import apps
from django.contrib.auth import get_user_model

from dashboard.rules.links import FOUR_EYES, LINKS, WORDS, Fate
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


def test_every_fate_is_said_in_words() -> None:
    assert set(WORDS) == set(Fate)


def test_every_part_that_two_people_have_to_do_names_columns_there_are() -> None:
    for eyes in FOUR_EYES:
        rows = apps.get_model(eyes.model)._default_manager.filter(
            **{eyes.one: User(pk=1), eyes.other: User(pk=2)}
        )
        assert str(rows.exclude(**dict(eyes.without)).query)
