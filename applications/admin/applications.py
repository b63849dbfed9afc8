"""Applications are read here; whatever moves them is a service, so an administrator is bound as anyone."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from applications import services
from applications.admin.evidence import APPLICATION, SIGNING
from applications.forms import PersonForm, StageForm, WordsForm
from applications.models import Application, ApplicationEvent, CommitmentRecord, Decision, Review
from applications.policies import NOT_TOLD, may
from applications.queries.reviewers import readers, stand_ins
from applications.rules.checklist import CRITERIA
from applications.services.decisions import UNDECIDED
from applications.states import MOVES, Action, ReviewState, State
from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from people.models import User
from people.queries import today

TOLD = (
    "Only what the person told you otherwise than on the pages: by telephone, on paper, face to face. They get a "
    "mail that says what you recorded, and it stays in the history under your name. This is never a signature."
)


class EventInline(ReadOnlyInline):
    model = ApplicationEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "words"]


class ToldInline(EventInline):
    """The history of one's own application."""

    verbose_name_plural = "application events"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ApplicationEvent]":
        return super().get_queryset(request).exclude(action__in=NOT_TOLD)


class RecordInline(ReadOnlyInline):
    model = CommitmentRecord
    fields = readonly_fields = ["number", "sha256", "frozen_at"]
    show_change_link = True


class ReviewInline(ReadOnlyInline):
    model = Review
    fields = readonly_fields = ["reviewer", "state", "time", "mindset", "skillset", "experience", "comment"]
    show_change_link = True


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = readonly_fields = [
        "outcome",
        "reason",
        "words",
        "rank",
        "starts",
        "staged_by",
        "released_by",
        "released_at",
    ]
    show_change_link = True


def ready(action: Action, verb: str = "") -> Callable[[User, Application], bool]:
    """Whether this person may take this step with an application as it stands."""
    return lambda user, application: (
        (State(application.state), action) in MOVES and may(user, verb or action, application)
    )


def stands_at(*states: str, verb: str) -> Callable[[User, Application], bool]:
    """The same for what leaves the state as it is."""
    return lambda user, application: application.state in states and may(user, verb, application)


def has_staged(user: User, application: Application) -> bool:
    """Whether a decision waits that this person may take off."""
    may_stage = stands_at(*UNDECIDED, verb="offer")(user, application)
    return may_stage and application.decisions.filter(released_at=None).exists()


def of_readers(request: HttpRequest, rows: list[Application]) -> dict[str, Any]:
    """Whoever reads for the Partnership, and oneself: an administrator may have to."""
    people = User.objects.filter(Q(pk__in=readers(today()).values("pk")) | Q(pk=request.user.pk))
    return {"people": people, "label": "Who reads"}


def of_signers(request: HttpRequest, rows: list[Application]) -> dict[str, Any]:
    return {"people": stand_ins(today()), "label": "If nobody signs for the school", "required": False}


def as_staged(request: HttpRequest, rows: list[Application]) -> dict[str, Any]:
    """What is staged already, for one application; and whether somebody has read each of them."""
    pks = [row.pk for row in rows]
    read = Review.objects.filter(application__in=pks, state=ReviewState.SUBMITTED).values("application")
    years = {row.offering.year for row in rows}
    more: dict[str, Any] = {
        "read": read.distinct().count() == len(pks),
        "year": years.pop() if len(years) == 1 else None,
    }
    if len(rows) == 1:
        names = ("outcome", "reason", "words", "rank", "starts")
        more["initial"] = rows[0].decisions.filter(released_at=None).values(*names).first()
    return more


def how(request: HttpRequest, rows: list[Application]) -> dict[str, Any]:
    return {"label": "How and when they told you"}


def what_changes(request: HttpRequest, rows: list[Application]) -> dict[str, Any]:
    return {"label": "What the signer said, how and when"}


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["person", "offering", "school", "state", "signer", "submitted_at", "average"]
    list_filter = [
        "state",
        "offering__year",
        "offering__role",
        ("signer", admin.EmptyFieldListFilter),
        "submitted_at",
        "school",
    ]
    list_select_related = ["person", "offering__role", "offering__year", "school", "signer"]
    search_fields = [
        *("person__search_name", "school__search_name", "signer__search_name"),
        *("offering__role__name", "offering__year__label", "state_in_words"),
    ]
    by_number = True
    # Files leave through the page that keeps them in a sandbox.
    fields = readonly_fields = [
        "person",
        "offering",
        "school",
        "cohort",
        "state",
        "signer",
        "submitted_at",
        "nudged_at",
        "answer_by",
        "starts",
        "average",
        "resume_name",
        "written",
        "created_at",
        "changed_at",
    ]
    actions = [
        "ask_signer",
        "start_review",
        "assign",
        "stage",
        "unstage",
        "reopen",
        "accept_for",
        "turn_down_for",
        "withdraw_for",
        "send_back_for",
        "decline_support_for",
    ]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Application]":
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        words = Replace(F("state"), Value("_"), Value(" "))
        return super().get_search_results(request, queryset.annotate(state_in_words=words), search_term)

    def get_inlines(self, request: HttpRequest, obj: Application | None) -> list[type[ReadOnlyInline]]:
        """Who reads one's own application, and what is staged, is told to nobody."""
        own = obj is not None and obj.person_id == request.user.pk
        return (
            [RecordInline, ToldInline] if own else [DecisionInline, ReviewInline, RecordInline, EventInline]
        )

    def view_on_site(self, obj: Application) -> str:
        return reverse("applications:detail", args=[obj.pk])

    @admin.display(description="average, of 4", ordering="score_hundredths")
    def average(self, application: Application) -> str:
        score = application.score_hundredths
        return "-" if score is None else f"{score / 100:.2f}"

    @admin.display(description="answers")
    def written(self, application: Application) -> SafeString:
        said = [
            (about.capitalize(), application.answers.get(about) or "No answer yet.") for about in CRITERIA
        ]
        return format_html_join("", '<h3>{}</h3><p class="prose">{}</p>', said)

    def not_here(self, request: HttpRequest, obj: Application) -> list[str]:
        if obj.person_id == request.user.pk:
            return ["This is your own application: somebody else must decide about it."]
        return {
            State.RETURNED: [f"Only {obj.person} changes this application and signs it anew.", SIGNING],
            State.WITHDRAWN: [f"Only {obj.person} may take this up again, and signs it anew."],
            State.SUBMITTED: [_who_signs(obj), SIGNING],
            State.IN_REVIEW: ["Each reader gives their own scores, on the review or under Reviews here."],
        }.get(State(obj.state), [])

    @service_action(
        "Ask the signer again, with a fresh link…",
        done="Asked to sign",
        form=PersonForm,
        given=of_signers,
        when=stands_at(State.SUBMITTED, verb="reroute"),
        lead="The mail goes to whoever signs for the school today; links sent before stop working. "
        "Only where nobody signs for the school, choose a director or a program manager.",
    )
    def ask_signer(self, request: HttpRequest, row: Application, *, person: User | None) -> str:
        routed = services.reroute(pk=row.pk, by=request.user, to=person)
        return f"{routed.signer} was asked to sign for {row.person}."

    @service_action("Start the review", done="Reviews started", when=ready(Action.START_REVIEW))
    def start_review(self, request: HttpRequest, row: Application) -> None:
        services.start_review(pk=row.pk, by=request.user)

    @service_action(
        "Ask somebody to read…",
        done="Asked to read",
        form=PersonForm,
        given=of_readers,
        when=stands_at(State.COSIGNED, State.IN_REVIEW, verb="assign"),
    )
    def assign(self, request: HttpRequest, row: Application, *, person: User) -> str | None:
        asked_before = row.reviews.filter(reviewer=person).values_list("pk", "state").first()
        review = services.assign(pk=row.pk, by=request.user, reviewer=person)
        if asked_before == (review.pk, review.state):
            return f"{person} was asked to read the application of {row.person} already. Nothing was changed."
        return None

    @service_action(
        "Stage a decision…",
        done="Staged",
        form=StageForm,
        given=as_staged,
        when=stands_at(*UNDECIDED, verb="offer"),
        lead="Nobody is told before the release, which is an action on Decisions. "
        "Staging again replaces what was staged.",
    )
    def stage(self, request: HttpRequest, row: Application, **typed: Any) -> None:
        services.stage(pk=row.pk, by=request.user, **typed)

    @service_action("Take the staged decision off", done="Taken off the panel", when=has_staged)
    def unstage(self, request: HttpRequest, row: Application) -> str | None:
        return None if services.unstage(pk=row.pk, by=request.user) else f"Nothing was staged for {row}."

    @service_action(
        "Open it again…",
        done="Opened again",
        form=WordsForm,
        when=ready(Action.REOPEN),
        lead="A new decision follows; the old one stays on record.",
    )
    def reopen(self, request: HttpRequest, row: Application, *, words: str) -> None:
        services.reopen(pk=row.pk, by=request.user, words=words)

    @service_action(
        "Record that they accept the offer…",
        done="Recorded",
        form=WordsForm,
        given=how,
        when=ready(Action.ACCEPT, "accept_for"),
        lead=TOLD,
    )
    def accept_for(self, request: HttpRequest, row: Application, *, words: str) -> str:
        accepted_before = row.state == State.ACCEPTED
        placement = services.accept(pk=row.pk, by=request.user, on_behalf=True, words=words)
        if accepted_before:
            return f"{row.person} accepted this offer already. Nothing was changed."
        return f"Recorded. The placement of {row.person} begins on {placement.starts:%B %-d, %Y}."

    @service_action(
        "Record that they turn the offer down…",
        done="Recorded",
        form=WordsForm,
        given=how,
        when=ready(Action.TURN_DOWN, "turn_down_for"),
        lead=TOLD,
    )
    def turn_down_for(self, request: HttpRequest, row: Application, *, words: str) -> None:
        services.turn_down(pk=row.pk, by=request.user, on_behalf=True, words=words)

    @service_action(
        "Record that they withdraw…",
        done="Recorded",
        form=WordsForm,
        given=how,
        when=ready(Action.WITHDRAW, "withdraw_for"),
        lead=TOLD,
    )
    def withdraw_for(self, request: HttpRequest, row: Application, *, words: str) -> None:
        services.withdraw(pk=row.pk, by=request.user, on_behalf=True, words=words)

    @service_action(
        "Record that the signer asks for changes…",
        done="Recorded",
        form=WordsForm,
        given=what_changes,
        when=ready(Action.SEND_BACK, "send_back_for"),
        lead=TOLD,
    )
    def send_back_for(self, request: HttpRequest, row: Application, *, words: str) -> None:
        services.send_back(pk=row.pk, by=request.user, on_behalf=True, words=words)

    @service_action(
        "Record that the school does not support it…",
        done="Recorded",
        form=WordsForm,
        given=what_changes,
        when=ready(Action.DECLINE_SUPPORT, "decline_support_for"),
        lead=TOLD,
    )
    def decline_support_for(self, request: HttpRequest, row: Application, *, words: str) -> None:
        services.decline_support(pk=row.pk, by=request.user, on_behalf=True, words=words)


def _who_signs(application: Application) -> str:
    if application.signer is None:
        return (
            f"Nobody signs for {application.school} today. Appoint an acting signer under People, or ask a director "
            "with the button above."
        )
    return f"Only {application.signer}, or whom they named to act for them, signs for {application.school}."


@admin.register(ApplicationEvent)
class ApplicationEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "application", "action", "from_state", "to_state", "by", "words"]
    list_filter = ["at", "action", "to_state", "application__offering__year"]
    list_select_related = [*APPLICATION, "by"]
    search_fields = ["application__person__search_name", "by__search_name", "note"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ApplicationEvent]":
        own = {"application__person": request.user.pk, "action__in": NOT_TOLD}
        return super().get_queryset(request).exclude(**own)
