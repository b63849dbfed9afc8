"""What is done with files of schools and people, and with who says that they work at a school."""

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from common.verbs import Life, Place, Verb
from people import services
from people.forms import ImportForm
from people.models import Import, PostRequest, User
from people.policies import may_import, why_not_import, why_not_request
from people.queries import voices_now
from people.states import ImportAction, RequestAction


def _page_of_import(row: Import) -> str:
    return reverse("people:import", args=[row.pk])


# Of the one page of a file: what was said there is kept first, whatever is pressed.
IMPORT = Life(
    rows=lambda user: Import.objects.in_lists() if may_import(user) else Import.objects.none(),
    why_not=why_not_import,
    page="people:import",
    above=("Imports", "people:imports"),
    verbs=(
        Verb(
            action=ImportAction.START,
            does=services.imports.start_import,
            label="Import all of it",
            said="It is being imported.",
            form=ImportForm,
            only=Place.PAGES,
            at=_page_of_import,
            beside=True,
        ),
        Verb(
            action=ImportAction.GIVE_UP,
            does=services.imports.give_up,
            label="Discard it",
            said="Given up. Nothing was changed.",
            tone="outline",
            only=Place.PAGES,
            at=_page_of_import,
            beside=True,
        ),
    ),
)


def _requests(user: User) -> "QuerySet[PostRequest]":
    """One's own, and those of schools one decides for."""
    theirs = Q(person=user) | Q(school__in=list(voices_now(user)))
    return PostRequest.objects.filter(theirs).select_related("person", "school")


class RequestLife(Life):
    """Whoever answers has them on the desk; whoever asked on one page of theirs."""

    def page_of(self, row: Model) -> str:
        return reverse("applications:desk")


REQUEST = RequestLife(
    rows=_requests,
    why_not=why_not_request,
    page="people:request",
    above=("To sign", "applications:desk"),
    verbs=(
        Verb(
            action=RequestAction.CONFIRM,
            does=services.confirm_request,
            label="Yes, they work here",
            said=lambda row: f"{row.person} works at {row.school} from today on, and is told so.",
            only=Place.PAGES,
        ),
        Verb(
            action=RequestAction.DECLINE,
            does=services.decline_request,
            label="No",
            said=lambda row: f"{row.person} is told that the school does not know them.",
            tone="outline",
            only=Place.PAGES,
        ),
        Verb(
            action=RequestAction.TAKE_BACK,
            does=services.take_back_request,
            label="Ask no longer",
            said="You ask no longer.",
            tone="outline",
            only=Place.PAGES,
            at=lambda row: reverse("people:workplace"),
            beside=True,
        ),
    ),
)
