"""The shape of the apps: which modules there are, and where their keys point."""

from django.apps import apps
from django.db import models

from tests.architecture.rooms import APPS, HEIGHT, ROOT

MODULES = {
    *(
        "urls",
        "views",
        "admin",
        "verbs",
        "tasks",
        "management",
        "forms",
        "tables",
        "exports",
        "imports",
        "templatetags",
    ),
    *(
        "reminders",
        "services",
        "queries",
        "policies",
        "models",
        "states",
        "adapters",
        "rules",
        "apps",
        "migrations",
        "__init__",
    ),
}


def test_apps_have_no_modules_but_those_of_the_list() -> None:
    for app in APPS:
        found = {
            f.stem
            for f in (ROOT / app).iterdir()
            if f.suffix == ".py" or (f.is_dir() and any(f.glob("*.py")))
        }
        assert found - MODULES == set(), app


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in HEIGHT]


def test_no_foreign_key_points_up_or_to_a_stranger() -> None:
    for model in own_models():
        mine = model._meta.app_label
        for field in model._meta.get_fields():
            if not (field.concrete and field.related_model):
                continue
            theirs = field.related_model._meta.app_label
            if theirs in HEIGHT and theirs != mine:
                assert HEIGHT[theirs] < HEIGHT[mine], f"{model.__name__}.{field.name} points to {theirs}"


def test_the_dashboard_has_no_tables() -> None:
    assert [m.__name__ for m in own_models() if m._meta.app_label == "dashboard"] == []


def test_migrations_have_names() -> None:
    nameless = [str(f) for app in APPS for f in (ROOT / app / "migrations").glob("*_auto_*.py")]
    assert nameless == []
