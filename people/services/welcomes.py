"""People whose account was made for them are told by mail, when staff say so, and not again within two weeks."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common.errors import LookFirst, demand
from people.models import Hat, Post, User, Welcome
from people.policies import today, why_not_welcome
from people.services.letters import letter, post_letters

# Whoever was told and did not come may be told again after this.
PAUSE = timedelta(days=14)
CHANGED = "The people who would get this mail changed since this page was shown. Look again."


def to_welcome() -> "QuerySet[User]":
    """Who has an account and a post, has never signed in, and was not told lately; of each whether they lead a school
    (`leads`) and do something for the Partnership (`wears`), as their mail says."""
    lately = Welcome.objects.filter(person=OuterRef("pk"), at__gt=timezone.now() - PAUSE)
    works = Post.objects.on(today()).filter(person=OuterRef("pk"))
    found = User.objects.filter(~Exists(lately), Exists(works), is_active=True, last_login__isnull=True)
    worn = Hat.objects.on(today()).filter(person=OuterRef("pk"))
    return found.annotate(leads=Exists(works.filter(position=Post.Position.PRINCIPAL)), wears=Exists(worn))


@transaction.atomic
def welcome(*, by: User, people: Collection[int] | None = None, seen: int | None = None) -> int:
    """Tell these people, or all there are, by mail how they sign in; answers how many. Whoever was told lately, or has
    come, is passed over, so pressing twice is once.

    `seen`: how many all were on the page. Raises LookFirst where it is another number now.
    """
    demand(why_not_welcome(by))
    found = to_welcome() if people is None else to_welcome().filter(pk__any_of=list(people))
    told = list(found.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if people is None and len(told) != seen:
        raise LookFirst(CHANGED, lines=[], seen=str(len(told)))
    Welcome.objects.bulk_create([Welcome(person=person, by=by) for person in told], batch_size=500)
    post_letters([letter("welcome", person.email, person=person) for person in told])
    return len(told)
