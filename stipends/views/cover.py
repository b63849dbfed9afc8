"""The page on which a school names substitutes for a day ahead."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from common.clock import local_date
from common.doors import SignedIn, allowed, sent, status_of, tried
from people.models import School
from seminars.models import Session
from stipends import services
from stipends.forms import CoverForm
from stipends.policies import why_not_claim
from stipends.queries.cover import Day, day_of
from stipends.states import ClaimAction
from stipends.views.doors import school_of

SAVED = "Saved."


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: SignedIn, pk: int, session: int) -> HttpResponse:
    """Name, change or take away who covers for the teachers of a school on the day of a session."""
    school = school_of(request, pk)
    held = get_object_or_404(Session.objects.select_related("event__year"), pk=session)
    day = day_of(school, held, timezone.now(), _ids(sent(request)))
    if not day.out:
        raise Http404("This session takes nobody of this school out of class.")
    allowed(why_not_claim(request.user, ClaimAction.OPEN, school_id=school.pk))
    form = CoverForm(sent(request), out=day.out, standing=day.standing, before=day.before)
    if form.is_valid() and _kept(request, form, school, held):
        messages.success(request, SAVED)
        return redirect("stipends:claims_school", pk=school.pk)
    return _show(request, school, held, day, form)


def _ids(data: QueryDict | None) -> set[int]:
    """The teachers whose fields were sent: what was typed for one who is not out any more comes back too."""
    sent_for = (name.removesuffix("-units") for name in data or () if name.endswith("-units"))
    return {int(one) for one in sent_for if one.isascii() and one.isdigit() and len(one) < 19}


def _kept(request: SignedIn, form: CoverForm, school: School, held: Session) -> Any:
    named = {person.pk: services.Named(**form.of(person.pk)) for person in form.people}
    return tried(form, services.name_substitutes, school=school, session=held, by=request.user, named=named)


def _show(request: SignedIn, school: School, held: Session, day: Day, form: CoverForm) -> HttpResponse:
    context = {
        "school": school,
        "session": held,
        "day": local_date(held.starts_at),
        "form": form,
        "rows": [
            {
                "person": person,
                "before": day.before.get(person.pk) if person.pk not in day.standing else None,
                "idle": person.pk not in day.needed,
                "fields": {
                    one: form[f"{person.pk}-{one}"] for one in ("substitute", "number", "units", "seen")
                },
            }
            for person in form.people
        ],
        "crumbs": [
            {"name": "Substitutes", "url": reverse("stipends:claims")},
            {"name": school.name, "url": reverse("stipends:claims_school", args=[school.pk])},
        ],
    }
    return render(request, "stipends/cover.html", context, status=status_of(form))
