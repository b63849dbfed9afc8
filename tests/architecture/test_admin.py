"""The administration: every model has its place there, what is history or money is only read, and lists are cheap."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from common.admin import Inline, ReadOnlyInline, ServiceAdmin
from common.models import Event
from people.models import User
from tests.architecture.rooms import APPS
from tests.architecture.world import World

pytestmark = pytest.mark.django_db

OURS = [model for model in apps.get_models() if model._meta.app_label in APPS and not model._meta.proxy]
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
# What services write once; nobody changes it by hand, whoever they are.
ONCE = {
    "applications.CommitmentRecord",
    "applications.CosignCode",
    "applications.CosignLink",
    "applications.Signature",
    "applications.SignatureChain",
    "applications.SignatureVoid",
    "fellows.ServiceAgreement",
    "fellows.ServiceLink",
    "notifications.Message",
    "pathways.OfferingVersion",
    "seminars.Attendance",
    "seminars.AttendanceChange",
    "stipends.Export",
    "stipends.ExportDownload",
    "stipends.LineConfirmation",
    "stipends.RunChunk",
    "stipends.StipendLine",
}
# The names under which a row keeps the person it is about.
ABOUT = {"person", "reviewer", "signer", "addressed_to", "coach", "principal", "delegate"}
# What no filter or search would narrow, and why.
NO_FILTER = {
    "applications.SignatureChain": "one row",
    "notifications.Heartbeat": "one row a periodic job",
    "notifications.Hold": "one row",
}
NO_SEARCH = {"applications.SignatureChain": "one row", "notifications.Hold": "one row"}
IMMUTABLE = [model for model in OURS if issubclass(model, Event) or model._meta.label in ONCE]


def called(model: type[Model]) -> str:
    return model._meta.label


@pytest.fixture(scope="module")
def administrator(world: World) -> Client:
    client = Client()
    client.force_login(world.people["admin"])
    # Notes when it was last seen, once a minute: that is no question of a list.
    client.get(reverse("admin:index"))
    return client


def test_every_model_is_in_the_administration() -> None:
    assert [called(model) for model in OURS if model not in admin.site._registry] == []


def test_what_is_written_once_is_known_by_its_name() -> None:
    assert {called(model) for model in OURS} >= ONCE


def without(attribute: str) -> set[str]:
    return {called(model) for model in OURS if not getattr(admin.site._registry[model], attribute)}


def test_every_list_is_searched() -> None:
    assert without("search_fields") == set(NO_SEARCH)


def test_every_list_is_filtered() -> None:
    assert without("list_filter") == set(NO_FILTER)


@pytest.mark.parametrize("model", OURS, ids=called)
def test_people_are_found_by_name_and_address(model: type[Model]) -> None:
    """A list of rows about a person, or of rows below one, is searched by that person."""
    fields = admin.site._registry[model].search_fields
    about = [
        field.name for field in model._meta.fields if field.name in ABOUT and field.related_model is User
    ]
    assert [name for name in about if f"{name}__search_name" not in fields] == []


@pytest.mark.parametrize("model", IMMUTABLE, ids=called)
def test_what_is_written_once_cannot_be_added_changed_or_deleted(model: type[Model], world: World) -> None:
    request = RequestFactory().get("/admin/")
    request.user = world.people["admin"]
    page = admin.site._registry[model]
    asked = [page.has_add_permission, page.has_change_permission, page.has_delete_permission]
    assert [may(request) for may in asked] == [False, False, False]


@pytest.mark.parametrize("model", REGISTERED, ids=called)
def test_a_list_opens_in_ten_queries_or_fewer(
    model: type[Model], administrator: Client, count_queries: Callable[..., Any]
) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with count_queries(at_most=10, repeats=True):
        assert administrator.get(address).status_code == 200
    searched = 200 if admin.site._registry[model].search_fields else 302
    assert administrator.get(address, {"q": "zzz"}).status_code in {200, searched}


@pytest.mark.parametrize("model", OURS, ids=called)
def test_a_page_without_a_field_to_fill_has_nothing_to_save(
    model: type[Model], administrator: Client
) -> None:
    row = model._default_manager.first()
    if row is None:
        return
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    page = administrator.get(address)
    editable = page.context["adminform"].form.fields or any(
        formset.has_add_permission or formset.has_change_permission or formset.has_delete_permission
        for formset in page.context["inline_admin_formsets"]
    )
    assert (b'name="_save"' in page.content) == bool(editable)


@pytest.mark.parametrize("model", REGISTERED, ids=called)
def test_the_pages_to_add_and_to_change_open(model: type[Model], administrator: Client, world: World) -> None:
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    request = RequestFactory().get("/admin/")
    request.user = world.people["admin"]
    adds = admin.site._registry[model].has_add_permission(request)
    assert administrator.get(reverse(f"{place}_add")).status_code == (200 if adds else 403)
    row = model._default_manager.first()
    if row is not None:
        assert administrator.get(reverse(f"{place}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=called)
def test_every_page_of_ours_is_one_whose_verbs_are_services(model: type[Model]) -> None:
    """What hand-made requests send in place of an id, and what is refused, is then answered in words."""
    page = admin.site._registry[model]
    assert isinstance(page, ServiceAdmin)
    assert [inline for inline in page.inlines if not issubclass(inline, Inline | ReadOnlyInline)] == []


@pytest.mark.parametrize("model", OURS, ids=called)
def test_what_is_not_added_says_so_inside_the_administration(
    model: type[Model], administrator: Client, world: World
) -> None:
    request = RequestFactory().get("/admin/")
    request.user = world.people["admin"]
    if not admin.site._registry[model].has_add_permission(request):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        assert administrator.get(address).templates[0].name == "admin/not_added.html"
