"""What the year after takes over from the one before it: step by step, shown before anything is made. Each step says
what it would make; what is there already is never made twice, and nothing is published by making it."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, prefetch_related_objects

from applications.models import Application, RenewalInvitation
from common.counting import counted
from common.errors import DomainError
from common.money import dollars
from dashboard.queries.goals import goals_step
from dashboard.queries.rates import rates_step
from dashboard.queries.steps import (
    CALENDAR,
    COHORT,
    OFFERINGS,
    POLICIES,
    REMINDERS,
    RENEWALS,
    SCOPE,
    SESSIONS,
    Made,
    Step,
    TurnOver,
)
from fellows.models import FellowCohort
from fellows.policies import why_not_cohort
from fellows.queries import next_cohort
from notifications.policies import keeps_reminders
from notifications.queries import rules_on
from pathways.models import Offering, Pathway, Placement, ProgramYear, Role, ScopeItem, managed
from pathways.policies import why_not_drafting, writes_scope
from pathways.queries import calendar_in, shifted_to, year_before
from pathways.rules.calendar import NO_NAME, Calendar, Span, moved
from pathways.rules.holidays import why_beside
from pathways.rules.lines import in_full, line_of
from pathways.services import DraftToMake, change_of, to_copy, to_draft
from people.models import Post, User
from people.queries import hats
from seminars.models import Session
from seminars.policies import plans_any
from stipends.models import StipendPolicy
from stipends.policies import sees_money, why_not_calendar
from stipends.policies import why_not_drafting as why_no_policy
from stipends.queries import policies_to_carry

WHO_WRITES = "Only managers and the academic team write the scope and sequence."


def turn_over(user: User, year: ProgramYear, today: date) -> TurnOver | None:
    """All steps as `user` may do them; None where no year is before it. A fixed number of queries."""
    before = year_before(year)
    if before is None:
        return None
    steps = (
        _calendar(user, year, before),
        _offerings(user, year, today),
        _sessions(user, year, before),
        _scope(user, year, before),
        goals_step(user, year, before),
        _policies(user, year),
        rates_step(user, year, before, today),
        _cohort(user, year),
        _reminders(user),
        _renewals(user, year, before, today),
    )
    return TurnOver(year, before, steps)


def _said(refusal: DomainError | None) -> str:
    return str(refusal or "")


def _calendar(user: User, year: ProgramYear, before: ProgramYear) -> Step:
    url, link, name = f"/years/{year}/calendar/", f"Calendar of {year}", "Calendar"
    prefetch_related_objects([before], "calendar_entries")
    suggested = shifted_to(year, before)
    if suggested is None or not suggested[0].days():
        stored = calendar_in(year)
        days = len(stored.days()) if stored else year.days_count
        lead = f"{before} has no calendar that could be shifted. Enter the one of {year}."
        told = counted(days, "service day") if days else "none to shift"
        return Step(
            CALENDAR, name, bool(days), told, f"{year} has its calendar." if days else lead, url, link
        )
    calendar, by = suggested
    change = change_of(year, calendar)
    if change.before is not None:
        told = counted(change.before, "service day")
        return Step(CALENDAR, name, True, told, f"{year} has its calendar: {told}.", url, link)
    was = calendar_in(before) or calendar
    made = counted(change.after, "service day")
    lead = (
        f"{made}, {counted(by.days // 7, 'week')} after those of {before}, each on its weekday; "
        f"holidays of a date, like November 11, keep it. {before} had "
    )
    return Step(
        CALENDAR,
        name,
        False,
        f"{made} to make",
        f"{lead}{len(was.days())}.",
        url,
        "Change it before it is made",
        _days(was, calendar, by, year),
        f"Make the calendar of {year}",
        _said(why_not_calendar(user, year)),
        "Its days can be corrected afterwards.",
        change.mark,
    )


def _days(was: Calendar, now: Calendar, by: timedelta, year: ProgramYear) -> tuple[Made, ...]:
    rows = [Made("First day of school", in_full(was.first), in_full(now.first))]
    lasts = (year.starts, year.last_day)
    off = [(span, moved(span, by, *lasts)) for span in was.off]
    on = [(span, span.later(by).within(*lasts)) for span in was.on]
    for span, kept in (*off, *on):
        becomes = _span(kept) if kept else f"not in {year}"
        note = why_beside(span.name, kept.first) if kept else "It falls out of the year."
        rows.append(Made(span.name or NO_NAME, _span(span), becomes, note=note))
    return (*rows, Made("Last day of school", in_full(was.last), in_full(now.last)))


def _span(span: Span) -> str:
    """Its days without its name."""
    return line_of(Span(span.first, span.last))


def _offerings(user: User, year: ProgramYear, today: date) -> Step:
    url, link = f"/offerings/years/{year}/", f"Offerings of {year}"
    roles = Role.objects.filter(pathway__kind=Pathway.Kind.LEADERSHIP)
    whole, there = roles.count(), Offering.objects.filter(year=year).count()
    missing = roles.exclude(offerings__year=year).select_related("pathway")
    missing = missing.order_by("pathway__position", "position", "name")
    drafts = to_draft(missing, year, today)
    told = f"{there} of {whole} there"
    if not drafts:
        lead = f"Every role has its offering of {year}, with its places. Publish them in the table."
        return Step(OFFERINGS, "Offerings and places", True, told, lead, url, link)
    covered = managed(user)
    rows = tuple(_draft(draft, covered is None or draft.role.pathway_id in covered) for draft in drafts)
    theirs = sum(bool(row.key) for row in rows)
    lead = (
        f"{counted(len(drafts), 'new draft')}, with the questions, promises, deliverables and places of the year "
        "before. Their days are whole weeks later, so each keeps its weekday."
    )
    return Step(
        OFFERINGS,
        "Offerings and places",
        False,
        told,
        lead,
        url,
        link,
        rows,
        "Make the drafts" if theirs else "",
        _said(why_not_drafting(user)),
        "Nobody reads a draft before it is published; its days and places are typed in the table of offerings.",
    )


def _draft(draft: DraftToMake, theirs: bool) -> Made:
    before, key = draft.before, str(draft.role.pk) if theirs else ""
    becomes = _window(draft.days)
    if before is None:
        return Made(draft.role.name, "", becomes, key, "Never offered before: it says what the guide says.")
    was = _window({"opens": before.opens, "closes": before.closes})
    own = len(before.school_places.all())
    places = f"{counted(before.places_per_school, 'place')} at a school"
    others = f", other numbers at {counted(own, 'school')}" if own else ""
    return Made(f"{draft.role.name}, {places}{others}", was, becomes, key)


def _window(days: dict[str, date | None]) -> str:
    opens, closes = days["opens"], days["closes"]
    return f"{_weekday(opens)} to {_weekday(closes)}"


def _weekday(day: date | None) -> str:
    return f"{day:%a}, {_short(day)}" if day else ""


def _short(day: date | None) -> str:
    return f"{day:%b %-d, %Y}" if day else ""


def _sessions(user: User, year: ProgramYear, before: ProgramYear) -> Step:
    years = Session.objects.taking_place().filter(event__year__in=[year, before])
    found = Counter(years.order_by().values_list("event__year_id", flat=True))
    there, had = found[year.pk], found[before.pk]
    told = f"{there} planned, {before} had {had}"
    url, link = f"/seminars/plan/{year}/again/", f"Show the sessions of {before}, shifted"
    lead = f"Sessions of {before} are planned again on their weekdays of {year}, each with its hours, room and people."
    if not had:
        url, link = f"/seminars/plan/{year}/series/", f"Plan the sessions of {year}"
        lead = f"{before} has no sessions that could be planned again."
    if not plans_any(user):
        # The pages that plan turn them away; the plan itself is for all staff.
        url, link, lead = (
            f"/seminars/plan/{year}/",
            f"Sessions of {year}",
            f"{lead} Program managers plan them.",
        )
    return Step(SESSIONS, "Sessions", there > 0, told, lead, url, link)


def _scope(user: User, year: ProgramYear, before: ProgramYear) -> Step:
    url, link = f"/years/{year}/scope/", f"Scope and sequence of {year}"
    there = ScopeItem.objects.filter(year=year).count()
    if not writes_scope(user):
        had = ScopeItem.objects.filter(year=before).count()
        told = f"{there or 'none'} there, {before} has {had or 'none'}"
        lead = f"Cells that are empty may say what they said in {before}. {WHO_WRITES}"
        return Step(SCOPE, "Scope and sequence", there > 0, told, lead, url, link)
    items = to_copy(year, before, user)
    if not items:
        told = counted(there, "item")
        lead = f"Nothing of {before} is left to copy for you: cells that say something already stay."
        return Step(SCOPE, "Scope and sequence", there > 0, told, lead, url, link)
    rows = _equal(items, before.starts.year - year.starts.year)
    told = f"{there} there, {len(items)} to copy"
    lead = (
        f"{counted(len(items), 'item')} of {before}, a month for the same month, into cells that are empty."
    )
    return Step(
        SCOPE,
        "Scope and sequence",
        False,
        told,
        lead,
        url,
        link,
        rows,
        "Copy them",
        after="What is written in a cell stays.",
    )


def _equal(items: list[ScopeItem], years: int) -> tuple[Made, ...]:
    """A row for each focus of a month, however many audiences share it. `years` leads back to the year before."""
    shared: dict[tuple[date, str], list[str]] = {}
    for item in items:
        audience = item.role.name if item.role else "School leaders"
        shared.setdefault((item.month, item.focus), []).append(audience)
    return tuple(
        Made(
            focus,
            f"{month.replace(year=month.year + years):%B %Y}",
            f"{month:%B %Y}",
            note=", ".join(audiences),
        )
        for (month, focus), audiences in shared.items()
    )


def _policies(user: User, year: ProgramYear) -> Step:
    url, link = "/stipends/policies/", "Stipend policies"
    policies = policies_to_carry(year)
    there = StipendPolicy.objects.standing().filter(year=year).order_by().values("role").distinct().count()
    told = counted(there, "role has one", "roles have one")
    if not sees_money(user):
        # What roles are paid is theirs who may open the policies.
        told = f"{told}, {len(policies):,} to draft" if policies else told
        done = not policies and there > 0
        return Step(POLICIES, "Stipend policies", done, told, "Finance drafts and publishes these.", "", "")
    if not policies:
        lead = f"No role that was paid before is without a policy or a draft of {year}."
        return Step(POLICIES, "Stipend policies", there > 0, told, lead, url, link)
    rows = tuple(
        Made(
            policy.role.name,
            f"{dollars(policy.annual_cents)} in {policy.year}",
            f"{dollars(policy.annual_cents)}, a draft",
            str(policy.role_id),
        )
        for policy in policies
    )
    lead = (
        f"{counted(len(rows), 'new draft')}: the amount and the rule of the year before. Another amount is typed in "
        "the table of offerings."
    )
    return Step(
        POLICIES,
        "Stipend policies",
        False,
        told,
        lead,
        url,
        link,
        rows,
        "Make the drafts",
        _said(why_no_policy(user)),
        "A draft pays nobody before a second person publishes it.",
    )


def _cohort(user: User, year: ProgramYear) -> Step:
    begins = list(FellowCohort.objects.filter(starts__year=year.starts.year).order_by("starts"))
    if begins:
        told = ", ".join(cohort.name for cohort in begins)
        lead = f"The fellows of {year.starts.year} have their cohort: {told}."
        return Step(COHORT, "Fellows’ cohort", True, told, lead, "/fellows/", "Fellows")
    suggested, url, link = next_cohort(), "/fellows/cohorts/new/", "Open one with other days"
    if not suggested.get("name") or suggested["starts"].year != year.starts.year:
        lead = (
            f"No cohort of the year before can be repeated. Open the one that begins in {year.starts.year}."
        )
        refusal = _said(why_not_cohort(user))
        # The page that opens one turns others away.
        url, lead = ("", f"{lead} {refusal}") if refusal else (url, lead)
        return Step(COHORT, "Fellows’ cohort", False, "none opened yet", lead, url, "Open a cohort")
    days = f"{_short(suggested['starts'])} to {_short(suggested['last'])}"
    row = Made(suggested["name"], "", f"{days}, {counted(suggested['places'], 'place')}")
    lead = "The cohort of the year before, a year later."
    refusal = _said(why_not_cohort(user))
    after = "Nobody is nominated or told."
    return Step(
        COHORT, "Fellows’ cohort", False, "1 to open", lead, url, link, (row,), "Open it", refusal, after
    )


def _reminders(user: User) -> Step:
    rules = rules_on().count()
    told = counted(rules, "rule")
    lead = "Rules of reminders hold for every year: there is nothing to make."
    url = "/reminders/" if keeps_reminders(user) else ""
    return Step(REMINDERS, "Reminders", rules > 0, told, lead, url, "Reminders")


def _renewals(user: User, year: ProgramYear, before: ProgramYear, today: date) -> Step:
    """Who held a role to the end of the year before is invited by its offering of this one, once that is open. Done
    when nobody is left who works where they served, was not invited and did not begin by themselves."""
    same_role = {"offering__year": year, "offering__role": OuterRef("role")}
    asked = Exists(RenewalInvitation.objects.filter(placement=OuterRef("pk"), offering__year=year))
    began = Exists(Application.objects.filter(person=OuterRef("person"), **same_role))
    posts = Post.objects.on(max(today, year.starts))
    stays = Exists(posts.filter(person=OuterRef("person"), school=OuterRef("school")))
    offered = Offering.objects.filter(year=year).values("role")
    held = Placement.objects.standing().filter(year=before, role__in=offered)
    found = held.annotate(asked=asked, began=began, stays=stays).aggregate(
        all=Count("pk", filter=Q(asked=True) | Q(began=True) | Q(stays=True)),
        invited=Count("pk", filter=Q(asked=True)),
        left=Count("pk", filter=Q(stays=True, asked=False, began=False)),
    )
    going_on = Application.objects.filter(offering__year=year, renews__isnull=False).count()
    told = f"{found['invited']:,} of {found['all']:,} invited, {going_on:,} renew"
    lead = f"Whoever holds a role of {before} to its end may go on. Invite them once the offerings of {year} are open."
    return Step(
        RENEWALS,
        "Renewals",
        bool(found["all"]) and not found["left"],
        told if found["all"] else "nobody to invite yet",
        lead,
        # Its page is for program managers alone.
        "/renewals/" if hats(user).manager else "",
        "Invite leaders to renew",
    )
