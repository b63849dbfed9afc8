"""Verbs as actions: each calls one service, for the rows of a list or the one row of a change page."""

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from common.errors import DomainError, LookFirst
from common.looking import show_again
from common.verbs import Life, Verb

if TYPE_CHECKING:
    from common.admin.pages import ServiceAdmin

# More than a page of a list: what is asked for together is also read together.
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class _Asked:
    """What `service_action` was told about an action."""

    verb: Callable[..., object]
    description: str
    done: str
    form: Callable[..., forms.BaseForm] | None
    given: Callable[..., dict[str, Any]] | None
    when: Callable[[Any, Any], bool] | None
    one: bool
    lead: str | Callable[..., str]
    why_not: Callable[[Any, Any], DomainError | None] | None = None


def service_action(
    description: str,
    *,
    done: str,
    form: Callable[..., forms.BaseForm] | None = None,
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


def actions_of(life: Life) -> dict[str, tuple[Callable[..., Any], str, str]]:
    """The verbs of a life as actions, as Django keeps them: by name, with what does it and its words."""
    return {
        verb.name: (_action_of(life, verb), verb.name, verb.label_for(None))
        for verb in life.in_administration
    }


def _action_of(life: Life, verb: Verb) -> Callable[..., Any]:
    def do(page: "ServiceAdmin", request: HttpRequest, row: Any, **typed: Any) -> str | None:
        answer = verb.does(pk=row.pk, by=request.user, **typed)
        if verb.kept is not None:
            page.log_change(request, row, verb.kept(answer, typed))
        if warning := verb.warns(answer):
            messages.warning(request, warning)
        said = verb.said_of(answer)
        # What the answer says is of this row alone.
        return f"{row}: {said[:1].lower()}{said[1:]}" if callable(verb.said) else None

    do.__name__ = verb.name
    asked = _Asked(
        verb=do,
        description=verb.label_for(None),
        done=verb.action.past,
        form=verb.form,
        given=lambda request, rows: verb.given_for(rows),
        when=lambda user, row: life.why_not(user, verb.action, row) is None,
        why_not=lambda user, row: life.why_not(user, verb.action, row),
        one=verb.alone,
        lead=lambda request, rows: _one_after_another(verb.lead_for(row) for row in rows),
    )

    def action(page: "ServiceAdmin", request: HttpRequest, queryset: "QuerySet[Any]") -> Any:
        return _answer(asked, page, request, queryset)

    action.asked = asked  # type: ignore[attr-defined]
    return action


def _one_after_another(sentences: Iterable[str]) -> SafeString:
    """Each once; what is markup already stays so."""
    return format_html_join(" ", "{}", ((sentence,) for sentence in dict.fromkeys(sentences)))


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
    refused = _refused(asked, request, rows)
    for row, refusal in [*refused, *_act(asked, page, request, _others(rows, refused), {})]:
        messages.error(request, f"{row}: {refusal}")
    return None


def _refused(asked: _Asked, request: HttpRequest, rows: list[Any]) -> list[tuple[Any, DomainError]]:
    """The rows with which it cannot be done as they stand, or not by this person."""
    found = ((row, asked.why_not(request.user, row)) for row in rows) if asked.why_not else ()
    return [(row, refusal) for row, refusal in found if refusal is not None]


def _others(rows: list[Any], refused: list[tuple[Any, DomainError]]) -> list[Any]:
    return [row for row in rows if row not in {row for row, _ in refused}]


def _ask(
    asked: _Asked,
    form_class: Callable[..., forms.BaseForm],
    page: "ServiceAdmin",
    request: HttpRequest,
    rows: list[Any],
) -> HttpResponse | None:
    """The page that asks; nothing once its form was sent and every row was done, or where no row is left to ask about:
    what cannot be done is said before anybody types."""
    sent, refused = "_typed" in request.POST, _refused(asked, request, rows)
    if not sent:
        for row, refusal in refused:
            messages.error(request, f"{row}: {refusal}")
        rows = _others(rows, refused)
    if not rows:
        return None
    more = asked.given(request, rows) if asked.given else {}
    form = form_class(*((request.POST, request.FILES) if sent else ()), **more)
    if sent:
        if form.is_valid():
            refused += _act(asked, page, request, _others(rows, refused), form.cleaned_data)
            if not refused:
                return None
        _say_refused(form, refused, several=len(rows) > 1)
        rows = [row for row, _ in refused] or rows
    return _form_page(asked, page, request, rows, form)


def _say_refused(form: forms.BaseForm, refused: list[tuple[Any, DomainError]], *, several: bool) -> None:
    for row, refusal in refused:
        form.add_error(None, f"{row}: {refusal}" if several else str(refusal))
    look_first(form, [refusal for _, refusal in refused if isinstance(refusal, LookFirst)])


def look_first(form: forms.BaseForm, looks: Sequence[LookFirst]) -> None:
    """The form comes back with what was to be looked at, and with the marks of it: sent again, it is done."""
    if not looks:
        return
    for line in (line for look in looks for line in look.lines):
        form.add_error(None, line)
    show_again(form, " ".join(look.seen for look in looks))


def _act(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, rows: list[Any], typed: dict[str, Any]
) -> list[tuple[Any, DomainError]]:
    """Call the verb for each row, say how many went well, and answer those refused, each with its refusal."""
    count, refused = 0, []
    for row in rows:
        try:
            said = asked.verb(page, request, row, **typed)
        except DomainError as refusal:
            refused.append((row, refusal))
        else:
            if isinstance(said, str):
                messages.success(request, said)
            else:
                count += 1
    if count:
        messages.success(request, f"{asked.done}: {count}.")
    return refused


def _form_page(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, rows: list[Any], form: forms.BaseForm
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


def _choose_days(form: forms.BaseForm) -> None:
    """Days are chosen with the browser's own control, unless it would hide what was typed."""
    for field in form:
        widget = field.field.widget
        if isinstance(widget, forms.DateInput) and not (field.errors and field.value()):
            widget.input_type, widget.format = "date", "%Y-%m-%d"
