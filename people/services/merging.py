"""Two accounts of one person become one: what people keep of it. Whoever knows all apps moves the rest
(dashboard.services)."""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from common.errors import DomainError, demand
from people.models import Apart, Delegation, Hat, Merge, MergedRow, Post, PostRequest, User, WrittenPost
from people.policies import today, why_not
from people.rules.joining import Span, covering
from people.services.letters import letter, post_letters
from people.services.told import tell
from people.states import AccountAction, RequestState

Became = MergedRow.Became
# Nobody has an address of this domain, and no mail leaves for it.
NOWHERE = "merged-{0}@accounts.invalid"


def begin_merge(
    *, kept: User, gone: User, by: User, reason: str, now: datetime
) -> tuple[Merge, list[MergedRow]]:
    """Close the account that goes, point it to the one that stays, and join what both have with days. Both are locked.

    Both addresses get a mail. Answers the merge, and what became of the rows so far, not saved yet.
    """
    merge = Merge.objects.create(
        kept=kept,
        gone=gone,
        by=by,
        at=now,
        reason=reason,
        address=gone.email,
        external_id=gone.external_id,
    )
    rows = [*_addresses(kept, gone)]
    _close(kept, gone)
    rows += [
        *_posts(kept, gone),
        *_hats(kept, gone),
        *_delegations(kept, gone),
        *_requests(kept, gone, by, now),
    ]
    for row in rows:
        row.merge = merge
    tell(AccountAction.MERGE, kept, by, was=merge.address, note=reason)
    tell(AccountAction.DEACTIVATE, gone, by, note=reason)
    # Whoever reads either address learns who signs in from now on, though nobody asked them.
    post_letters(
        [letter("merged", to, person=kept, was=merge.address, by=by) for to in (kept.email, merge.address)]
    )
    return merge, rows


@transaction.atomic
def say_apart(*, pk: int, other: int, by: User, now: datetime) -> Apart:
    """These two are not one person, whatever it looks like: nobody is hinted at them as a pair again. Twice is once.

    Raises DomainError for one account alone.
    """
    person = User.objects.get(pk=pk)
    demand(why_not(by, AccountAction.TELL_APART, person))
    if pk == other:
        raise DomainError("This is one account. Choose another one.")
    first, second = sorted([pk, other])
    word, made = Apart.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by, "at": now})
    if made:
        twin = User.objects.get(pk=other)
        tell(AccountAction.TELL_APART, person, by, was=twin.email)
        tell(AccountAction.TELL_APART, twin, by, was=person.email)
    return word


def _became(link: str, row: int, became: str, was: object = "") -> MergedRow:
    return MergedRow(link=link, row=row, became=became, was=str(was)[:400])


def _addresses(kept: User, gone: User) -> Iterator[MergedRow]:
    """All of them lead to the account that stays; those that nobody confirmed still ask for it."""
    own = {row.email: row for row in EmailAddress.objects.filter(user=gone)}
    confirmed = {gone.email: False, **{email: row.verified for email, row in own.items()}}
    for row in own.values():
        yield _became("account.EmailAddress.user", row.pk, Became.MOVED, row.email)
    EmailAddress.objects.filter(user=gone).delete()
    for email, verified in confirmed.items():
        row, made = EmailAddress.objects.get_or_create(
            user=kept, email=email, defaults={"verified": verified, "primary": False}
        )
        if not made and verified and not row.verified:
            row.verified = True
            row.save(update_fields=["verified"])


def _close(kept: User, gone: User) -> None:
    """Nobody signs in to it any more, and no address or number of a roster finds it."""
    number = gone.external_id
    gone.email = NOWHERE.format(gone.pk)
    gone.is_active = gone.is_staff = False
    gone.merged_into = kept
    gone.external_id = number if kept.external_id else ""
    gone.set_unusable_password()
    gone.save(update_fields=["email", "is_active", "is_staff", "merged_into", "external_id", "password"])
    User.objects.filter(merged_into=gone).update(merged_into=kept)
    if number and not kept.external_id:
        kept.external_id = number
        kept.save(update_fields=["external_id"])


def _posts(kept: User, gone: User) -> Iterator[MergedRow]:
    """One at another time or of another kind follows. Where days meet, that of the account that stays holds all of
    them, with its own share and payroll."""
    for post in gone.posts.order_by("starts", "pk"):
        own = list(kept.posts.filter(school=post.school_id, position=post.position).order_by("starts"))
        days, mine = Span(post.starts, post.ends), [Span(one.starts, one.ends) for one in own]
        meeting = [one for one, span in zip(own, mine, strict=True) if span.meets(days)]
        if not meeting:
            Post.objects.filter(pk=post.pk).update(person=kept)
            yield _became("people.Post.person", post.pk, Became.MOVED)
            continue
        yield from _widen(own, covering(mine, days))
        _hand_on(post, meeting[0])
        yield _ended(post, "people.Post.person")


def _widen(own: list[Post], spans: list[Span]) -> Iterator[MergedRow]:
    for post, span in zip(own, spans, strict=True):
        if (post.starts, post.ends) != (span.starts, span.ends):
            yield _became(
                "people.Post.person", post.pk, Became.JOINED, f"{post.starts} to {post.ends or 'open'}"
            )
            post.starts, post.ends = span.starts, span.ends
            post.save(update_fields=["starts", "ends"])


def _hand_on(post: Post, to: Post) -> None:
    """A roster that knows the post by an id finds the one that goes on."""
    known = WrittenPost.objects.filter(post=to).values("source")
    WrittenPost.objects.filter(post=post).exclude(source__in=known).update(post=to)


def _ended(row: Post | Delegation, link: str) -> MergedRow:
    """What is over stays with the closed account; what goes on ends today; what has not begun never was."""
    day, was = today(), f"{row} ({row.starts} to {row.ends or 'open'})"
    if row.ends is not None and row.ends <= day:
        return _became(link, row.pk, Became.LEFT)
    if row.starts >= day:
        gone = _became(link, row.pk, Became.REMOVED, was)
        row.delete()
        return gone
    row.ends = day
    row.save(update_fields=["ends"])
    return _became(link, row.pk, Became.ENDED, was)


def _hats(kept: User, gone: User) -> Iterator[MergedRow]:
    """Hats follow. One worn before, at a time when the other account wore the same, is left as it was."""
    for hat in gone.hats.all():
        days = Span(hat.starts, hat.ends)
        same = [Span(one.starts, one.ends) for one in kept.hats.filter(kind=hat.kind)]
        if any(span.meets(days) for span in same):
            yield _became("people.Hat.person", hat.pk, Became.LEFT)
            continue
        Hat.objects.filter(pk=hat.pk).update(person=kept)
        yield _became("people.Hat.person", hat.pk, Became.MOVED)


def _delegations(kept: User, gone: User) -> Iterator[MergedRow]:
    """They follow; one that would have the person act for themselves, or where somebody acts for them already, ends."""
    for row in Delegation.objects.filter(Q(principal=gone) | Q(delegate=gone)).order_by("pk"):
        link = f"people.Delegation.{'principal' if row.principal_id == gone.pk else 'delegate'}"
        principal = kept.pk if row.principal_id == gone.pk else row.principal_id
        delegate = kept.pk if row.delegate_id == gone.pk else row.delegate_id
        others = Delegation.objects.filter(principal=principal, starts__lt=row.ends, ends__gt=row.starts)
        if principal == delegate or others.exclude(pk=row.pk).exists():
            yield _ended(row, link)
            continue
        Delegation.objects.filter(pk=row.pk).update(principal=principal, delegate=delegate)
        yield _became(link, row.pk, Became.MOVED)


def _requests(kept: User, gone: User, by: User, now: datetime) -> Iterator[MergedRow]:
    """Where both ask for a school, that of the account that stays waits on."""
    asked = str(RequestState.ASKED)
    if kept.post_requests.filter(state=asked).exists():
        for row in gone.post_requests.filter(state=asked):
            row.state, row.decided_by, row.decided_at = str(RequestState.TAKEN_BACK), by, now
            row.save(update_fields=["state", "decided_by", "decided_at"])
            yield _became("people.PostRequest.person", row.pk, Became.ENDED)
    for row in gone.post_requests.exclude(state=str(RequestState.TAKEN_BACK)):
        PostRequest.objects.filter(pk=row.pk).update(person=kept)
        yield _became("people.PostRequest.person", row.pk, Became.MOVED)
