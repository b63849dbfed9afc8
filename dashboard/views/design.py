"""Every component on one page: for those who build pages, and for the tests that judge them."""

from datetime import date, datetime
from fractions import Fraction
from types import SimpleNamespace

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from applications.states import Action
from applications.states import State as ApplicationState
from common.clock import LOS_ANGELES
from common.doors import SignedIn
from common.ui.digest import Fact
from common.ui.pictures import Chip, Part
from common.ui.queue import Queue, Waiting
from common.ui.strip import Lane, Mark
from dashboard.forms import EveryFieldForm, LaidOutForm

TO_READ = [Waiting("Ana Ruiz", "Team Lead", "/"), Waiting("Ben Okafor", "Arts Lead", "/design/")]
LANES = [
    Lane(
        "Sessions",
        [
            Mark(date(2026, 6 + number, 4), "session", look, f"Session {number}", "/")
            for number, look in enumerate(("done", "made_up", "lost", "excused", "now", "ahead"), 1)
        ],
    ),
    Lane("Work", [Mark(date(2026, 11, 10), "work", "sent", "Curriculum plan: submitted", "/")]),
    Lane("Pay", [Mark(date(2026, 12, 15), "pay", "done", "Installment: $1,500.00", "/")]),
]
STATES = ["draft", "submitted", "cosigned", "in_review", "offered", "accepted", "not_supported", "withdrawn"]
PARTS = [
    Part("done", "Earned so far", 165_000),
    Part("lost", "Missed, can come back", 11_250, hatched=True),
    Part("ahead", "Still possible", 123_750),
]
ROWS = [
    {"label": "Team Lead", "value": 96, "url": "/"},
    {"label": "Peer Coach and Senior Peer Coach", "value": 31},
    {"label": "Arts Lead", "value": 12},
    {"label": "Family Engagement Lead", "value": 0},
]


def _events() -> list[SimpleNamespace]:
    at = datetime(2026, 11, 3, 16, 5, tzinfo=LOS_ANGELES)
    return [
        SimpleNamespace(
            action=Action.SUBMIT,
            from_state=ApplicationState.DRAFT,
            to_state=ApplicationState.SUBMITTED,
            at=at,
            by="Ana Ruiz",
            by_id=1,
        ),
        SimpleNamespace(
            action=Action.SEND_BACK,
            from_state=ApplicationState.SUBMITTED,
            to_state=ApplicationState.RETURNED,
            at=at,
            note="Please add hours.",
        ),
    ]


def design(request: SignedIn) -> HttpResponse:
    """The components, their states and their errors. Only in the demo and while developing."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    form = LaidOutForm(request.POST or None, initial={"version": 1})
    if request.method == "POST" and form.is_valid():
        messages.success(request, "Everything in the form is well.")
    page = Paginator(range(1000), 50).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "plain": EveryFieldForm(prefix="plain", auto_id="plain_%s"),
        "page": page,
        "states": STATES,
        "rows": ROWS,
        "events": _events(),
        "share": Fraction(2, 3),
        "parts": PARTS,
        "lanes": LANES,
        "year": (date(2026, 7, 1), date(2027, 7, 1), date(2026, 11, 3)),
        "to_read": Queue("To read", "read", TO_READ, "/", 9, 11),
        "facts": [
            Fact("It pays", "The installment of 2026-27", "$182,400.00", "/"),
            Fact("In advance", "Two people get an advance over what is earned.", "2", "/", look=True),
            Fact("Prepared", "Ben Okafor, Nov 3, 2026"),
        ],
        "marks": [("", "No mark"), ("present", "Present"), ("absent", "Absent"), ("excused", "Excused")],
        "found": [Chip("All", "/", 1600, True), Chip("Failed", "/", 12), Chip("Held", "/", 0)],
        "steps": ["Your role", "Four prompts", "Checklist", "Check your answers"],
        "pairs": [("School", "First Street"), ("Role", ""), {"name": "Hours", "value": 12, "url": "/"}],
        "cells": [("Ana Ruiz", "First Street", "$1,200.00"), ("Ben Okafor", "Second Street", "$950.00")],
        "waiting_count": 3,
    }
    return render(
        request, "dashboard/design.html", context, status=422 if request.POST and form.errors else 200
    )
