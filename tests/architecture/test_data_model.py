"""docs/data.md shows the tables as they are."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from config.management.commands.data_model import PAGE, data_model, own_apps, what
from tests.architecture.rooms import APPS


def test_the_picture_of_the_tables_is_as_new_as_the_models() -> None:
    assert PAGE.read_text() == data_model(), "Run `make data`, then read what changed."


def test_every_table_of_ours_is_drawn_once() -> None:
    text = data_model()
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    tables = [model.__name__ for model in models if not model._meta.proxy]
    assert {name: text.count(f"\n    {name} {{\n") for name in tables} == dict.fromkeys(tables, 1)


def test_an_app_stands_below_those_its_keys_lead_to() -> None:
    order = {app.label: number for number, app in enumerate(own_apps())}
    for app in own_apps():
        for model in app.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model and field.related_model._meta.app_label in order:
                    assert order[field.related_model._meta.app_label] <= order[app.label], field


def test_the_command_writes_what_it_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "data.md"
    monkeypatch.setattr("config.management.commands.data_model.PAGE", page)
    call_command("data_model")
    call_command("data_model", write=True)
    assert page.read_text() == capsys.readouterr().out == data_model()


def test_every_table_says_what_it_is() -> None:
    silent = [model.__name__ for app in own_apps() for model in app.get_models() if not what(model)]
    assert silent == []
