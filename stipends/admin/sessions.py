"""Sessions and their events once more: what a change of them moves for people who signed is shown before it is done."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin
from common.doors import signed_in
from seminars import services as seminars
from seminars.admin import EventAdmin, SessionAdmin
from seminars.forms import SessionForm
from seminars.models import Event, Session
from stipends import services
from stipends.forms import AskedForm, AskedSessionForm
from stipends.models import StatementChange
from stipends.policies import sees_money
from stipends.verbs import SESSION

Kind = StatementChange.Kind
AUDIENCE = ("roles", "cohorts", "facilitators")

# Seminars know no stipends, so what they register is put in place here.
admin.site.unregister([Session, Event])


def asking(request: HttpRequest, why: str, seen: str) -> services.Asking:
    return services.Asking(signed_in(request), why, seen)


@admin.register(Session)
class PaidSessionAdmin(SessionAdmin):
    """Adding a session, and any change of when, how long or for whom it is, asks why once people have signed; a mark
    that was put right stands on the statement."""

    form = AskedSessionForm
    life = SESSION

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Nothing is asked where nothing can be changed."""
        only_read = obj is not None and not self.has_change_permission(request, obj)
        own = {"form": SessionForm} if only_read else {}
        return super().get_form(request, obj, change=change, **own, **kwargs)

    def save_model(self, request: HttpRequest, obj: Session, form: AskedSessionForm, change: bool) -> None:
        given = form.cleaned_data
        # Saved as it stands is no change: calendars and the history would tell of one.
        if change and not set(form.changed_data) - {"why", "seen"}:
            return
        audience = {name: given[name] for name in AUDIENCE if name in given}
        verb = seminars.change if change else seminars.plan
        services.change_asked(
            year=obj.event.year,
            kind=Kind.CHANGED if change else Kind.ADDED,
            asking=asking(request, given.get("why", ""), given.get("seen", "")),
            verb=lambda: verb(
                session=obj, audience=audience, by=signed_in(request), reason=given.get("why", "")
            ),
        )


@admin.register(Event)
class PaidEventAdmin(EventAdmin):
    """The kind of an event decides what a missed session costs."""

    form = AskedForm

    def save_model(self, request: HttpRequest, obj: Event, form: AskedForm, change: bool) -> None:
        why, seen = form.cleaned_data.get("why", ""), form.cleaned_data.get("seen", "")
        services.change_asked(
            year=obj.year,
            kind=Kind.EVENT,
            asking=asking(request, why, seen),
            verb=lambda: seminars.keep_event(event=obj, by=signed_in(request), reason=why),
        )


@admin.register(StatementChange)
class StatementChangeAdmin(ReadOnlyAdmin):
    """What changed after people signed, and what it moved; written with the change, never edited."""

    list_display = ["at", "placement", "kind", "title", "day", "by"]
    list_filter = ["kind", "placement__year", "placement__role"]
    list_select_related = ["placement__person", "placement__role", "placement__school", "by"]
    search_fields = ["placement__person__search_name", "title", "reason", "by__search_name"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return sees_money(signed_in(request)) and super().has_view_permission(request, obj)
