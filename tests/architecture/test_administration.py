"""Who may enter the administration sees there what their hats allow, and nothing more: a table that was reviewed."""

import os
import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.architecture.rooms import ROOT
from tests.architecture.world import HATS, World

pytestmark = pytest.mark.django_db
TABLE = ROOT / "docs" / "administration.md"
HEAD = """# What each hat sees in the administration

Of every table whether all of its rows are there in the small world of the tests, some or none; `yes` where the table
is there and has no row in that world, a dash where it is not there. Nobody changes anything by a hat there: what is
done stands on pages. Administrators see and may do all of it. Written by `make permissions`.

"""
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def entering(person: User) -> Client:
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(pk=person.pk))
    return client


def seen(client: Client, model: Any) -> str:
    """Which of its rows the list shows; the first of them opens, too."""
    opts, every = model._meta, model._default_manager.count()
    answer = client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
    if answer.status_code == 403:
        return "–"
    assert answer.status_code == 200, opts.label
    rows = answer.context["cl"].queryset
    first = rows.first()
    if first is not None:
        page = client.get(reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[first.pk]))
        assert page.status_code == 200, opts.label
        assert 'name="_save"' not in page.text, opts.label
    shown = rows.count()
    return ("all" if shown == every else "some" if shown else "none") if every else "yes"


def test_the_table_of_what_hats_see_there_is_the_one_that_was_reviewed(world: World) -> None:
    clients = {hat: entering(world.people[hat]) for hat in HATS}
    lines = [f"| table | {' | '.join(HATS)} |", f"|---|{'---|' * len(HATS)}"]
    for model in MODELS:
        cells = [seen(client, model) for client in clients.values()]
        if set(cells) != {"–"}:
            lines.append(f"| {model._meta.label} | {' | '.join(cells)} |")
    table = "\n".join(lines) + "\n"
    if os.environ.get("WRITE_PERMISSIONS"):
        TABLE.write_text(HEAD + table)
    was = TABLE.read_text().removeprefix(HEAD).splitlines()
    assert sorted(set(table.splitlines()) ^ set(was)) == [], "Read them, then: make permissions"


@pytest.mark.parametrize("hat", HATS)
def test_nobody_adds_changes_or_removes_by_a_hat(world: World, hat: str) -> None:
    client = entering(world.people[hat])
    person = User.objects.get(pk=world.people[hat].pk)
    may = {perm for perm in person.get_all_permissions() if ".view_" not in perm}
    assert may == set()
    for model in MODELS:
        name = f"{model._meta.app_label}.{{}}_{model._meta.model_name}"
        assert [what for what in ("add", "change", "delete") if person.has_perm(name.format(what))] == []
    assert client.get("/admin/").status_code == 200


def test_the_index_of_the_administration_is_never_empty_for_a_hat(world: World) -> None:
    empty = [hat for hat in HATS if not entering(world.people[hat]).get("/admin/").context["app_list"]]
    assert empty == []


def test_a_manager_of_one_pathway_sees_the_same_rows_there_as_on_pages(world: World) -> None:
    from applications.models import Application

    person = world.people["manager"]
    shown = entering(person).get("/admin/applications/application/").context["cl"].queryset
    assert set(shown) == set(Application.objects.visible_to(User.objects.get(pk=person.pk)))


def test_without_a_hat_whoever_may_enter_sees_no_table(world: World) -> None:
    assert entering(world.people["teacher"]).get("/admin/").context["app_list"] == []


def test_its_tables_are_called_as_people_say_them() -> None:
    """Django adds an s to any name: "batchs", "progresss", "taken overs"."""
    names = {str(model._meta.verbose_name_plural) for model in MODELS}
    assert [
        name for name in sorted(names) if re.search(r"(ch|sh|ss|x|[^aeiou]y|over|back)s$|sss$", name)
    ] == []
