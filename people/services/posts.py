"""Posts at schools begin, are put right and come to an end; they are never taken out, because what was signed rests on
them."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from common.errors import DomainError, demand
from people.models import Post, School, User
from people.policies import why_not
from people.services.told import UPSIDE_DOWN, look_first, only_one, tell
from people.states import PostAction

OWN_PRINCIPAL = (
    "Nobody enters or corrects their own position as principal: who holds it signs for the school. Ask another "
    "registrar to do it."
)
CORRECTED = ("fte", "channel", "starts", "ends")
TAKEN = "Somebody entered such a position a moment ago. Look at the person's page before you enter it again."


@transaction.atomic
def add_post(
    *,
    pk: int,
    by: User,
    school: School,
    position: str,
    starts: date,
    ends: date | None = None,
    fte: Decimal = Decimal(1),
    channel: str = Post.Channel.DISTRICT,
) -> Post:
    """The person with this id works there as this from `starts` on; `ends` is the first day they no longer do.

    Raises DomainError for oneself as principal, when they hold it in that time already, when the school has another
    principal in that time, or the days make no period.
    """
    demand(why_not(by, PostAction.ADD))
    person = User.objects.select_for_update(no_key=True).get(pk=pk)
    post = Post(person=person, school=school, position=position, starts=starts, ends=ends)
    post.fte, post.channel = fte, channel
    _not_oneself(post, by)
    _in_turn(post)
    _refuse(post)
    with only_one(TAKEN, again=lambda: _refuse(post)):
        post.save()
    tell(PostAction.ADD, person, by, **_facts(post), ends=ends)
    return post


@transaction.atomic
def correct_post(
    *, pk: int, by: User, starts: date, ends: date | None, fte: Decimal, channel: str, seen: str = ""
) -> Post:
    """Days, share and payroll of a post as they truly are; school and position stay as they were entered. The same
    again changes nothing.

    Raises DomainError as entering one does, LookFirst when another window changed it.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "school").get(pk=pk)
    demand(why_not(by, PostAction.CORRECT))
    _not_oneself(post, by)
    if (post.fte, post.channel, post.starts, post.ends) == (fte, channel, starts, ends):
        return post
    look_first(post, CORRECTED, seen)
    was, was_until = _facts(post), post.ends
    post.fte, post.channel, post.starts, post.ends = fte, channel, starts, ends
    _in_turn(post)
    _refuse(post)
    with only_one(TAKEN, again=lambda: _refuse(post)):
        post.save(update_fields=CORRECTED)
    tell(PostAction.CORRECT, post.person, by, **was, ends=was_until)
    return post


def _not_oneself(post: Post, by: User) -> None:
    if post.person_id == by.pk and post.position == Post.Position.PRINCIPAL:
        raise DomainError(OWN_PRINCIPAL)


@transaction.atomic
def end_post(*, pk: int, ends: date, by: User) -> Post:
    """`ends` is the first day the post is no longer held. The same day again changes nothing.

    Raises DomainError for a day before it began, or when it ends earlier already.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "school").get(pk=pk)
    demand(why_not(by, PostAction.END))
    if ends <= post.starts:
        raise DomainError(f"This position began on {post.starts:%B %-d, %Y}. Choose that day or a later one.")
    if post.ends is not None and post.ends < ends:
        raise DomainError("This position ends earlier already. Enter what came after it as a new one.")
    if post.ends != ends:
        post.ends = ends
        post.save(update_fields=["ends"])
        tell(PostAction.END, post.person, by, **_facts(post), ends=ends)
    return post


def _facts(post: Post) -> dict[str, object]:
    return {"position": post.position, "school": post.school, "first_day": post.starts, "fte": post.fte}


def _in_turn(post: Post) -> None:
    """Two principals entered at once for one school: of two rows that exclude each other, each written before the
    other is known, the database stops one as a deadlock."""
    if post.position == Post.Position.PRINCIPAL:
        School.objects.select_for_update(no_key=True).get(pk=post.school_id)


def _refuse(post: Post) -> None:
    """What the database promises about posts, in words."""
    if post.ends is not None and post.ends <= post.starts:
        raise DomainError(UPSIDE_DOWN, at="last_day")
    meet = Q(ends__isnull=True) | Q(ends__gt=post.starts)
    if post.ends is not None:
        meet &= Q(starts__lt=post.ends)
    others = Post.objects.filter(meet, school=post.school, position=post.position).exclude(pk=post.pk)
    if others.filter(person=post.person).exists():
        what = f"{post.person} is {post.get_position_display().lower()} at {post.school}"
        raise DomainError(f"{what} in that time already. Correct that position, or choose other days.")
    if post.position == Post.Position.PRINCIPAL and (led := others.select_related("person").first()):
        until = f"through {led.last_day:%B %-d, %Y}" if led.last_day else "without an end"
        raise DomainError(
            f"{led.person} is principal of {post.school} {until}. End that position first; a school has one."
        )
