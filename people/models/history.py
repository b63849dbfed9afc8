"""What staff did with an account, its posts and its hats."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from common.clock import day_in_words
from common.fields import DeedField
from common.models import Event, one_of
from people.models.posts import Hat, Post
from people.models.schools import School
from people.states import AccountAction, DelegationAction, HatAction, HatAnswer, PostAction, SignerAction


class PersonEvent(Event):
    """A line of the history of a person. `position` or `kind`, `school`, and the days are those it was about; of a
    post that was corrected and of an address, what stood there before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="events")
    action = DeedField(AccountAction, PostAction, SignerAction, DelegationAction, HatAction, HatAnswer)
    position = models.CharField(max_length=20, choices=Post.Position.choices, blank=True)
    kind = models.CharField(max_length=20, choices=Hat.Kind.choices, blank=True)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # For whom somebody acts.
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    fte = models.DecimalField("FTE", max_digits=4, decimal_places=3, null=True, blank=True)
    # A name or an address as it was before.
    was = models.CharField(max_length=320, blank=True)
    # Of the import that did it.
    file_name = models.CharField("file of the import", max_length=200, blank=True)

    reads: ClassVar[tuple[str, ...]] = ("school", "principal")

    class Meta(Event.Meta):
        constraints = [
            one_of("position", ("", *Post.Position), "position_of_a_line_is_one_there_is"),
            one_of("kind", ("", *Hat.Kind), "kind_of_a_line_is_one_there_is"),
        ]
        indexes = [models.Index(fields=["person", "at"], name="events_of_a_person")]

    @property
    def about(self) -> str:
        """Its facts in a sentence: "Teacher at Jordan High, from Aug 10, 2026." """
        facts = ", ".join(filter(None, (self._what, self._share, self._days, self.was and f"was {self.was}")))
        before = "Was: " if self.action == PostAction.CORRECT else ""
        told = f"{before}{facts[0].upper()}{facts[1:]}." if facts else ""
        return " ".join(filter(None, (told, self.file_name and f"By the import of {self.file_name}.")))

    @property
    def _what(self) -> str:
        what = str(self.get_position_display() or self.get_kind_display()).lower()
        if self.principal is not None:
            what = f"for {self.principal}"
        if self.school is None:
            return what
        return f"{what} at {self.school}" if what else f"for {self.school}"

    @property
    def _share(self) -> str:
        return "" if self.fte is None else f"{self.fte.normalize():f} FTE"

    @property
    def _days(self) -> str:
        first = f"from {day_in_words(self.first_day)}" if self.first_day else ""
        last = f"through {day_in_words(self.last_day)}" if self.last_day else ""
        return " ".join(filter(None, (first, last)))
