"""What putting terms for substitutes in force ends early, and what that touches."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from common.clock import day_begins, day_in_words
from common.counting import agreeing, counted
from common.edits import mark_of
from seminars.models import Session
from stipends.models import ClaimLine, SubstituteTerms
from stipends.states import SETTLED, ClaimState

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Publishing:
    """A draft of terms, the ones it ends on its first day (None: it ends none), and what lies on their days from then
    on: lines and claims that are not approved, and sessions. `refusal`: why it cannot be published; empty: it can."""

    draft: SubstituteTerms
    ends: SubstituteTerms | None
    refusal: str = ""
    lines: int = 0
    claims: int = 0
    sent: int = 0
    sessions: int = 0

    @property
    def said(self) -> list[str]:
        """What it does, a sentence each; none where it ends no others."""
        if self.ends is None:
            return []
        last, was = day_in_words(self.draft.starts - ONE_DAY), day_in_words(self.ends.ends - ONE_DAY)
        return [
            f"The terms {self.ends} ({self.ends.says}) end early: {last} is their last day instead of {was}.",
            f"{self._days()} are not theirs any more; {counted(self.sessions, 'session')} for which a school may claim"
            f" {agreeing(self.sessions, 'lies', 'lie')} on these days.",
            self._claims(),
            *self._gap(),
        ]

    def _days(self) -> str:
        assert self.ends is not None
        return f"The days from {day_in_words(self.draft.starts)} to {day_in_words(self.ends.ends - ONE_DAY)}"

    def _claims(self) -> str:
        if not self.lines:
            return "No claim is begun or sent for these days."
        return (
            f"{counted(self.lines, 'line')} of {counted(self.claims, 'claim')} for these days"
            f" {agreeing(self.lines, 'is', 'are')} not approved yet; {self.sent:,} of these claims"
            f" {agreeing(self.sent, 'was', 'were')} sent. Each line is worked out anew by the terms of its day, and"
            " whoever approves sees the new amount first."
        )

    def _gap(self) -> list[str]:
        """The days at their end that these terms do not take over."""
        if self.ends is None or self.draft.ends >= self.ends.ends:
            return []
        return [
            f"From {day_in_words(self.draft.ends)} to {day_in_words(self.ends.ends - ONE_DAY)} no terms are in force"
            " then: schools send no claim for these days until others are published."
        ]

    @property
    def mark(self) -> str:
        """Of all that it says; empty where it ends no others."""
        return mark_of(" ".join(self.said)) if self.said else ""


def publishing(draft: SubstituteTerms) -> Publishing:
    """What publishing this draft would do now. Four queries at most."""
    met = SubstituteTerms.objects.published().filter(starts__lt=draft.ends, ends__gt=draft.starts)
    found = list(met.exclude(pk=draft.pk).order_by("starts"))
    before = next((one for one in found if one.starts < draft.starts), None)
    if others := [one for one in found if one is not before]:
        words = f"Other terms are in force in these days: {', '.join(map(str, others))}. Retire them first."
        return Publishing(draft, before, words)
    if before is None:
        return Publishing(draft, None)
    if refusal := _approved(before, draft.starts):
        return Publishing(draft, before, refusal)
    return Publishing(draft, before, "", *_waiting(draft.starts, before.ends), _sessions(draft, before))


def _approved(terms: SubstituteTerms, day: date) -> str:
    """That claims were approved by these terms for this day, or later ones; empty where none was."""
    lines = ClaimLine.objects.filter(terms=terms, day__gte=day, claim__state__in=SETTLED)
    found = lines.aggregate(lines=Count("pk"), last=Max("day"))
    if not found["lines"]:
        return ""
    return (
        f"{counted(found['lines'], 'line')} of approved claims for {day_in_words(day)} or later"
        f" {agreeing(found['lines'], 'stands', 'stand')} under the terms {terms}, the last for"
        f" {day_in_words(found['last'])}. What was approved keeps its terms: discard this draft, and write one with"
        f" {day_in_words(found['last'] + ONE_DAY)} or a later day as its first."
    )


def _waiting(starts: date, ends: date) -> tuple[int, int, int]:
    """Of the days from `starts` up to before `ends`: lines that are not approved, their claims, and how many of those
    were sent."""
    lines = ClaimLine.objects.live().filter(day__gte=starts, day__lt=ends).exclude(claim__state__in=SETTLED)
    found = lines.aggregate(
        lines=Count("pk"),
        claims=Count("claim", distinct=True),
        sent=Count("claim", distinct=True, filter=Q(claim__state=ClaimState.SUBMITTED)),
    )
    return found["lines"], found["claims"], found["sent"]


def _sessions(draft: SubstituteTerms, before: SubstituteTerms) -> int:
    """Sessions that take place on the days those lose, and teachers out of class."""
    days = {"starts_at__gte": day_begins(draft.starts), "starts_at__lt": day_begins(before.ends)}
    return Session.objects.taking_place().filter(substitute_eligible=True, **days).count()
