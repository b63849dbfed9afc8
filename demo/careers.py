"""What the alumni of the fellowship were before and became after: so the outcomes have something to tell."""

from datetime import date, datetime

from fellows.models import Fellow
from pathways.models import EarlierYear, ProgramYear, Role
from people.models import Post, User

# Of eight of a cohort: who leads a school after so many years, who leaves after so many, who led a pathway before.
LEADS = {1: 0, 2: 1, 3: 1, 5: 3}
LEAVES = {7: 1, 6: 4}
LED_BEFORE = (1, 2, 3, 4, 5)


def make_careers(*, manager: User, today: date, now: datetime) -> None:
    """Posts of graduates that ended, and those that began; years of before as they were taken over."""
    alumni = Fellow.objects.exclude(graduated_on=None).select_related("cohort").order_by("cohort", "pk")
    seen: dict[int, int] = {}
    for fellow in alumni:
        index = seen[fellow.cohort_id] = seen.get(fellow.cohort_id, -1) + 1
        if index in LED_BEFORE:
            _led_before(fellow, manager, now)
        after = LEADS.get(index, LEAVES.get(index))
        if after is None or fellow.graduated_on is None:
            continue
        day = date(fellow.graduated_on.year + after, 10, 1)
        if day <= today:
            _moves(fellow, day, leads=index in LEADS)


def _moves(fellow: Fellow, day: date, leads: bool) -> None:
    post = Post.objects.filter(person=fellow.person, ends=None).first()
    if post is None or post.position == Post.Position.PRINCIPAL:
        return
    # They worked there already when they studied.
    post.starts, post.ends = min(post.starts, fellow.cohort.starts), day
    post.save(update_fields=["starts", "ends"])
    if not leads:
        fellow.service_records.filter(ends=None, starts__lt=day).update(ends=day)
        fellow.service_records.filter(starts__gte=day).delete()
    else:
        position = Post.Position.ASSISTANT_PRINCIPAL
        Post.objects.create(person=fellow.person, school=post.school, position=position, starts=day)


def _led_before(fellow: Fellow, manager: User, now: datetime) -> None:
    year = ProgramYear.objects.filter(starts__lt=fellow.cohort.starts).order_by("starts").first()
    role = Role.objects.exclude(pathway__kind="fellowship").order_by("pk").first()
    if year is None or role is None:
        return
    EarlierYear.objects.create(
        person=fellow.person,
        role=role,
        year=year,
        reason="The list of leaders of that year, kept in the office.",
        entered_by=manager,
        entered_at=now,
    )
