"""Hats of Partnership staff, put on and taken off with dates."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from common.errors import DomainError, demand
from people.models import Hat, School, User
from people.policies import why_not
from people.services.letters import letter, post_letters, tell_person
from people.services.signers import end_on, still
from people.services.told import UPSIDE_DOWN, tell
from people.states import HatAction, HatAnswer


@transaction.atomic
def wear_hat(
    *,
    person: User,
    kind: Hat.Kind,
    starts: date,
    by: User,
    ends: date | None = None,
    schools: Sequence[School] = (),
) -> Hat:
    """`person` does this for the Partnership from `starts`; `ends` is the first day they no longer do. A hat of finance
    that is not given by an administrator waits for a second person (`agree_to_hat`). They are told by mail
    once it counts.

    Raises DomainError when they wear it already or the days make no period.
    """
    demand(why_not(by, HatAction.GIVE, person))
    if ends is not None and ends <= starts:
        raise DomainError(UPSIDE_DOWN, at="last_day")
    # Where no such hat is worn yet there is none to hold, so the person is.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    worn = Hat.objects.filter(person=person, kind=kind)
    if met := [hat for hat in worn if _meet(hat, starts, ends)]:
        waits = " and waits for a second person" if met[0].waits else ""
        raise DomainError(f"{person} is {kind.label} in that time already{waits}.")
    given = {} if by.is_superuser else {"given_by": by, "given_at": timezone.now()}
    hat = Hat.objects.create(person=person, kind=kind, starts=starts, ends=ends, **given)
    hat.schools.set(schools)
    tell(HatAction.GIVE, person, by, kind=kind, first_day=starts, ends=ends)
    if not hat.waits:
        tell_person("hat_given", person, by, hat=hat)
    return hat


@transaction.atomic
def direct(*, pk: int, by: User, schools: Sequence[School]) -> Hat:
    """The schools a network director looks after, from the next page on. The same again changes nothing.

    Raises DomainError for a hat of another kind.
    """
    hat = still(Hat.objects.select_related("person"), pk)
    demand(why_not(by, HatAction.NARROW, hat))
    if hat.kind != Hat.Kind.DIRECTOR:
        raise DomainError("Only a network director looks after schools.")
    if set(hat.schools.values_list("pk", flat=True)) != {school.pk for school in schools}:
        hat.schools.set(schools)
        tell(HatAction.NARROW, hat.person, by, kind=hat.kind)
    return hat


@transaction.atomic
def lose_hat(*, pk: int, by: User, day: date) -> bool:
    """Take a hat off; from `day` on it counts for nothing, at the next page already. Twice is harmless.

    Answers whether it had not begun and was cancelled. Raises DomainError for a day before it began, and for one that
    was cancelled.
    """
    hat = still(Hat.objects.select_related("person"), pk)
    demand(why_not(by, HatAction.TAKE_OFF, hat))
    before = hat.ends
    cancelled = _cancel(hat) if hat.waits else end_on(hat, day, "hat")
    if cancelled or hat.ends != before:
        tell(HatAction.TAKE_OFF, hat.person, by, kind=hat.kind, first_day=hat.starts, ends=hat.ends)
    return cancelled


@transaction.atomic
def agree_to_hat(*, pk: int, by: User, words: str = "") -> Hat:
    """The second person agrees: a hat of finance counts from its first day on, and from now on at the soonest."""
    hat = still(Hat.objects.select_related("person", "given_by"), pk)
    demand(why_not(by, HatAnswer.AGREE, hat))
    hat.agreed_by, hat.agreed_at = by, timezone.now()
    hat.save(update_fields=["agreed_by", "agreed_at"])
    _tell_answer(HatAnswer.AGREE, hat, by, words)
    assert hat.given_by is not None
    tell_person("hat_given", hat.person, hat.given_by, hat=hat)
    return hat


@transaction.atomic
def refuse_hat(*, pk: int, by: User, words: str) -> str:
    """The second person refuses a hat of finance: it never counted, and history keeps why. Whoever gave it is told by
    mail. Answers who would have worn it."""
    hat = still(Hat.objects.select_related("person", "given_by"), pk)
    demand(why_not(by, HatAnswer.REFUSE, hat))
    _tell_answer(HatAnswer.REFUSE, hat, by, words)
    assert hat.given_by is not None
    post_letters([letter("hat_refused", hat.given_by.email, hat=hat, by=by, words=words)])
    hat.delete()
    return hat.person.name


def _tell_answer(answer: HatAnswer, hat: Hat, by: User, words: str) -> None:
    tell(answer, hat.person, by, kind=hat.kind, first_day=hat.starts, ends=hat.ends, note=words)


def _cancel(hat: Hat) -> bool:
    """What waits for a second person never counted, and leaves no row."""
    hat.delete()
    return True


def _meet(hat: Hat, starts: date, ends: date | None) -> bool:
    """Whether two half-open periods share a day."""
    return (ends is None or hat.starts < ends) and (hat.ends is None or starts < hat.ends)
