"""Pages of models whose verbs are services, and of rows only services write."""

from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from common.admin.actions import actions_of, look_first
from common.admin.checks import sentence_of
from common.admin.choices import LONGEST_NUMBER, Choosing
from common.admin.rows import theirs
from common.admin.said import as_said
from common.admin.windows import merging
from common.doors import SignedIn, signed_in
from common.errors import DomainError, LookFirst
from common.models import Event
from common.verbs import Life, offers

# Of a request: what the service said no to, while its form is drawn again.
REFUSED = "administration.refused"
MOST_STEPS = 200


class ServiceAdmin(Choosing, admin.ModelAdmin):
    """A model whose verbs are services: actions for the list, and the same as buttons on the change page.

    `not_here(request, obj)` may answer sentences about what must be done by somebody else, elsewhere. A service
    called by `save_model` may refuse: the form comes back with its sentence. With `by_number`, digits in the
    search box are the number of a row.
    """

    by_number = False
    # The verbs of its rows, declared in the app's `verbs.py`.
    life: Life | None = None
    show_full_result_count = False
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_act_permission(self, request: HttpRequest) -> bool:
        """May call services here: Django's permission to change, though fields may be read-only for everybody."""
        return admin.ModelAdmin.has_change_permission(self, request)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """The rows that are theirs to see."""
        return theirs(super().get_queryset(request), signed_in(request))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The declared verbs first, in their order."""
        declared = actions_of(self.life) if self.life and self.has_act_permission(request) else {}
        return {**declared, **super().get_actions(request)}

    def not_here(self, request: HttpRequest, obj: Any) -> list[str]:
        return offers(self.life, signed_in(request), obj).others if self.life else []

    def history_of(self, request: HttpRequest, obj: Any) -> str | None:
        """Where "History" leads: "" is the page that tells what was edited by hand, after what services did; what
        nobody edits by hand has our own lines below; None offers nothing."""
        if self._steps_model(request, obj) is None or self.has_change_permission(request, obj):
            return ""
        return f"{self.address_of(obj.pk)}#events-group"

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        obj = self.get_object(request, object_id)
        ours = self.history_of(request, obj) if obj is not None else ""
        if ours:
            return redirect(ours)
        steps = self._steps_of(request, obj) if obj is not None else []
        return super().history_view(request, object_id, {**(extra_context or {}), "steps": steps})

    def _steps_of(self, request: HttpRequest, obj: Model) -> list[Event]:
        steps = self._steps_model(request, obj)
        if steps is None:
            return []
        return list(steps.objects.filter(**{_key_to(steps, obj): obj}).told()[:MOST_STEPS])

    def _steps_model(self, request: HttpRequest, obj: Any) -> type[Event] | None:
        """The lines of history below a row."""
        models = (inline.model for inline in self.get_inlines(request, obj))
        return next((model for model in models if issubclass(model, Event)), None)

    def address_of(self, pk: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])

    def buttons(self, request: HttpRequest, obj: Model) -> list[tuple[str, str]]:
        """Name and words of each verb that a change page offers for its row."""
        if self.life is None or not self.has_act_permission(request):
            return []
        why_not, verbs = self.life.why_not, self.life.in_administration
        may = (verb for verb in verbs if why_not(request.user, verb.action, obj) is None)
        return [(verb.name, verb.label_for(None)) for verb in may]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        # "Family, given" is how lists write a name.
        term = search_term.replace(",", " ").strip()
        if "\0" in term:
            return queryset.none(), False
        if self.by_number and term.isascii() and term.isdigit() and len(term) <= LONGEST_NUMBER:
            return queryset.filter(pk=int(term)), False
        return super().get_search_results(request, queryset, term)

    def not_added(self, request: HttpRequest) -> str:
        """Why the page to add one is not there."""
        return f"Your account may not add {self.opts.verbose_name_plural}. Ask an administrator."

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if self.has_add_permission(request) or not self.has_view_permission(request):
            return super().add_view(request, form_url, extra_context)
        title = f"No new {self.opts.verbose_name} here"
        said = {"opts": self.opts, "title": title, "lead": self.not_added(request)}
        context = self.admin_site.each_context(request) | said
        return TemplateResponse(request, "admin/not_added.html", context, status=403)

    def get_list_display(self, request: HttpRequest) -> Any:
        return as_said(self.model, super().get_list_display(request))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; a day of the address that never comes is left out, for Django would fail at it."""
        if not _is_a_day(request.GET):
            messages.error(request, "There is no such day. This is the whole list.")
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (DomainError, IntegrityError) as refusal:
            # Rolled back; the same form is read again, and this time it comes back.
            request.META[REFUSED] = refusal
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        # Django asks without fields which ones there are: those of the row.
        if obj is not None and made.base_fields and kwargs.get("fields", ...) is not None:
            made = merging(made)
        refusal: DomainError | IntegrityError | None = request.META.get(REFUSED)
        if refusal is None:
            return made
        said, looks = sentence_of(refusal), [refusal] if isinstance(refusal, LookFirst) else []

        class Refused(made):
            def clean(self) -> Any:
                data = super().clean()
                # What somebody else saved meanwhile, a form may see by itself by now, and say at the field.
                if not self.errors:
                    self.add_error(None, said)
                look_first(self, looks)
                return data

        return Refused

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Any]", *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        if not all(self._is_id(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            messages.error(request, "Choose rows of this list. Nothing was changed.")
            return redirect(request.get_full_path())
        answer = super().response_action(request, queryset, *args, **kwargs)
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
            context |= {
                "buttons": self.buttons(request, obj),
                "not_here": self.not_here(request, obj),
                "history": self.history_of(request, obj),
            }
        if not _has_a_field(context):
            context |= {"show_save": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)


def _is_a_day(asked: QueryDict) -> bool:
    """Whether what an address asks of year, month and day (`at__year=2026`) can be a day."""
    parts = {"year": "2000", "month": "1", "day": "1"}
    parts |= {
        key.rsplit("__", 1)[-1]: str(text) for key, text in asked.items() if key.rsplit("__", 1)[-1] in parts
    }
    try:
        return 1900 <= date(*map(int, parts.values())).year <= 2200
    except ValueError:
        return False


def _key_to(steps: type[Event], obj: Model) -> str:
    """What a line is about: not who did it, who may be the same kind of row."""
    keys = (field for field in steps._meta.fields if field.related_model is type(obj))
    return next(field.name for field in keys if field.name != "by")


def _has_a_field(context: dict[str, Any]) -> bool:
    """Whether anything on a change page can be edited. Nothing to save deserves no button."""
    inlines = context.get("inline_admin_formsets", [])
    return bool(context["adminform"].form.visible_fields()) or any(
        inline.has_add_permission or inline.has_change_permission or inline.has_delete_permission
        for inline in inlines
    )


class ReadOnlyAdmin(ServiceAdmin):
    """Rows that only services write: to search, filter and read."""

    def history_of(self, request: HttpRequest, obj: Any) -> str | None:
        """Django's would be empty: nobody edits these by hand."""
        return super().history_of(request, obj) or None

    def not_added(self, request: HttpRequest) -> str:
        return (
            f"Nobody adds {self.opts.verbose_name_plural} here: they are written by what people do elsewhere."
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
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

    def make(self, request: SignedIn, data: dict[str, Any]) -> Model:
        """The row the service made of the form's cleaned data."""
        raise NotImplementedError

    def not_added(self, request: HttpRequest) -> str:
        return ServiceAdmin.not_added(self, request)

    def history_of(self, request: HttpRequest, obj: Any) -> str | None:
        return ServiceAdmin.history_of(self, request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request) and self.may_make(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else self.asks

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """What was never begun has no history."""
        return super().get_inlines(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        own = {"form": self.ask_form} if self.ask_form else {}
        made: Any = super().get_form(
            request, obj, change=change, **{"help_texts": self.help_texts, **own, **kwargs}
        )

        class Asking(made):
            def _post_clean(self) -> None:
                # What the database promises is left to the service, which refuses in words.
                self.instance.validate_constraints = lambda exclude=None: None
                super()._post_clean()

        return Asking

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = self.make(cast(SignedIn, request), dict(form.cleaned_data)).pk
        obj.refresh_from_db()
