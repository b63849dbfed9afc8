"""Parts of the administration that several apps share: rows only services write, and verbs as actions."""

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from common.errors import DomainError

# More than a page of a list: what is asked for together is also read together.
MOST_AT_ONCE = 200
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class _Asked:
    """What `service_action` was told about an action."""

    verb: Callable[..., object]
    description: str
    done: str
    form: Callable[..., forms.Form] | None
    given: Callable[..., dict[str, Any]] | None
    when: Callable[[Any, Any], bool] | None
    one: bool
    lead: str | Callable[..., str]


def service_action(
    description: str,
    *,
    done: str,
    form: Callable[..., forms.Form] | None = None,
    given: Callable[..., dict[str, Any]] | None = None,
    when: Callable[[Any, Any], bool] | None = None,
    one: bool = False,
    lead: str | Callable[..., str] = "",
) -> Callable[[Callable[..., object]], Callable[..., Any]]:
    """Make a method that calls one service for one row an action of a `ServiceAdmin`, for lists and change pages.

        @service_action("Open again, with a reason…", done="Opened again", form=ReasonForm)
        def reopen(self, request, row, **typed):
            services.reopen(pk=row.pk, by=request.user, **typed)

    With `form` a page asks first, and `typed` is its cleaned data (no field may be called `action`). A row that
    is refused is named with its sentence, and the form comes back for it with what was typed (422); the others
    are done. The method may answer a sentence to show; else `done` is shown with a count.
    `given(request, rows)` are more arguments of the form (`initial`, choices); `lead` is said above it, or what
    `lead(request, rows)` answers. `when(user, row)` says whether a
    change page draws the button: whether it may be done is for the service to say. `one` refuses several rows.
    Whoever may not change the model (Django's permission) does not see the action.
    """

    def make(verb: Callable[..., object]) -> Callable[..., Any]:
        asked = _Asked(verb, description, done, form, given, when, one, lead)

        @admin.action(description=description, permissions=["act"])
        @functools.wraps(verb)
        def action(page: "ServiceAdmin", request: HttpRequest, queryset: "QuerySet[Any]") -> Any:
            return _answer(asked, page, request, queryset)

        action.asked = asked  # type: ignore[attr-defined]
        return action

    return make


def _answer(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, queryset: "QuerySet[Any]"
) -> HttpResponse | None:
    rows = list(queryset[: MOST_AT_ONCE + 1])
    if asked.one and len(rows) != 1:
        messages.error(request, "Choose one row: this is done for each on its own.")
        return None
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"Choose at most {MOST_AT_ONCE} rows at once. Nothing was changed.")
        return None
    if asked.form is not None:
        return _ask(asked, asked.form, page, request, rows)
    for row, sentence in _act(asked, page, request, rows, {}):
        messages.error(request, f"{row}: {sentence}")
    return None


def _ask(
    asked: _Asked,
    form_class: Callable[..., forms.Form],
    page: "ServiceAdmin",
    request: HttpRequest,
    rows: list[Any],
) -> HttpResponse | None:
    """The page that asks; nothing once its form was sent and every row was done."""
    sent = "_typed" in request.POST
    more = asked.given(request, rows) if asked.given else {}
    form = form_class(*((request.POST, request.FILES) if sent else ()), **more)
    if sent and form.is_valid():
        refused = _act(asked, page, request, rows, form.cleaned_data)
        if not refused:
            return None
        for row, sentence in refused:
            form.add_error(None, f"{row}: {sentence}" if len(rows) > 1 else sentence)
        rows = [row for row, _ in refused]
    return _form_page(asked, page, request, rows, form)


def _act(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, rows: list[Any], typed: dict[str, Any]
) -> list[tuple[Any, str]]:
    """Call the verb for each row, say how many went well, and answer those refused, each with its sentence."""
    count, refused = 0, []
    for row in rows:
        try:
            said = asked.verb(page, request, row, **typed)
        except DomainError as refusal:
            refused.append((row, str(refusal)))
        else:
            if isinstance(said, str):
                messages.success(request, said)
            else:
                count += 1
    if count:
        messages.success(request, f"{asked.done}: {count}.")
    return refused


def _form_page(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, rows: list[Any], form: forms.Form
) -> HttpResponse:
    words = asked.description.rstrip("…")
    _choose_days(form)
    context = page.admin_site.each_context(request) | {
        "opts": page.opts,
        "title": words,
        "lead": asked.lead(request, rows) if callable(asked.lead) else asked.lead,
        "form": form,
        "rows": [(row, page.address_of(row.pk)) for row in rows],
        "action": asked.verb.__name__,
        "button": words.split(",")[0],
        "back": request.POST.get("_back", ""),
        "leave": page.address_of(rows[0].pk) if request.POST.get("_back") else request.get_full_path(),
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/form_action.html", context, status=status)


def _choose_days(form: forms.Form) -> None:
    """Days are chosen with the browser's own control, unless it would hide what was typed."""
    for field in form:
        widget = field.field.widget
        if isinstance(widget, forms.DateInput) and not (field.errors and field.value()):
            widget.input_type, widget.format = "date", "%Y-%m-%d"


class ServiceAdmin(admin.ModelAdmin):
    """A model whose verbs are services: actions for the list, and the same as buttons on the change page.

    `not_here(request, obj)` may answer sentences about what must be done by somebody else, elsewhere. A service
    called by `save_model` may refuse: the form comes back with its sentence. With `by_number`, digits in the
    search box are the number of a row.
    """

    by_number = False
    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_act_permission(self, request: HttpRequest) -> bool:
        """May call services here: Django's permission to change, though fields may be read-only for everybody."""
        return admin.ModelAdmin.has_change_permission(self, request)

    def not_here(self, request: HttpRequest, obj: Any) -> list[str]:
        return []

    def address_of(self, pk: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])

    def buttons(self, request: HttpRequest, obj: Model) -> list[tuple[str, str]]:
        """Name and words of each action that a change page offers for its row."""
        found = []
        for name, (action, _, words) in self.get_actions(request).items():
            asked = getattr(action, "asked", None)
            if asked is not None and (asked.when is None or asked.when(request.user, obj)):
                found.append((name, words))
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        term = search_term.strip()
        if self.by_number and term.isascii() and term.isdigit() and len(term) <= LONGEST_NUMBER:
            return queryset.filter(pk=int(term)), False
        return super().get_search_results(request, queryset, search_term)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            # Rolled back; the same form is read again, and this time it comes back.
            request.refused = str(refusal)
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, **kwargs)
        refused = getattr(request, "refused", "")
        if not refused:
            return made

        class Refused(made):  # type: ignore[valid-type]
            def clean(self) -> Any:
                data = super().clean()
                self.add_error(None, refused)
                return data

        return Refused

    def response_action(self, request: HttpRequest, queryset: "QuerySet[Any]") -> HttpResponse | None:
        if not all(self._is_id(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.error(request, "Choose rows of this list. Nothing was changed.")
            return redirect(request.get_full_path())
        answer = super().response_action(request, queryset)
        back = request.POST.get("_back", "")
        done = isinstance(answer, HttpResponseRedirect) and answer.url == request.get_full_path()
        return redirect(self.address_of(back)) if done and back and self._is_id(back) else answer

    def _is_id(self, text: str) -> bool:
        field = self.opts.pk
        try:
            field.run_validators(field.to_python(text))
        except ValidationError:
            return False
        return True

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context |= {"buttons": self.buttons(request, obj), "not_here": self.not_here(request, obj)}
        if not _has_a_field(context):
            context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)


def _has_a_field(context: dict[str, Any]) -> bool:
    """Whether anything on a change page can be edited. Nothing to save deserves no button."""
    inlines = context.get("inline_admin_formsets", [])
    return bool(context["adminform"].form.fields) or any(
        inline.has_add_permission or inline.has_change_permission or inline.has_delete_permission
        for inline in inlines
    )


class ReadOnlyAdmin(ServiceAdmin):
    """Rows that only services write: to search, filter and read."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class MadeByService(ReadOnlyAdmin):
    """New rows are made by a service from the fields of `asks`; after that only actions touch them.

    `ask_form` is a form of one's own for them, `help_texts` are words for its fields.
    """

    asks: list[str] = []
    ask_form: type[forms.ModelForm] | None = None
    help_texts: dict[str, str] = {}

    def may_make(self, user: Any) -> bool:
        """What the policies say about making one."""
        return True

    def make(self, request: HttpRequest, data: dict[str, Any]) -> Model:
        """The row the service made of the form's cleaned data."""
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request) and self.may_make(request.user)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return super().get_fields(request, obj) if obj else self.asks

    def get_inlines(self, request: HttpRequest, obj: Model | None) -> Any:
        """What was never begun has no history."""
        return super().get_inlines(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, **kwargs)
        own = {"form": self.ask_form} if self.ask_form else {}
        made = super().get_form(request, obj, **{"help_texts": self.help_texts, **own, **kwargs})

        class Asking(made):  # type: ignore[valid-type]
            def _post_clean(self) -> None:
                # What the database promises is left to the service, which refuses in words.
                self.instance.validate_constraints = lambda exclude=None: None
                super()._post_clean()

        return Asking

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = self.make(request, dict(form.cleaned_data)).pk
        obj.refresh_from_db()


class ReadOnlyInline(admin.TabularInline):
    """Rows below another that only services write."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def for_each(request: HttpRequest, rows: Iterable[Model], verb: Callable[[Model], object], done: str) -> None:
    """Call a service for each chosen row; say how many went well, and each refusal in its own words."""
    count = 0
    for row in rows:
        try:
            verb(row)
        except DomainError as refused:
            messages.error(request, f"{row}: {refused}")
        else:
            count += 1
    if count:
        messages.success(request, f"{done}: {count}.")
