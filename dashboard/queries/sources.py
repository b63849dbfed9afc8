"""What may wait for someone, hat by hat. Each function answers unevaluated queries of one shape (rows.py)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject

from applications.models import Application, Review
from applications.queries.renewals import to_renew
from coaching.models import CoachingCycle
from coaching.queries import WINDOWS, extra, narrowed, owing
from dashboard.queries.applied import applied, of_leaders
from dashboard.queries.assistance import assistance_of_finance
from dashboard.queries.checks import apart, to_answer, to_answer_for, without_days
from dashboard.queries.coached import (
    coach,
    headless_coaching,
    looking_back,
    release_times,
    support,
    to_agree,
    to_confirm,
)
from dashboard.queries.delivered import AHEAD, owed_by, to_accept
from dashboard.queries.happened import to_say_how_many
from dashboard.queries.of_fellows import fellow, of_fellows
from dashboard.queries.owed import disputed, paid_too_much
from dashboard.queries.rows import BACK, REFUSED, each, grouped, local_day, name_of
from pathways.models import DeliverableRecord, IltExpectation, Offering, Placement, SchoolPlaces
from pathways.policies import records_waiting_for, speaks_for
from pathways.queries import asked_to_attest
from people.models import Hat, Invitation, Post, PostRequest, School, User
from people.queries import directed_by, hats, hats_to_agree, without_signer
from seminars.models import Resource, Session
from stipends.models import (
    ClaimBatch,
    PayrollLayout,
    RefusedLine,
    RunRefusal,
    SchoolAllowance,
    StipendPolicy,
    StipendRun,
    SubstituteClaim,
    SubstituteTerms,
    claims_for,
)
from stipends.queries import kind_in_words, offered_without_amount, sent_back_to


def all_sources(user: User, day: date, now: datetime) -> list[Any]:
    """All that may wait for `user` by what they hold and wear today. Two queries at most, to know that."""
    worn = hats(user)
    found = [
        *applicant(user, day),
        *owed_by(user, day),
        to_answer(user, day),
        to_say_how_many(user, day),
        *door(user, now),
        *coach(user, day),
        *looking_back(user, day),
        *support(user, day),
        to_confirm(user, day),
        *to_agree(user),
        *fellow(user, day, day + AHEAD),
    ]
    found += signer(user, day)
    found += claiming(user)
    if worn.manager:
        found += manager(user, day, now)
    if worn.manager or worn.registrar:
        found.append(_without_signer(day))
    if worn.registrar or worn.money:
        found.append(_to_agree(user, day))
    if worn.finance:
        found += finance(user, day)
    if worn.money:
        found.append(disputed(user))
    if worn.has(Hat.Kind.DIRECTOR):
        found += director(user, day)
    return found


def applicant(user: User, day: date) -> "Iterator[Any]":
    """Own applications that stand still until their writer acts; what one was asked for: to act for a principal, to
    read."""
    mine = Application.objects.filter(person=user)
    role, school = "offering__role__name", "school__name"
    yield each(mine.to_finish(day), "draft", since=local_day("created_at"), what=role, where=school)
    yield each(mine.to_sign_in_office(), "in_office", since=local_day("created_at"), what=role, where=school)
    yield each(
        to_renew(user, day),
        "renew",
        key="offering",
        since=Coalesce(F("offering__extended_to"), F("offering__closes")),
        what=role,
        where="placement__school__name",
    )
    yield each(mine.sent_back(), "returned", since=local_day("changed_at"), what=role, where=school)
    answer_by = Coalesce(F("answer_by"), local_day("changed_at"))
    yield each(mine.to_answer(), "offer", since=answer_by, what=role, where=school)
    own = EmailAddress.objects.filter(user=user, verified=True).values("email")
    asked = Invitation.objects.filter(address__in=own, ends__gt=day)
    yield each(asked, "asked_to_act", since=local_day("asked_at"), who=name_of("principal"))
    asked_of_them = Review.objects.to_give(user, day)
    whose: dict[str, Any] = {
        "who": name_of("application__person"),
        "what": "application__offering__role__name",
        "where": "application__school__name",
    }
    yield each(asked_of_them.of_reading(), "review", since=local_day("assigned_at"), **whose)
    seen = asked_of_them.filter(interview__isnull=False)
    yield each(seen, "interview_scores", since="interview__day", **whose)


def door(user: User, now: datetime) -> "Iterator[Any]":
    """Rosters of sessions one led that are over and not closed: nothing of them counts for pay."""
    over = Session.objects.to_close(now).filter(facilitators=user)
    yield each(over, "roster", since=local_day("ends_at"), what="title", where="event__title")


def signer(user: User, day: date) -> "Iterator[Any]":
    """For who signs for a school, or acts for its signer: applications, deliverables, the year's attestation."""
    yield each(
        Application.objects.waiting_for_cosign().addressed_to(user, day),
        "cosign",
        since=local_day("submitted_at"),
        who=name_of("person"),
        what="offering__role__name",
        where="school__name",
    )
    schools = speaks_for(user)
    if not schools:
        return
    yield to_answer_for(user, day)
    asked = PostRequest.objects.waiting().filter(school__in=schools).exclude(person=user)
    yield each(
        asked,
        "works_here",
        since=local_day("asked_at"),
        who=name_of("person"),
        where="school__name",
    )
    # What staff accept is grouped for managers, whoever else they are.
    own = DeliverableRecord.objects.filter(deliverable__accepted_by="principal")
    yield each(
        records_waiting_for(own, user),
        "accept",
        since=local_day("submitted_at"),
        who=name_of("placement__person"),
        what="deliverable__title",
        where="placement__school__name",
    )
    yield _to_expect(schools, day)
    yield release_times(user)
    asked_for = asked_to_attest(user, day)
    yield grouped(asked_for, "attest", by="school", since="year__ends", where="school__name")


def claiming(user: User) -> "Iterator[Any]":
    """For the office of a school and whoever signs for it: claims for substitutes that came back, or were begun."""
    schools = claims_for(user)
    if not schools:
        return
    claims = SubstituteClaim.objects.filter(school__in=schools)
    for kind, rows in (("claim_returned", claims.come_back()), ("claim", claims.begun())):
        yield each(rows, kind, since=local_day("opened_at"), what="year__label", where="school__name")


def _to_expect(schools: Collection[int], day: date) -> Any:
    """Schools that have not said what they expect of a role that opens soon, or is open; how many such roles."""
    said = IltExpectation.objects.filter(offering=OuterRef("pk"), school=OuterRef(OuterRef("pk")))
    none = SchoolPlaces.objects.filter(offering=OuterRef("pk"), school=OuterRef(OuterRef("pk")), places=0)
    left = Offering.objects.asking_schools(day).filter(~Exists(said), ~Exists(none)).order_by()
    roles = left.values(one=Value(1)).annotate(count=Count("pk"), first=Min("opens"))
    asked = School.objects.filter(pk__in=schools).annotate(
        left=Subquery(roles.values("count")), opens=Subquery(roles.values("first"))
    )
    return each(
        asked.filter(left__gt=0),
        "expectations",
        since="opens",
        who="slug",
        where="name",
        what=Case(
            When(left=1, then=Value("1 role")),
            default=Concat(Cast("left", TextField()), Value(" roles"), output_field=TextField()),
            output_field=TextField(),
        ),
    )


def manager(user: User, day: date, now: datetime) -> "Iterator[Any]":
    """For program managers, of the pathways they manage; grouped, for they are many."""
    yield from applied(user)
    yield apart(user)
    yield without_days(day)
    yield from of_leaders(user)
    yield headless_coaching(day)
    yield each(
        Resource.objects.to_judge(user), "resource_reported", since=local_day("shared_at"), what="title"
    )
    yield from to_accept(user)
    yield from of_fellows(user, day)
    yield grouped(
        Session.objects.left_open(now, for_others_than=user),
        "rosters",
        by="event__year",
        since=local_day("ends_at"),
        what="event__year__label",
    )


def _without_signer(day: date) -> Any:
    """Schools of the network for which nobody can sign today."""
    last = Max("posts__ends", filter=Q(posts__position=Post.Position.PRINCIPAL, posts__ends__lte=day))
    found = without_signer(day).annotate(left=Coalesce(last, Value(day)))
    return each(found, "headless", since="left", who="slug", where="name")


def _to_agree(user: User, day: date) -> Any:
    """Hats of finance that count for nothing until a second person agrees."""
    return each(
        hats_to_agree(user, day),
        "hat",
        since=local_day("given_at"),
        who=name_of("person"),
        what=Concat(Value("finance "), F("kind"), output_field=TextField()),
        where=name_of("given_by"),
    )


def finance(user: User, day: date) -> "Iterator[Any]":
    """Runs to calculate, approve, export or confirm, amounts to type, and policies of others to publish."""
    worn = hats(user)
    runs = StipendRun.objects
    what, where = kind_in_words(), "year__label"
    if worn.superuser or worn.has(Hat.Kind.PREPARER):
        yield _refused(user)
        said = Concat(name_of("by"), Value(" wrote: "), F("note"), output_field=TextField())
        role, year = "policy__role__name", "policy__year__label"
        back = sent_back_to(user)
        yield each(back, BACK, key="policy", since=local_day("at"), who=said, what=role, where=year)
        for kind, waiting in (
            ("run_draft", runs.to_calculate()),
            ("run_approved", runs.to_export()),
            ("run_exported", runs.to_confirm()),
        ):
            yield each(waiting, kind, since=local_day("prepared_at"), what=what, where=where)
        unpaid = offered_without_amount().filter(year__ends__gt=day)
        yield grouped(unpaid, "amounts", by="year", since="opens", what="year__label")
    if worn.superuser or worn.has(Hat.Kind.APPROVER):
        by, others = name_of("prepared_by"), runs.to_approve(user)
        yield each(others, "run_calculated", since=local_day("calculated_at"), who=by, what=what, where=where)
    yield from paid_too_much(user)
    yield each(
        StipendPolicy.objects.to_publish(user),
        "policy",
        since=local_day("drafted_at"),
        who=name_of("drafted_by"),
        what="role__name",
        where="year__label",
    )
    yield from _substitutes(user, day)
    yield from assistance_of_finance(user, day)


def _substitutes(user: User, day: date) -> "Iterator[Any]":
    """Claims to approve, to export and to confirm; rates, limits and layouts of others to publish."""
    worn = hats(user)
    if worn.superuser or worn.has(Hat.Kind.PREPARER):
        approved, since = SubstituteClaim.objects.to_export(), local_day("approved_at")
        yield grouped(approved, "claims_approved", by="year", since=since, what="year__label")
        batches, made = ClaimBatch.objects.to_confirm(), local_day("made_at")
        yield each(batches, "claims_exported", since=made, what="number", where="year__label")
    if worn.superuser or worn.has(Hat.Kind.APPROVER):
        yield each(
            SubstituteClaim.objects.to_approve(user, day),
            "claim_submitted",
            since=local_day("submitted_at"),
            who=name_of("submitted_by"),
            what="year__label",
            where="school__name",
        )
    yield each(
        SubstituteTerms.objects.to_publish(user),
        "terms",
        since=local_day("drafted_at"),
        who=name_of("drafted_by"),
        what="starts",
    )
    yield each(
        SchoolAllowance.objects.to_publish(user, day),
        "allowance",
        since=local_day("drafted_at"),
        who=name_of("drafted_by"),
        what="year__label",
        where="school__name",
    )
    yield each(
        PayrollLayout.objects.to_publish(user),
        "layout",
        since=local_day("drafted_at"),
        who=name_of("drafted_by"),
        what="name",
    )


def _refused(user: User) -> Any:
    """A preparer's first duty: runs whose approval was refused. `w_who` packs who, their words, and the lines."""
    said = RefusedLine.objects.filter(refusal=OuterRef("pk")).order_by().values("refusal")
    line = JSONObject(name=name_of("placement__person"), causes="causes")
    lines = said.annotate(found=JSONBAgg(line, order_by="pk")).values("found")
    return each(
        RunRefusal.objects.standing(),
        REFUSED,
        key="run",
        since=local_day("at"),
        who=Cast(JSONObject(by=name_of("by"), words="words", lines=Subquery(lines)), TextField()),
        what=kind_in_words("run__kind"),
        where="run__year__label",
    )


def director(user: User, day: date) -> "Iterator[Any]":
    """At the schools one directs: what is late, school by school."""
    mine = directed_by(user, day)
    late = DeliverableRecord.objects.overdue(day).filter(
        placement__school__in=mine, placement__year__starts__lte=day, placement__year__ends__gt=day
    )
    yield grouped(
        late,
        "late_deliverables",
        by="placement__school",
        since="deliverable__due",
        where="placement__school__name",
    )
    running = {"year__starts__lte": day, "year__ends__gt": day}
    held = owing(None, day, Placement.objects.filter(school__in=mine, **running))
    for window in WINDOWS:
        owed = narrowed(held, window=window, wanted="overdue", today=day)
        yield grouped(owed, f"late_{window}", by="school", since=f"{window}_due", where="school__name")
    at_mine = {f"placement__{name}": value for name, value in running.items()}
    beyond = extra(CoachingCycle.objects.filter(placement__school__in=mine, **at_mine), None, "overdue", day)
    yield grouped(beyond, "late_extra", by="placement__school", since="due", where="placement__school__name")
