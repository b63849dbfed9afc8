"""What the alumni of the fellowship were before and became after, and who else led in those years: so the outcomes, and
the way from leaders to fellows, have something to tell."""

from datetime import date, datetime, timedelta
from typing import Any

from common.clock import day_begins
from demo.cast import TEACHERS, Cast
from fellows.models import Fellow, ServiceRecord, Suspension
from fellows.services import decide_similarity, suspend
from fellows.states import ServiceState, State
from pathways.models import EarlierYear, ProgramYear, Role
from people.models import Post, User

# Of eight of a cohort: who leads a school after so many years, who leaves after so many, who led a pathway before.
LEADS = {1: 0, 2: 1, 3: 1, 5: 3}
LEAVES = {7: 1, 6: 4}
LED_BEFORE = (1, 2, 3, 4, 5)
# In each year of before so many others led whom nobody selected; most of them lead today too.
OTHERS = 22
SIMILAR = "Harbor Light Academy"
WHY = "The list of leaders of that year, kept in the office."


def make_careers(cast: Cast, *, today: date, now: datetime) -> None:
    """Posts of graduates that ended, and those that began; years of before as they were taken over."""
    fellows = Fellow.objects.exclude(state=State.NOMINATED).select_related("cohort").order_by("cohort", "pk")
    led = _LedBefore(cast, now)
    seen: dict[int, int] = {}
    for fellow in fellows:
        index = seen[fellow.cohort_id] = seen.get(fellow.cohort_id, -1) + 1
        if index in LED_BEFORE:
            led.before(fellow, index)
        after = LEADS.get(index, LEAVES.get(index))
        if after is None or fellow.graduated_on is None:
            continue
        day = date(fellow.graduated_on.year + after, 10, 1)
        if day <= today:
            _moves(fellow, day, today, leads=index in LEADS)
    led.others(today)


def _goes_on_elsewhere(fellow: Fellow, day: date, today: date) -> None:
    """Every second one who left coordinates at a school outside the network, which staff decided is similar."""
    if fellow.cohort.starts.year % 2 or fellow.state != State.SERVING:
        return
    ServiceRecord.objects.create(
        fellow=fellow,
        employer="Harbor Light Schools",
        site=SIMILAR,
        position="Coordinator",
        starts=day,
        state=ServiceState.ACCEPTED,
        verifier_email="office@harborlight.example.org",
        confirmed_on=max(day, today - timedelta(days=60)),
        reported_at=day_begins(day + timedelta(days=20)),
    )


def make_decisions(manager: User, *, today: date, now: datetime) -> None:
    """What was decided about service: a school outside the network that is similar, another one that is not, and a
    year away for the family of somebody."""
    at = {"by": manager, "now": now - timedelta(days=40)}
    long_ago = today - timedelta(days=6 * 365)
    served = "A public school of the same neighborhoods; its students go on to our high schools."
    decide_similarity(school_name=SIMILAR, similar=True, since=long_ago, reasons=served, **at)
    private = "A private school: the agreement is about public schools."
    decide_similarity(school_name="Bayview Preparatory", similar=False, reasons=private, **at)
    serving = Fellow.objects.filter(state=State.SERVING, service_records__fte_thousandths=600)
    if fellow := serving.order_by("graduated_on", "pk").first():
        assert fellow.graduated_on is not None
        starts = date(fellow.graduated_on.year + 2, 1, 1)
        if starts <= today:
            suspend(pk=fellow.pk, category=Suspension.Category.FAMILY, starts=starts, months=6, **at)


def _moves(fellow: Fellow, day: date, today: date, leads: bool) -> None:
    post = Post.objects.filter(person=fellow.person, ends=None).first()
    if post is None or post.position == Post.Position.PRINCIPAL:
        return
    # They worked there already when they studied.
    post.starts, post.ends = min(post.starts, fellow.cohort.starts), day
    post.save(update_fields=["starts", "ends"])
    if not leads:
        fellow.service_records.filter(ends=None, starts__lt=day).update(ends=day)
        fellow.service_records.filter(starts__gte=day).delete()
        _goes_on_elsewhere(fellow, day, today)
    else:
        position = Post.Position.ASSISTANT_PRINCIPAL
        Post.objects.create(person=fellow.person, school=post.school, position=position, starts=day)


class _LedBefore:
    """The years of before, from lists that were kept in the office."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now = cast, now
        self.years = list(ProgramYear.objects.order_by("starts"))
        self.roles = list(Role.objects.exclude(pathway__kind="fellowship").order_by("pk"))

    def before(self, fellow: Fellow, index: int) -> None:
        """One of the last three years that were over when their cohort began; a year that is kept here has its own
        placements."""
        over = [year for year in self.years if year.ends <= fellow.cohort.starts.replace(month=7, day=1)]
        kept = [year for year in over if not year.placements.exists()][-3:]
        if kept:
            year = kept[index % len(kept)]
            EarlierYear.objects.create(**self._row(fellow.person, year, index + fellow.cohort_id))

    def others(self, today: date) -> None:
        """Teachers who led then and whom nobody selected, a few more every year."""
        chosen = set(Fellow.objects.values_list("person", flat=True))
        people = [one for one in self.cast.teachers[len(TEACHERS) :] if one.pk not in chosen]
        past = [year for year in self.years if year.ends <= today and not year.placements.exists()]
        EarlierYear.objects.bulk_create(
            EarlierYear(**self._row(person, year, index))
            for number, year in enumerate(past)
            for index, person in enumerate(people[number * 9 :][: OTHERS + 3 * number])
        )

    def _row(self, person: User, year: ProgramYear, number: int) -> dict[str, Any]:
        return {
            "person": person,
            "role": self.roles[number % len(self.roles)],
            "year": year,
            "school": self.cast.school_of.get(person.pk),
            "reason": WHY,
            "entered_by": self.cast.named["manager"],
            "entered_at": self.now,
        }
