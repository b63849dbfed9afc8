"""What staff do with a mail that was owed. Each is said here once."""

from django.utils import timezone

from common.verbs import Life, Verb
from notifications import services
from notifications.models import Message
from notifications.policies import why_not
from notifications.queries import when_it_leaves
from notifications.states import Action
from notifications.tasks import send_soon
from people.models import User


def _send_again(*, pk: int, by: User) -> Message:
    message = services.send_again(pk=pk, by=by)
    send_soon()
    return message


MESSAGE = Life(
    rows=lambda user: Message.objects.visible_to(user).select_related("to_person"),
    why_not=why_not,
    page="notifications:detail",
    above=("Messages", "notifications:list"),
    verbs=(
        Verb(
            action=Action.CANCEL,
            does=services.cancel_one,
            label="Do not send",
            said="This mail will not be sent.",
            tone="outline",
        ),
        Verb(
            action=Action.RETRY,
            does=_send_again,
            label="Send again",
            said=lambda message: f"This mail leaves {when_it_leaves(message, now=timezone.now())}.",
        ),
    ),
)
