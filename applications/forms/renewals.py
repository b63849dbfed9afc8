"""Forms of renewals: whom to invite, and that one goes on."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from applications.queries.renewals import Renewal
from common.edits import mark_of
from common.errors import LookFirst
from common.forms import ButtonForm
from common.looking import SeenFields

# Names beside a button; whoever else gets a mail stands in the list above it.
MOST_NAMED = 5


class RenewForm(ButtonForm):
    """That one goes on, or not; `wrote`: there is something to begin with; `asked`: one was invited and gave no
    answer."""

    def __init__(self, *args: Any, wrote: bool = False, asked: bool = False, **kwargs: Any) -> None:
        self.button = "Begin with what I wrote last" if wrote else "Begin"
        super().__init__(*args, **kwargs)
        if asked:
            self.helper.add_input(Submit("no", "I do not go on", css_class="usa-button--outline"))


class RenewalsForm(SeenFields):
    """Who is ticked, of those who can be; it carries the mark of whom the page said it invites."""

    def __init__(self, *args: Any, rows: Sequence[Renewal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who was invited meanwhile is not invited twice, and nobody is told of an error.
        self.asked = {str(row.pk) for row in rows if row.invited_on}
        self.names = {str(row.pk): row.placement.person.name for row in rows if row.open or row.invited_on}
        self.fields["placements"] = forms.MultipleChoiceField(
            label="Leaders",
            widget=forms.CheckboxSelectMultiple,
            choices=list(self.names.items()),
            error_messages={
                "required": "Tick whom you invite.",
                "invalid_choice": "Somebody you ticked cannot be invited any more. Look at the list again.",
            },
        )

    @property
    def who(self) -> str:
        """Who gets a mail, by name: "Ana Ruiz and Ben Cho", "Ana Ruiz, Ben Cho, Cy Day, Di Fox, Ed Gil and 2 more"."""
        look = self.first_look
        names = [name for pk, name in self.names.items() if look and pk in look.lines]
        more = len(names) - MOST_NAMED
        last = f"{more} more" if more > 0 else "".join(names[-1:])
        named = names[:MOST_NAMED] if more > 0 else names[:-1]
        return f"{', '.join(named)} and {last}" if named else last

    @property
    def look(self) -> LookFirst | None:
        """How many get a mail, to be looked at before they do; None once exactly that was, and where nobody would."""
        new = sorted(set(self.cleaned_data["placements"]) - self.asked)
        mark = mark_of(" ".join(new))
        if not new or mark in self.cleaned_data["seen"].split():
            return None
        who = "1 leader gets a mail and finds" if len(new) == 1 else f"{len(new)} leaders get a mail and find"
        return LookFirst(f"{who} a task on their home. Nobody was told yet.", lines=new, seen=mark)
