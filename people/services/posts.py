"""Posts at schools come to an end; they are never taken out, because what was signed rests on them."""

from datetime import date

from django.db import transaction

from common.errors import DomainError, demand
from people.models import Post, User
from people.policies import why_not
from people.states import PostAction


@transaction.atomic
def end_post(*, pk: int, ends: date, by: User) -> Post:
    """`ends` is the first day the post is no longer held. The same day again changes nothing.

    Raises DomainError for a day before it began, or when it ends earlier already.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "school").get(pk=pk)
    demand(why_not(by, PostAction.END))
    if ends <= post.starts:
        raise DomainError(f"This post began on {post.starts:%B %-d, %Y}. Choose that day or a later one.")
    if post.ends is not None and post.ends < ends:
        raise DomainError("This post ends earlier already. Enter what came after it as a new post.")
    post.ends = ends
    post.save(update_fields=["ends"])
    return post
