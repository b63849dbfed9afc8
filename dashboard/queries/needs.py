"""What a program year needs before people can work in it: nine things, each with its state, its count and its gaps, in
one question to the database."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject

from common.counting import agreeing, counted
from fellows.models import FellowCohort
from notifications.queries import rules_on
from pathways.models import (
    CalendarEntry,
    Offering,
    Pathway,
    ProgramYear,
    Role,
    SchoolPlaces,
    ScopeItem,
    ServiceDay,
)
from pathways.queries import months_to_fill, year_before
from people.queries import members, without_signer
from seminars.models import Session, SessionQuerySet
from stipends.models import StipendPolicy

CALENDAR, SCHOOLS, OFFERINGS, PLACES, SESSIONS, SCOPE, POLICIES, REMINDERS, COHORT = (
    "Calendar",
    "Schools and signers",
    "Offerings",
    "Places",
    "Sessions",
    "Scope and sequence",
    "Stipend policies",
    "Reminders",
    "Fellows’ cohort",
)
APPOINT = "Appoint"
READY, GAP, EMPTY = "ready", "gap", "empty"
# Where the rules of reminders are kept.
RULES = "/reminders/"
# Names that a gap tells; of more it says how many.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a year needs: `done` of `whole`, in words, what is missing, and the one link that mends it."""

    name: str
    state: str
    done: int
    whole: int
    count: str
    gap: str
    url: str
    verb: str = "Open"

    @property
    def ready(self) -> bool:
        return self.state == READY


@dataclass(frozen=True, slots=True)
class Needs:
    """All of them, in the order in which a year is set up."""

    year: ProgramYear
    rows: tuple[Need, ...]

    @property
    def ready(self) -> int:
        return sum(row.ready for row in self.rows)

    @property
    def first_gap(self) -> Need | None:
        """The first that is not ready: of those one may mend oneself, where there is one."""
        gaps = [row for row in self.rows if not row.ready]
        return next((row for row in gaps if row.url), next(iter(gaps), None))

    @property
    def others(self) -> str:
        """How many have a gap and how many are empty: "4 have a gap, 1 is empty"."""
        states = Counter(row.state for row in self.rows)
        told = [counted(states[GAP], "has a gap", "have a gap")] if states[GAP] else []
        told += [counted(states[EMPTY], "is empty", "are empty")] if states[EMPTY] else []
        return ", ".join(told)


def needs_of(year: ProgramYear, today: date) -> Needs:
    """What the year needs on `today`; of one that lies ahead, who signs is asked for its first day. Two questions,
    however much there is."""
    day = min(max(today, year.starts), year.last_day)
    before = year_before(year)
    # One row, whose columns are the answers.
    facts = cast(
        "dict[str, Any]", ProgramYear.objects.filter(pk=year.pk).values(**_asked(year, before, day)).get()
    )
    roles = facts["roles"]
    return Needs(
        year,
        (
            _calendar(year, facts),
            _schools(facts, day, today),
            _offerings(year, roles),
            _places(year, roles, facts["schools"]),
            _sessions(year, roles, facts, before),
            _scope(year, roles, facts),
            _policies(year, roles),
            _reminders(facts["rules"]),
            _cohort(year, facts["cohorts"]),
        ),
    )


def _asked(year: ProgramYear, before: ProgramYear | None, day: date) -> dict[str, Any]:
    headless = without_signer(day).order_by("sort_name")
    sessions = Session.objects.taking_place().filter(event__year=year)
    last = Session.objects.taking_place().filter(event__year=before) if before else Session.objects.none()
    items = ScopeItem.objects.filter(year=year).order_by("month")
    begins = FellowCohort.objects.filter(starts__year=year.starts.year).order_by("starts")
    return {
        "days": _number(ServiceDay.objects.filter(year=year)),
        "breaks": _number(CalendarEntry.objects.filter(year=year, serves=False)),
        "schools": _number(members(day)),
        "headless": ArraySubquery(headless.values(json=JSONObject(name="name", slug="slug"))),
        "roles": ArraySubquery(_roles(year).values(json=_role(year, sessions))),
        "sessions": _number(sessions),
        "last_sessions": _number(last),
        "session_days": ArraySubquery(sessions.order_by("starts_at").values("starts_at")),
        "cells": ArraySubquery(items.values(json=JSONObject(month="month", role="role"))),
        "rules": _number(rules_on()),
        "cohorts": ArraySubquery(begins.values(json=JSONObject(name="name", places="places"))),
    }


def _number(rows: "QuerySet[Any, Any]") -> Coalesce:
    """How many rows there are, as a column."""
    found = rows.order_by().values(one=Value(1)).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(found, output_field=IntegerField()), Value(0))


def _roles(year: ProgramYear) -> "QuerySet[Role]":
    """The roles that leaders hold, as in the catalog."""
    leading = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP)
    return leading.order_by("pathway__position", "position", "name")


def _role(year: ProgramYear, sessions: SessionQuerySet) -> JSONObject:
    offered = Offering.objects.filter(year=year, role=OuterRef("pk"))
    own = SchoolPlaces.objects.filter(offering__year=year, offering__role=OuterRef("pk"))
    policies = StipendPolicy.objects.filter(year=year, role=OuterRef("pk"))
    invited = sessions.required_of(OuterRef("pk"))
    return JSONObject(
        pk="pk",
        name="name",
        there=Exists(offered),
        out=Exists(offered.filter(published_version__isnull=False)),
        places=Subquery(offered.values("places_per_school")),
        # Schools with places of their own, and how many these are.
        apart=_number(own),
        own=Coalesce(
            Subquery(own.order_by().values(one=Value(1)).annotate(all=Sum("places")).values("all")), Value(0)
        ),
        paid=Exists(policies.published()),
        # One in force stands too; what is paid is asked first.
        drafted=Exists(policies.standing().order_by()),
        invited=Exists(invited),
    )


def listed(names: list[str]) -> str:
    """ "Jordan, Ritter" or "Jordan, Ritter, Santee and 4 more"."""
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return f"{shown} and {more} more" if more > 0 else shown


def _state(done: int, whole: int) -> str:
    return READY if whole and done >= whole else GAP if done else EMPTY


def _calendar(year: ProgramYear, facts: dict[str, Any]) -> Need:
    days, breaks = facts["days"], facts["breaks"]
    gap = "Type its first and last day, breaks and holidays."
    if days and year.school_starts and year.school_ends:
        free = counted(breaks, "break or holiday", "breaks and holidays")
        gap = f"{_day(year.school_starts)} to {_day(year.school_ends, before=True)}; {free}"
    elif days:
        gap = "Each day is known."
    elif year.days_count:
        gap = "Only their number is known: stipends need the days."
    known = days or year.days_count or 0
    url, verb = f"/years/{year}/calendar/", "Open" if known else "Enter it"
    state, count = READY if known else EMPTY, counted(known, "day of service", "days of service")
    return Need(CALENDAR, state, known, known or 1, count, gap, url, verb)


def _day(day: date, *, before: bool = False) -> str:
    shown = date.fromordinal(day.toordinal() - before)
    return f"{shown:%B} {shown.day}"


def _schools(facts: dict[str, Any], day: date, today: date) -> Need:
    whole, headless = facts["schools"], facts["headless"]
    done = whole - len(headless)
    if not whole:
        gap = "No school is in the network in this year."
    elif headless:
        since = f" from {day:%B} {day.day} on" if day > today else ""
        schools = counted(len(headless), "school")
        gap = f"{schools} without a signer{since}: {listed([school['name'] for school in headless])}"
    else:
        gap = "Each has somebody who signs."
    # One by one: whose page is left with somebody appointed is not the first any more.
    url, verb = (f"/schools/{headless[0]['slug']}/signer/", APPOINT) if headless else ("/schools/", "Open")
    return Need(
        SCHOOLS,
        _state(done, whole),
        done,
        whole,
        f"{done:,} of {whole:,} {agreeing(done, 'has', 'have')} a signer",
        gap,
        url,
        verb,
    )


def _offerings(year: ProgramYear, roles: list[dict[str, Any]]) -> Need:
    done, whole = sum(role["out"] for role in roles), len(roles)
    drafts = [role["name"] for role in roles if role["there"] and not role["out"]]
    none = [role["name"] for role in roles if not role["there"]]
    gap = _both(("Drafts", drafts), ("None yet", none)) or "Each role is published."
    url, count = f"/offerings/years/{year}/", f"{done} of {whole} published"
    return Need(OFFERINGS, _state(done, whole), done, whole, count, gap, url)


def _both(*groups: tuple[str, list[str]]) -> str:
    return ". ".join(f"{words}: {listed(names)}" for words, names in groups if names)


def _places(year: ProgramYear, roles: list[dict[str, Any]], schools: int) -> Need:
    offered = [role for role in roles if role["there"]]
    places = sum(role["own"] + role["places"] * max(schools - role["apart"], 0) for role in offered)
    without = [role["name"] for role in roles if not role["there"]]
    done, whole = len(offered), len(roles)
    gap = _both(("No places yet", without)) or "Each role has its places, by default or by school."
    count = f"{places:,} at {counted(schools, 'school')}"
    return Need(PLACES, _state(done, whole), done, whole, count, gap, f"/offerings/years/{year}/")


def _sessions(
    year: ProgramYear, roles: list[dict[str, Any]], facts: dict[str, Any], before: ProgramYear | None
) -> Need:
    planned, last = facts["sessions"], facts["last_sessions"]
    without = [role["name"] for role in roles if not role["invited"]]
    state = EMPTY if not planned else GAP if without else READY
    had = f"{before} had {last}" if before and last else ""
    gap = "None yet" if not planned else _both(("No required session for", without))
    words = ". ".join(part for part in (gap, had) if part) or "Each role has its sessions."
    count = f"{planned} of {last} planned" if planned < last else f"{planned} planned"
    return Need(
        SESSIONS,
        state,
        planned,
        max(planned, last, 1),
        count,
        words,
        f"/seminars/plan/{year}/",
        "Plan them" if not planned else "Open",
    )


def _scope(year: ProgramYear, roles: list[dict[str, Any]], facts: dict[str, Any]) -> Need:
    audiences = [*(role["pk"] for role in roles), None]
    cells = {(date.fromisoformat(cell["month"]), cell["role"]) for cell in facts["cells"]}
    months = sorted(months_to_fill(year, (month for month, _ in cells), facts["session_days"]))
    empty = {month: sum((month, who) not in cells for who in audiences) for month in months}
    whole = len(months) * len(audiences)
    done = whole - sum(empty.values())
    gaps = [f"{month:%B}" for month in months if empty[month]]
    gap = f"Not complete: {listed(gaps)}" if gaps else "Every month says who learns what."
    url = f"/years/{year}/scope/"
    if not cells:
        return Need(
            SCOPE,
            EMPTY,
            0,
            whole or 1,
            "0 cells filled",
            "Nothing is written yet.",
            url,
            "Type it in",
        )
    return Need(
        SCOPE,
        _state(done, whole),
        done,
        whole,
        f"{done} of {whole} cells filled",
        gap,
        url,
        "Type it in" if gaps else "Open",
    )


def _policies(year: ProgramYear, roles: list[dict[str, Any]]) -> Need:
    done, whole = sum(role["paid"] for role in roles), len(roles)
    drafts = [role["name"] for role in roles if role["drafted"] and not role["paid"]]
    none = [role["name"] for role in roles if not role["drafted"] and not role["paid"]]
    gap = (
        _both(("To be published by a second person", drafts), ("None yet", none))
        or "Each role has its amount."
    )
    # Amounts are typed beside all roles of the year; a draft is published on its own page.
    typed = (f"/offerings/years/{year}/", "Type the amounts")
    url, verb = (
        typed if none else ("/stipends/policies/", "Publish") if drafts else ("/stipends/policies/", "Open")
    )
    return Need(
        POLICIES,
        _state(done, whole),
        done,
        whole,
        f"{done} of {whole} published",
        gap,
        url,
        verb,
    )


def _reminders(rules: int) -> Need:
    state, gap = (READY, "They hold for every year.") if rules else (EMPTY, "Nobody is reminded of anything.")
    return Need(REMINDERS, state, rules, max(rules, 1), counted(rules, "rule on", "rules on"), gap, RULES)


def _cohort(year: ProgramYear, cohorts: list[dict[str, Any]]) -> Need:
    name, url = COHORT, "/fellows/"
    if not cohorts:
        none, new = f"No cohort of fellows begins in {year.starts.year}.", "/fellows/cohorts/new/"
        return Need(name, EMPTY, 0, 1, "none", none, new, "Open it")
    places = sum(cohort["places"] for cohort in cohorts)
    words = ", ".join(cohort["name"] for cohort in cohorts)
    return Need(name, READY if places else GAP, places, places or 1, counted(places, "place"), words, url)
