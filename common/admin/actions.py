"""Verbs as actions: each calls one service, for the rows of a list or the one row of a change page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.errors import DomainError, LookFirst
from common.forms import refuse
from common.looking import show_again
from common.native import make_native
from common.verbs import Life, Verb

if TYPE_CHECKING:
    from common.admin.pages import ServiceAdmin

# More than a page of a list: what is asked for together is also read together.
MOST_AT_ONCE = 200
MOST_LINKED = 10


def actions_of(life: Life) -> dict[str, tuple[Callable[..., Any], str, str]]:
    """The verbs of a life as actions, as Django keeps them: by name, with what does it and its words.

    Where a form asks first, what was typed is its cleaned data (no field may be called `action`). A row that is refused
    is named with its sentence, and the form comes back for it with what was typed (422); the others are done.
    """
    return {
        verb.name: (partial(_answer, _Asked(life, verb)), verb.name, verb.label_for(None))
        for verb in life.in_administration
    }


@dataclass(frozen=True)
class _Asked:
    """A verb of these rows was asked for."""

    life: Life
    verb: Verb

    def why_not(self, request: HttpRequest, row: Any) -> DomainError | None:
        return self.life.why_not(request.user, self.verb.action, row)

    def do(self, page: "ServiceAdmin", request: HttpRequest, row: Any, typed: dict[str, Any]) -> str | None:
        """Do it with one row; a sentence when what it answers is of this row alone."""
        verb = self.verb
        answer = verb.does(pk=row.pk, by=request.user, **typed)
        if verb.kept is not None:
            page.log_change(request, row, verb.kept(answer, typed))
        if warning := verb.warns(answer):
            messages.warning(request, warning)
        said = verb.said_of(answer)
        return f"{row}: {said[:1].lower()}{said[1:]}" if callable(verb.said) else None


def _one_after_another(sentences: Iterable[str]) -> SafeString:
    """Each once; what is markup already stays so."""
    return format_html_join(" ", "{}", ((sentence,) for sentence in dict.fromkeys(sentences)))


def _answer(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, queryset: "QuerySet[Any]"
) -> HttpResponse | None:
    rows = list(queryset[: MOST_AT_ONCE + 1])
    if asked.verb.alone and len(rows) != 1:
        messages.error(request, _one_of(page, rows))
        return None
    if len(rows) > MOST_AT_ONCE:
        messages.error(request, f"Choose at most {MOST_AT_ONCE} rows at once. Nothing was changed.")
        return None
    if asked.verb.form is not None:
        return _ask(asked, asked.verb.form, page, request, rows)
    refused = _refused(asked, request, rows)
    for row, refusal in [*refused, *_act(asked, page, request, _others(rows, refused), {})]:
        messages.error(request, f"{row}: {refusal}")
    return None


def _one_of(page: "ServiceAdmin", rows: list[Any]) -> SafeString:
    """What is done for one row at a time, with the way to each that was chosen: there it has a button."""
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((page.address_of(row.pk), row) for row in rows[:MOST_LINKED])
    )
    more = f" and {len(rows) - MOST_LINKED} more" if len(rows) > MOST_LINKED else ""
    return format_html("Choose one row: this is done for each on its own. You chose {}{}.", links, more)


def _refused(asked: _Asked, request: HttpRequest, rows: list[Any]) -> list[tuple[Any, DomainError]]:
    """The rows with which it cannot be done as they stand, or not by this person."""
    found = ((row, asked.why_not(request, row)) for row in rows)
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
    form = form_class(*((request.POST, request.FILES) if sent else ()), **asked.verb.given_for(rows))
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
        if several:
            form.add_error(None, f"{row}: {refusal}")
        else:
            refuse(form, refusal)
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
            said = asked.do(page, request, row, typed)
        except DomainError as refusal:
            refused.append((row, refusal))
        else:
            if said is not None:
                messages.success(request, said)
            else:
                count += 1
    if count:
        messages.success(request, f"{asked.verb.action.past}: {count}.")
    return refused


def _form_page(
    asked: _Asked, page: "ServiceAdmin", request: HttpRequest, rows: list[Any], form: forms.BaseForm
) -> HttpResponse:
    words = asked.verb.label_for(None).rstrip("…")
    _choose_days(form)
    context = page.admin_site.each_context(request) | {
        "opts": page.opts,
        "title": words,
        "lead": _one_after_another(asked.verb.lead_for(row) for row in rows),
        "form": form,
        "rows": [(row, page.address_of(row.pk)) for row in rows],
        "action": asked.verb.name,
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
        make_native(field.field.widget, field.value())
