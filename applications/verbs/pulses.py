"""What staff do where the two of a mid-year check see it differently."""

from django.db.models import QuerySet

from applications import services
from applications.forms.pulses import SettleForm
from applications.models import PulsePair
from applications.policies import why_not_pair
from applications.queries.pulses import PARTS
from applications.states import PairAction
from common.verbs import Life, Verb
from people.models import User


def _seen(user: User) -> "QuerySet[PulsePair]":
    return PulsePair.objects.visible_to(user).select_related(*PARTS, "record")


PULSE_PAIR = Life(
    rows=_seen,
    why_not=why_not_pair,
    page="applications:pulse",
    above=("Mid-year check", "applications:pulses"),
    noun="mid-year check",
    verbs=(
        Verb(
            action=PairAction.SETTLE,
            does=services.settle_pair,
            label="Settle…",
            said="Settled. It is off your list.",
            form=SettleForm,
            lead="Talk to the leader and to whoever signs for the school first.",
            alone=True,
        ),
    ),
)
