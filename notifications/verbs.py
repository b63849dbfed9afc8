"""What staff do with a mail that was owed, and with a rule of reminders. Each is said here once."""

from django.utils import timezone

from common.verbs import Life, Place, Verb
from notifications import services
from notifications.forms import DaysForm
from notifications.models import Message, ReminderRule
from notifications.policies import why_not, why_not_rule
from notifications.queries import when_it_leaves
from notifications.rules import as_typed
from notifications.states import Action, RuleAction
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

REMINDER = Life(
    rows=lambda user: ReminderRule.objects.visible_to(user),
    why_not=why_not_rule,
    # Its page shows the mail, which higher apps write.
    page="dashboard:reminder",
    above=("Reminders", "dashboard:reminders"),
    noun="reminder",
    verbs=(
        Verb(
            action=RuleAction.CHANGE_DAYS,
            does=services.change_days,
            label="Change the days…",
            said=lambda rule: rule.sentence,
            form=DaysForm,
            given=lambda rule: {"initial": as_typed(rule.days_before)},
            lead=lambda rule: (
                f"Now {rule.when}. What has come to the new day by now is reminded of within the hour, by day;"
                " mails that are owed already still leave."
            ),
            only=Place.PAGES,
        ),
        Verb(
            action=RuleAction.TURN_OFF,
            does=services.turn_off,
            label="Turn it off",
            said="Nobody is reminded by this rule any more. Mails that are owed already still leave.",
            tone="outline",
        ),
        Verb(
            action=RuleAction.TURN_ON,
            does=services.turn_on,
            label="Turn it on",
            said="It reminds again.",
        ),
    ),
)
