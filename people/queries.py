"""Who is who today: hats, the signer of a school, the school of a teacher."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from common.clock import local_date
from people.models import ActingSigner, Delegation, Hat, Post, School, User


def today() -> date:
    """The calendar day in Los Angeles."""
    return local_date(timezone.now())


@dataclass(frozen=True)
class Hats:
    """What a person may wear today. Asked afresh at each request, so losing a hat works at the next one."""

    kinds: frozenset[str]
    superuser: bool

    def has(self, kind: Hat.Kind) -> bool:
        return kind.value in self.kinds

    @property
    def staff(self) -> bool:
        """Partnership staff of any kind."""
        return self.superuser or bool(self.kinds)

    @property
    def manager(self) -> bool:
        return self.superuser or self.has(Hat.Kind.PROGRAM_MANAGER)

    @property
    def finance(self) -> bool:
        return self.superuser or self.has(Hat.Kind.PREPARER) or self.has(Hat.Kind.APPROVER)


def hats(user: User, day: date | None = None) -> Hats:
    """The hats of `user` on `day` (one query; none for a visitor). Kept on the user for one request."""
    if not user.is_authenticated or not user.is_active:
        return Hats(frozenset(), False)
    kept = getattr(user, "_hats", None)
    if kept is None or day is not None:
        kinds = Hat.objects.on(day or today()).filter(person=user).values_list("kind", flat=True)
        kept = Hats(frozenset(kinds), user.is_superuser)
        if day is None:
            user._hats = kept  # type: ignore[attr-defined]
    return kept


def signer_for(school: School, day: date) -> User | None:
    """Who signs for this school on that day: the principal, else the acting signer, else nobody."""
    post = (
        Post.objects.on(day)
        .filter(school=school, position=Post.Position.PRINCIPAL)
        .select_related("person")
        .first()
    )
    if post is not None:
        return post.person
    acting = ActingSigner.objects.on(day).filter(school=school).select_related("person").first()
    return acting.person if acting else None


def signs_for(user: User, day: date) -> list[School]:
    """The schools `user` signs for on that day: as principal, or as acting signer where there is none."""
    principal = Q(posts__in=Post.objects.on(day).filter(person=user, position=Post.Position.PRINCIPAL))
    headless = ~Q(pk__in=Post.objects.on(day).filter(position=Post.Position.PRINCIPAL).values("school"))
    acting = Q(acting_signers__in=ActingSigner.objects.on(day).filter(person=user)) & headless
    return list(School.objects.filter(principal | acting).distinct())


def acts_for(user: User, day: date) -> list[User]:
    """The principals who named `user` to act for them on that day."""
    given = Delegation.objects.on(day).filter(delegate=user)
    return list(User.objects.filter(delegations_given__in=given).distinct())


def schools_of(user: User, day: date) -> list[School]:
    """The schools where `user` has a post on that day."""
    return list(School.objects.filter(posts__in=Post.objects.on(day).filter(person=user)).distinct())


def spoken_for(user: User, day: date) -> list[int]:
    """Ids of the schools for which `user` decides on that day: as their signer, or named by their signer.

    One query. The signer is the principal; where there is none, the acting signer.
    """
    who = Q(person=user) | Q(person__in=Delegation.objects.on(day).filter(delegate=user).values("principal"))
    led = Post.objects.on(day).filter(position=Post.Position.PRINCIPAL)
    acting = ActingSigner.objects.on(day).filter(who).exclude(school__in=led.values("school"))
    schools = Q(pk__in=led.filter(who).values("school")) | Q(pk__in=acting.values("school"))
    return list(School.objects.filter(schools).order_by().values_list("pk", flat=True))
