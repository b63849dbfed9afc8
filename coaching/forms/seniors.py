"""The shapes in which the further work of Senior Peer Coaches is recorded."""

from datetime import date
from typing import Any

from django import forms

from coaching.forms.peers import one_day
from coaching.models import HostedSeminar
from coaching.queries import who_may_be_coached_as_peer, who_may_visit
from common.fields import LineInput
from common.forms import ButtonForm
from pathways.models import Placement
from people.models import User


class SeminarForm(ButtonForm):
    button = "Save this seminar"
    day = one_day("Day", help_text="It may be to come.")
    title = LineInput(label="Title", max_length=120)


class VisitorsForm(ButtonForm):
    button = "They visit"
    narrows = "people"
    people = forms.ModelMultipleChoiceField(
        label="Who visits", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seminar: HostedSeminar, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        named = seminar.visitors.filter(taken_back_at=None).values("person")
        field.queryset = who_may_visit(seminar.placement, today).exclude(pk__in=named)


class PeerChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Placement) -> str:
        return f"{obj.person.name}, {obj.school.name}"


class PeerForm(ButtonForm):
    button = "I coach this Peer Coach"
    peer = PeerChoice(
        label="Peer Coach", queryset=Placement.objects.none(), empty_label="Choose a Peer Coach"
    )
    since = one_day("From")

    def __init__(self, *args: Any, placement: Placement, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        field = self.fields["peer"]
        assert isinstance(field, PeerChoice)
        field.queryset = who_may_be_coached_as_peer(placement)


class PeerVisitForm(ButtonForm):
    button = "Save the visit"
    day = one_day("Day")
