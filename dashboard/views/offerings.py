"""All roles of a program year in one table, edited in place: days and places by their managers, amounts by finance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from common import money
from common.beside import pressed
from common.converters import id_of
from common.counting import agreeing, counted
from common.doors import SignedIn, allowed, press, tried
from dashboard.forms import AmountForm, OfferingRowForm
from dashboard.policies import why_not_offerings
from dashboard.queries.offerings import Sheet, SheetRow, sheet_of
from pathways import services
from pathways.models import ProgramYear
from pathways.policies import why_not_drafting
from pathways.queries import DAYS
from people.models import User
from people.queries import hats, today
from stipends import services as stipends
from stipends.policies import why_not_drafting as why_no_amount

TYPES = "A finance preparer types it, in this table or in the stipend policy of the role."
Form = TypeVar("Form", OfferingRowForm, AmountForm)


@dataclass(frozen=True)
class DrawnRow:
    """A row of the table with the forms of its cells, where they may be typed; `saved`: something was, just now;
    `overtaken`: what was typed into cells that were published meanwhile, and is not saved."""

    row: SheetRow
    form: OfferingRowForm | None
    amount: AmountForm | None
    saved: bool = False
    ticked: bool = False
    overtaken: tuple[str, ...] = ()

    @property
    def forms(self) -> list[BaseForm]:
        return [form for form in (self.form, self.amount) if form is not None]

    @property
    def refused(self) -> bool:
        return bool(self.overtaken) or any(form.errors for form in self.forms)


def _drawn(user: User, row: SheetRow, sent: QueryDict | None = None, *, saved: bool = False) -> DrawnRow:
    """`sent`: what was typed; a cell that was not sent is drawn as it stands."""

    offering = row.of.offering
    days = _form(OfferingRowForm, sent, instance=offering) if offering is not None else None
    shown = {"amount": money.amount(row.cents)} if row.cents is not None else {}
    # A role whose amount nobody typed holds up no other.
    left = {"empty_permitted": True, "use_required_attribute": False}
    amount = _form(AmountForm, sent, initial=shown, prefix=f"amount-{row.of.role.pk}", **left)
    pays = why_no_amount(user) is None
    lost = [*_lost(days, row.of.theirs and not row.of.typed), *_lost(amount, pays and row.in_force)]
    return DrawnRow(
        row,
        days if row.of.typed else None,
        amount if pays and not row.in_force else None,
        saved,
        offering is not None and sent is not None and str(offering.pk) in sent.getlist("offering"),
        tuple(lost),
    )


def _form(of: Callable[..., Form], sent: QueryDict | None, **about: Any) -> Form:
    """The cells as they stand, or as they were sent."""
    form = of(**about)
    given = sent is not None and any(form.add_prefix(name) in sent for name in form.fields)
    return of(sent, **about) if given else form


def _lost(form: BaseForm | None, published: bool) -> Iterator[str]:
    """What was typed into cells that another window published: "Opens: 2026-02-03"."""
    if form is None or not published or not form.is_bound:
        return
    for name in form.changed_data:
        if not form.fields[name].widget.is_hidden:
            yield f"{form.fields[name].label}: {form[name].data or 'nothing'}"


def _year(request: SignedIn, label: str) -> ProgramYear:
    allowed(why_not_offerings(request.user))
    year: ProgramYear = get_object_or_404(ProgramYear, label=label)
    return year


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: SignedIn, label: str) -> HttpResponse:
    """Every role people apply for, and what is not offered yet. Whatever is pressed, all that was typed is saved
    first; where some of it is refused, nothing else is done."""
    year = _year(request, label)
    found = sheet_of(request.user, year)
    if request.method != "POST":
        return _page(request, year, found, [_drawn(request.user, row) for row in found.rows])
    drawn = [_drawn(request.user, row, request.POST) for row in found.rows]
    saved = [_saved(request.user, year, one) for one in drawn]
    if any(one.refused for one in drawn):
        return _page(request, year, sheet_of(request.user, year), drawn)
    DONE.get(pressed(request), _said)(request, year, any(saved))
    return redirect("dashboard:offerings", label=label)


@login_required
@require_POST
def row(request: SignedIn, label: str, pk: int) -> HttpResponse:
    """One row, saved as it is typed; the row as it stands then."""
    year = _year(request, label)
    drawn = _drawn(request.user, _of(request.user, year, pk), request.POST)
    saved = _saved(request.user, year, drawn)
    if not drawn.refused:
        stored = _drawn(request.user, _of(request.user, year, pk), saved=saved)
        drawn = replace(stored, ticked=drawn.ticked)
    context = {"drawn": drawn, "year": year}
    return render(request, "dashboard/_offering_row.html", context, status=422 if drawn.refused else 200)


def _of(user: User, year: ProgramYear, role_pk: int) -> SheetRow:
    for found in sheet_of(user, year).rows:
        if found.of.role.pk == role_pk:
            return found
    raise Http404


def _saved(user: User, year: ProgramYear, drawn: DrawnRow) -> bool:
    """Save what was changed in this row; refusals stand on its forms."""
    changed = [form for form in drawn.forms if form.is_bound and form.has_changed() and form.is_valid()]
    for form in changed:
        if form is drawn.form:
            days = {name: form.cleaned_data[name] for name in DAYS}
            places, offering = form.cleaned_data["places_per_school"], drawn.row.of.offering
            assert offering is not None, "only an offering has such a form"
            planned = {"days": days, "places": places, "seen": form.seen()}
            tried(form, services.plan, pk=offering.pk, by=user, **planned)
        else:
            cents, role = form.cleaned_data["amount"], drawn.row.of.role
            tried(form, stipends.set_amount, role=role, year=year, annual_cents=cents, by=user)
    return bool(changed)


def _page(request: SignedIn, year: ProgramYear, found: Sheet, drawn: list[DrawnRow]) -> HttpResponse:
    context = {
        "year": year,
        # What is over is offered to nobody, but may be looked at by its address.
        "years": ProgramYear.objects.filter(Q(ends__gt=today()) | Q(pk=year.pk)).order_by("starts"),
        "sheet": found,
        "rows": drawn,
        "drafts": found.missing_of_mine and why_not_drafting(request.user) is None,
        "types": any(one.forms for one in drawn),
        "windows": found.windows(today()),
        "money": hats(request.user).money,
        # Days are copied from any role to the drafts one may type in.
        "copied_from": [one.row.of for one in drawn if one.row.of.offering] if _drafts(drawn) else [],
    }
    refused = any(one.refused for one in drawn)
    return render(request, "dashboard/offerings.html", context, status=422 if refused else 200)


def _drafts(drawn: list[DrawnRow]) -> int:
    return sum(one.row.of.typed for one in drawn)


def _copy(request: SignedIn, year: ProgramYear, saved: bool) -> None:
    """The days of one role, to all drafts that are theirs to write."""
    offered = {row.of.offering.pk: row.of for row in sheet_of(request.user, year).rows if row.of.offering}
    typed = id_of(request.POST.get("copied_from", ""))
    chosen = offered.get(typed) if typed is not None else None
    if chosen is None or chosen.offering is None:
        messages.error(request, "Choose the role whose days the drafts shall have.")
        return
    source, name = chosen.offering.pk, chosen.role.name
    to = [pk for pk, of in offered.items() if of.typed and pk != source]
    press(request, services.copy_days, partial(_copied, name), pk=source, to=to, by=request.user)


def _copied(name: str, changed: list[Any]) -> str:
    if not changed:
        return f"Every draft has the days of {name} already."
    drafts = counted(len(changed), "draft has", "drafts have")
    return f"{drafts} the days of {name} now. Nobody reads them before they are published."


def _said(request: SignedIn, year: ProgramYear, saved: bool) -> None:
    messages.success(request, "Saved." if saved else "All of it was saved already.")


def _draft(request: SignedIn, year: ProgramYear, saved: bool) -> None:
    press(request, services.draft_year, _drafted, year=year, by=request.user)


def _drafted(made: list[Any]) -> str:
    if not made:
        return "Every role has its offering already."
    return f"{counted(len(made), 'draft')} made. Nobody reads them before they are published."


def _publish(request: SignedIn, year: ProgramYear, saved: bool) -> None:
    """What is ticked, all or none."""
    allowed(why_not_drafting(request.user))
    ticked = {id_of(typed) for typed in request.POST.getlist("offering")}
    rows = [row for row in sheet_of(request.user, year).rows if row.of.theirs and row.of.offering]
    meant = {row.of.offering.pk: row for row in rows if row.of.offering and row.of.offering.pk in ticked}
    if not meant:
        messages.error(request, "Tick the roles to publish first.")
    elif press(request, services.publish_all, _published, pks=list(meant), by=request.user):
        unpaid = [row.of.role.name for row in meant.values() if row.cents is None]
        if unpaid:
            messages.warning(request, f"Without an amount so far: {', '.join(unpaid)}. {TYPES}")


def _published(new: list[Any]) -> str:
    if not new:
        return "Applicants read just this already. Nothing new was published."
    return f"{len(new)} published. New applicants see and sign {agreeing(len(new), 'it', 'them')}."


DONE = {"draft": _draft, "publish": _publish, "copy": _copy}
