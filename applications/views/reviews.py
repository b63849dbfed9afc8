"""The reader's queue, and reading one application against the rubric."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.forms.applications import ScoreForm, WhyForm
from applications.models import Review
from applications.queries import lists
from applications.queries.commitments import current_record, read, recommended
from applications.rules.checklist import CRITERIA
from applications.states import READING, ReviewAction, ReviewState
from applications.tables import NO_LONGER, TO_READ, UNREAD
from applications.verbs import REVIEW
from common.beside import form_for, pressed
from common.converters import id_of
from common.doors import SignedIn, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed, to
from common.ui.pictures import Chip
from common.ui.queue import Queue, Waiting
from common.verbs import Verb

# The two lists of the queue, and what mine is narrowed to.
MINE, NOBODYS = "to-read", "without-readers"
SAID = {
    "": READING[ReviewState.ASSIGNED],
    "handed-in": READING[ReviewState.SUBMITTED],
    "not-needed": NO_LONGER,
    "all": "All",
}
SCORE, RECUSE = REVIEW.of(ReviewAction.SCORE), REVIEW.of(ReviewAction.RECUSE)


@login_required
@require_safe
def queue(request: SignedIn) -> HttpResponseBase:
    """What I was asked to read, what waits first of all; for managers also what nobody was asked to read yet, of one
    offering or of all."""
    earlier = request.GET.get("years") == "all"
    asked = request.GET.get("show", "")
    show = asked if asked in lists.READINGS else ""
    all_mine = lists.my_reviews(request.user, earlier=earlier)
    mine = all_mine.filter(lists.READINGS[show])
    offering_pk = id_of(request.GET.get("offering", ""))
    unread = lists.without_readers(request.user, offering_pk)
    if wants_file(request, MINE):
        return file_of(request, MINE, mine, TO_READ, MINE)
    if wants_file(request, NOBODYS):
        return file_of(request, NOBODYS, unread, UNREAD, NOBODYS)
    counts = lists.by_reading(all_mine)
    context = {
        "mine": listed(request, mine, TO_READ, thing="application", count=counts[show], of=MINE),
        "chips": _chips(counts, show, request.GET),
        "show": show,
        "earlier": earlier,
        "without_readers": listed(request, unread, UNREAD, thing="application", of=NOBODYS),
        "one_offering": offering_pk is not None,
    }
    return render(request, "applications/queue.html", context)


def _chips(counts: dict[str, int], show: str, given: QueryDict) -> list[Chip]:
    """What I was asked to read by what became of it; what nothing became of is not offered."""
    found = []
    for name, words in SAID.items():
        query = given.copy()
        query["show"] = name
        query.pop(f"page-{MINE}", None)
        if counts[name] or name in ("", show):
            found.append(Chip(words, f"?{query.urlencode()}#{MINE}", counts[name], name == show))
    return found if counts["all"] else []


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, pk: int) -> HttpResponse:
    """Read one application, score it, or step aside."""
    found = REVIEW.rows(request.user).filter(pk=pk).first()
    if found is None:
        return _stepped_aside(request, pk)
    scores = form_for(request, SCORE.name, ScoreForm, **SCORE.given(found))
    aside = form_for(request, RECUSE.name, WhyForm)
    to_read = _queue(request, found)
    if _took_effect(request, found, {SCORE: scores, RECUSE: aside}):
        return redirect(to_read.next.url if to_read.next else "applications:queue")
    record = current_record(found.application)
    text = read(record.content) if record else None
    said = {answer["about"]: answer for answer in text["answers"]} if text else {}
    context = {
        "to_read": to_read,
        "parts": [{"field": scores[about], "said": said.get(about)} for about in CRITERIA],
        "review": found,
        "application": found.application,
        "form": scores,
        "aside": aside,
        "step_aside": RECUSE,
        "text": text,
        "interviewed": _interviewed(found),
        "recommendation": recommended(record) if text and text.get("recommended") else "",
    }
    return render(
        request, "applications/review.html", context, status=422 if scores.errors or aside.errors else 200
    )


def _interviewed(review: Review) -> str:
    """What is scored, where it is not the text."""
    if review.interview is None:
        return ""
    return f"{review.interview}. Score what you saw and heard there; the answers below are only to be read."


def _stepped_aside(request: SignedIn, pk: int) -> HttpResponse:
    """Whoever pressed a button of a review they stepped aside from in another window reads so. The application is not
    theirs to read any more: raises Http404 for whoever only opens the page, and for everybody else."""
    if pressed(request) and request.user.reviews.filter(pk=pk).exists():
        messages.error(request, "You stepped aside from this application already. Nothing was changed.")
        return redirect("applications:queue")
    raise Http404


def _queue(request: SignedIn, found: Review) -> Queue:
    """What I have to read, beside the one on the page."""
    reading = lists.reading(request.user)
    address = to("applications:review")
    waiting = [
        Waiting(
            one.application.person.name,
            _about(one),
            address(one),
        )
        for one in reading.waiting
    ]
    return Queue("To read", "read", waiting, address(found), reading.read, reading.of)


def _about(review: Review) -> str:
    where = f"{review.application.offering.role.name}, {review.application.school.name}"
    return f"Group interview: {where}" if review.interview_id else where


def _took_effect(request: SignedIn, review: Review, forms: dict[Verb, Form]) -> bool:
    """Does what was pressed; whether it is done. A refusal stays on its form."""
    for verb, form in forms.items():
        if form.is_valid() and (
            done := tried(form, verb.does, pk=review.pk, by=request.user, **form.cleaned_data)
        ):
            messages.success(request, verb.said_of(done.answer))
            return True
    return False
