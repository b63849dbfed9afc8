"""How people are paid: through the district of their post, or otherwise."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from common.models import Ids
from pathways.models import ProgramYear
from pathways.queries import YearDays
from people.models import Post


def channels_of(people: Collection[int], year: YearDays | ProgramYear) -> dict[int, list[tuple[int, str]]]:
    """The posts of each person in the year: school and channel, the latest first. One query."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    posts = Post.objects.filter(person__any_of=Ids(people), starts__lt=year.ends)
    for person, school, channel, ends in posts.order_by("-starts", "-pk").values_list(
        "person_id", "school_id", "channel", "ends"
    ):
        if ends is None or ends > year.starts:
            found[person].append((school, channel))
    return found


def channel_at(posts: Sequence[tuple[int, str]], school_id: int) -> str:
    """Paid as the post at the school of the placement is; else as any post; else through the district."""
    for school, channel in posts:
        if school == school_id:
            return channel
    return posts[0][1] if posts else Post.Channel.DISTRICT
