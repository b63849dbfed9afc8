"""The administration: every model has its place there, what is history or money is only read, and lists are cheap."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from common.admin import Inline, ReadOnlyInline, ServiceAdmin
from common.models import Event, Period
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
    "applications.Recommendation",
    "applications.Signature",
    "applications.SignatureChain",
    "applications.SignatureVoid",
    "fellows.AgreementChain",
    "fellows.AgreementSignature",
    "fellows.AlumniAnswer",
    "fellows.AlumniLink",
    "fellows.FellowTakenOver",
    "fellows.PaperAgreement",
    "fellows.PaperService",
    "fellows.ServiceAgreement",
    "fellows.ServiceLink",
    "notifications.Message",
    "pathways.OfferingVersion",
    "seminars.Attendance",
    "seminars.AttendanceChange",
    "stipends.Export",
    "stipends.ExportDownload",
    "stipends.LineConfirmation",
    "stipends.PolicyExamples",
    "stipends.RunChunk",
    "stipends.StipendLine",
}
# The names under which a row keeps the person it is about.
ABOUT = {"person", "reviewer", "signer", "addressed_to", "coach", "principal", "delegate"}
# What no filter or search would narrow, and why.
NO_FILTER = {
    "stipends.Fund": "a handful of rows",
    "applications.SignatureChain": "one row",
    "fellows.AgreementChain": "one row",
    "notifications.Heartbeat": "one row a periodic job",
    "notifications.Hold": "one row",
}
NO_SEARCH = {
    "applications.SignatureChain": "one row",
    "fellows.AgreementChain": "one row",
    "notifications.Hold": "one row",
}
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


def test_people_are_found_by_name_and_address() -> None:
    """A list of rows about a person, or of rows below one, is searched by that person."""
    lost = {
        (called(model), field.name)
        for model in OURS
        for field in model._meta.fields
        if field.name in ABOUT
        and field.related_model is User
        and f"{field.name}__search_name" not in admin.site._registry[model].search_fields
    }
    assert lost == set()


def asked_by(world: World) -> Any:
    request = RequestFactory().get("/admin/")
    request.user = world.people["admin"]
    return request


def test_what_is_written_once_cannot_be_added_changed_or_deleted(world: World) -> None:
    request, open_still = asked_by(world), set()
    for model in IMMUTABLE:
        page = admin.site._registry[model]
        asked = (page.has_add_permission, page.has_change_permission, page.has_delete_permission)
        open_still |= {(called(model), may.__name__) for may in asked if may(request)}
    assert open_still == set()


def test_every_page_of_ours_is_one_whose_verbs_are_services() -> None:
    """What hand-made requests send in place of an id, and what is refused, is then answered in words."""
    pages = {called(model): admin.site._registry[model] for model in OURS}
    assert {name for name, page in pages.items() if not isinstance(page, ServiceAdmin)} == set()
    others = {
        (name, inline.__name__)
        for name, page in pages.items()
        for inline in page.inlines
        if not issubclass(inline, Inline | ReadOnlyInline)
    }
    assert others == set()


@pytest.mark.parametrize("model", REGISTERED, ids=called)
def test_the_list_and_the_pages_to_add_and_to_change_open(
    model: type[Model], administrator: Client, world: World, count_queries: Callable[..., Any]
) -> None:
    """The list in ten queries or fewer. What is not added says so inside the administration, and a page without a
    field to fill has nothing to save."""
    page, ours = admin.site._registry[model], model in OURS
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    with count_queries(at_most=10, repeats=True):
        assert administrator.get(reverse(f"{place}_changelist")).status_code == 200
    searched = administrator.get(reverse(f"{place}_changelist"), {"q": "zzz"})
    assert searched.status_code in {200, 200 if page.search_fields else 302}
    adds = administrator.get(reverse(f"{place}_add"))
    if page.has_add_permission(asked_by(world)):
        assert adds.status_code == 200
    else:
        assert adds.status_code == 403
        assert not ours or adds.templates[0].name == "admin/not_added.html"
    row = model._default_manager.first()
    if row is not None:
        changes = administrator.get(reverse(f"{place}_change", args=[row.pk]))
        assert changes.status_code == 200
        assert not ours or (b'name="_save"' in changes.content) == _has_fields(changes)


@pytest.mark.parametrize("model", OURS, ids=called)
def test_no_page_shows_the_day_after_a_period_as_its_end(
    model: type[Model], administrator: Client, world: World
) -> None:
    """Its last day stands there by that name, in columns and fields, in the row's own and in those below it."""
    page = admin.site._registry[model]
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert "ends" not in page.get_list_display(asked_by(world))
    row = model._default_manager.first()
    addresses = [reverse(f"{place}_add"), *([reverse(f"{place}_change", args=[row.pk])] if row else [])]
    for address in addresses:
        html = administrator.get(address).content.decode()
        assert re.search(r">\s*Ends:?\s*<", html) is None
        assert not row or address != addresses[-1] or not issubclass(model, Period) or "Last day" in html


def _has_fields(page: Any) -> bool:
    sheets = page.context["inline_admin_formsets"]
    return bool(
        page.context["adminform"].form.fields
        or any(
            sheet.has_add_permission or sheet.has_change_permission or sheet.has_delete_permission
            for sheet in sheets
        )
    )
