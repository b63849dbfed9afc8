"""What is done with a session and on its roster. Each is said here once.

Closing, cancelling and moving change what people are paid by: their addresses are those of stipends, which does them
through what shows first whom they touch (`stipends.verbs.SESSION`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from common.clock import in_words
from common.looking import SeenFields
from common.verbs import Life, Place, Verb
from people.models import User
from seminars import services
from seminars.forms import CancelForm, ChangeForm, EventForm, MoveForm, PersonMarkForm, ReopenForm, SheetForm
from seminars.forms.resources import KeepForm, ReportForm, RestoreForm, TakeDownForm
from seminars.models import Resource, Session, leads
from seminars.policies import why_not, why_not_resource
from seminars.queries import Closing, closing, corrected, reopening, roster, same_content
from seminars.queries.resources import PARTS
from seminars.states import Action, Marking, Planning, ResourceAction

# In one form of the administration.
MOST_LISTED = 300
# A roster of thousands is closed as well; so many names no page should hold.
MOST_NAMED = 200
MARKING = (
    "Everyone who is expected or marked already, by name; nobody marks themselves. An excuse needs a reason. "
    "Minutes, make-ups and people who are not listed: “Mark one person”."
)
MARKING_ONE = (
    "Minutes count only when present; leave them and the times empty for the whole session. "
    "A make-up names another session of the same content that the person attended in full."
)
MARKING_REST = (
    "Everyone who is expected and has no mark yet becomes present for the whole session. "
    "A mark is put right one by one, until the roster is closed."
)
UNCHANGED = "Nothing was changed."
CLOSING = "Whoever has no mark yet becomes absent. From then on the roster counts for pay."
REOPENING = (
    "Until it is closed again it counts for nobody. "
    "What an approved run has paid stays as it is: a correction is paid by a supplementary run."
)
CANCELLING = "It is then required of nobody. Everyone invited gets a mail with the reason."
CHANGING = "What it is, whom it is for and who leads it. Another day or hour: “Move the session”."
MOVING = "Everyone invited gets a mail with the new time and the reason. Times are those of Los Angeles."


def at(address: str) -> Callable[[Session], str]:
    """A page of a session, by the name of its address."""
    return lambda session: reverse(address, args=[session.pk])


def _save_sheet(*, pk: int, by: User, sheets: list[services.Mark], seen: dict[int, str]) -> int:
    return services.save_roster(session_pk=pk, sheets=sheets, seen=seen, by=by)


def _mark_one(*, pk: int, by: User, sheet: services.Mark) -> bool:
    return services.mark(session_pk=pk, sheet=sheet, by=by)


def _mark_rest(*, pk: int, by: User) -> tuple[int, int]:
    return services.mark_all(session_pk=pk, by=by)


def _rest_marked(marked: tuple[int, int]) -> str:
    count, elsewhere = marked
    also = f" {elsewhere} left out: present in an overlapping session." if elsewhere else ""
    return f"{count} marked present.{also}"


def _marking(session: Session) -> str:
    """What stands above a sheet; on a long roster also who is not on it."""
    whole = roster(session, 0, 1).counts["total"]
    more = f"\n\nThese are the first {MOST_LISTED} of {whole:,} people." if whole > MOST_LISTED else ""
    return f"{MARKING}{more}"


def _closing(session: Session) -> str:
    """What closing counts, and which marks differ from the last closing."""
    now = closing(session)
    differ = [
        f"{one.person.name}: {one.was} → {one.now}"
        for one in corrected(session, reopening(session), now.waiting)
    ]
    more = len(differ) - MOST_LISTED
    named = [*differ[:MOST_LISTED], *([f"and {more:,} more"] if more > 0 else [])]
    since = f" Marks that differ from the last closing: {'; '.join(named)}." if named else ""
    return f"{CLOSING}\n\n{session.title}: {now.in_numbers}.{since}"


def _closing_page(session: Session) -> Mapping[str, Any]:
    """By name who is absent, who excused, whom closing marks absent, and whose marks were put right since the last
    closing."""
    now = closing(session)
    differ = corrected(session, reopening(session), now.waiting)
    return {
        "session": session,
        "closing": now,
        "waiting": now.waiting[:MOST_NAMED],
        "more": max(0, len(now.waiting) - MOST_NAMED),
        "absent": now.absent,
        "excused": now.excused,
        "differ": differ[:MOST_NAMED],
        "more_differ": max(0, len(differ) - MOST_NAMED),
    }


def _closed(done: Closing) -> str:
    """In the numbers the button said; how many of the absent closing itself marked so."""
    became = f" Closing marked {len(done.waiting):,} of them absent." if done.waiting else ""
    return f"The roster is closed: {done.in_numbers}.{became} From now on it counts for pay."


def _event(session: Session) -> str:
    """What stands above the form of its event: for how many sessions it counts."""
    count = session.event.sessions.taking_place().count()
    several = f"has {count:,} sessions. What you change here counts for all of them"
    return f"“{session.event}” {several if count > 1 else 'has no other session'}."


def _moved(session: Session) -> str:
    return f"It takes place on {in_words(session.starts_at)} now. Everyone invited is told."


SESSION = Life(
    rows=lambda user: (
        Session.objects.visible_to(user)
        .select_related("event__year", "event__school", "scope_item")
        .annotate(leads=leads(user))
    ),
    why_not=why_not,
    page="seminars:detail",
    above=("Seminars", "seminars:calendar"),
    verbs=(
        Verb(
            action=Marking.SHEET,
            does=_save_sheet,
            label="Mark attendance…",
            said=lambda count: f"Saved: {count} changed." if count else UNCHANGED,
            form=SheetForm,
            given=lambda session: {"rows": roster(session, 0, MOST_LISTED).rows},
            lead=_marking,
            alone=True,
            at=at("seminars:roster"),
            beside=True,
        ),
        Verb(
            action=Marking.ONE,
            does=_mark_one,
            label="Mark one person…",
            said=lambda changed: "Saved the mark." if changed else UNCHANGED,
            form=PersonMarkForm,
            given=lambda session: {"attended": same_content(session)},
            lead=MARKING_ONE,
            alone=True,
            at=at("seminars:roster"),
            beside=True,
        ),
        Verb(
            action=Marking.REST,
            does=_mark_rest,
            label="Mark the rest present…",
            said=_rest_marked,
            form=forms.Form,
            lead=MARKING_REST,
            at=at("seminars:roster"),
            beside=True,
        ),
        Verb(
            action=Action.CLOSE,
            does=services.close,
            label="Close the roster…",
            said=_closed,
            form=SeenFields,
            seen=lambda session: closing(session).seen,
            lead=_closing,
            template="seminars/close.html",
            context=_closing_page,
            at=at("stipends:session_close"),
        ),
        Verb(
            action=Action.REOPEN,
            does=services.reopen,
            label="Open the roster again…",
            said="The roster is open again.",
            form=ReopenForm,
            lead=REOPENING,
            tone="outline",
            at=at("seminars:reopen"),
        ),
        Verb(
            action=Planning.CHANGE,
            does=services.alter,
            label="Change the plan…",
            said=lambda session: UNCHANGED if session.unchanged else "The plan is changed.",
            warns=lambda session: f"{session.off_scope}." if session.off_scope else "",
            form=ChangeForm,
            given=lambda session: {"session": session},
            lead=CHANGING,
            tone="outline",
            only=Place.PAGES,
            at=at("stipends:session_change"),
        ),
        Verb(
            action=Planning.CHANGE_EVENT,
            does=services.change_event,
            label="Change its event…",
            said=lambda event: UNCHANGED if event.unchanged else "The event is changed.",
            form=EventForm,
            given=lambda session: {"session": session},
            lead=_event,
            tone="outline",
            only=Place.PAGES,
            at=at("stipends:session_change_event"),
        ),
        Verb(
            action=Action.MOVE,
            does=services.move,
            label="Move the session…",
            said=_moved,
            form=MoveForm,
            given=lambda session: {
                "initial": {name: getattr(session, name) for name in ("starts_at", "ends_at")}
            },
            lead=MOVING,
            tone="outline",
            alone=True,
            at=at("stipends:session_move"),
            then=lambda session: reverse("seminars:detail", args=[session.moved_on.pk]),
        ),
        Verb(
            action=Action.CANCEL,
            does=services.cancel,
            label="Cancel the session…",
            said="The session is cancelled.",
            form=CancelForm,
            lead=CANCELLING,
            tone="outline",
            at=at("stipends:session_cancel"),
        ),
    ),
)


def _resources(user: User) -> "QuerySet[Resource]":
    return Resource.objects.visible_to(user).select_related(*PARTS)


RESOURCE = Life(
    rows=_resources,
    why_not=why_not_resource,
    page="seminars:resource",
    above=("Resources", "seminars:resources"),
    verbs=(
        Verb(
            action=ResourceAction.KEEP,
            does=services.keep,
            label="Keep it…",
            said="Kept. Its reports are answered.",
            form=KeepForm,
            alone=True,
        ),
        Verb(
            action=ResourceAction.RESTORE,
            does=services.restore,
            label="Share it again…",
            said="Shared again.",
            form=RestoreForm,
            alone=True,
        ),
        Verb(
            action=ResourceAction.REPORT,
            does=services.report,
            label="Report…",
            said="Reported. A program manager looks at it.",
            form=ReportForm,
            tone="outline",
            alone=True,
        ),
        Verb(
            action=ResourceAction.TAKE_DOWN,
            does=services.take_down,
            label="Take it down…",
            said="Taken down. Nobody else reads it any more.",
            form=TakeDownForm,
            lead="From then on whoever shared it and program managers see it, and nobody else.",
            tone="secondary",
        ),
    ),
)
