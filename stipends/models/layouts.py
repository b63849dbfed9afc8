"""Layouts of payroll offices as rows: drafted by one person, published by another, never edited after."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from common.guards import Guard, append_only
from common.two_people import ByTwoPeople, never_edited, two_people
from stipends.models.substitutes import TwoPeopleQuerySet
from stipends.rules.layouts import (
    AMOUNTS,
    DATE_WORDS,
    DELIMITERS,
    ENDINGS,
    KEYS,
    WORDS,
    Drawn,
    Fact,
    Layout,
)
from stipends.states import RateState


class PayrollLayout(ByTwoPeople):
    """One version of the layout in which a payroll office wants the file of a run."""

    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(editable=False)
    ending = models.CharField("file", max_length=5, choices=list(ENDINGS.items()))
    delimiter = models.CharField("between columns", max_length=10, choices=list(DELIMITERS.items()))
    amounts = models.CharField(max_length=10, choices=list(AMOUNTS.items()))
    dates = models.CharField(max_length=10, choices=list(DATE_WORDS.items()))
    key = models.CharField(
        "whose money it is",
        max_length=20,
        choices=[(str(fact), WORDS[fact]) for fact in KEYS],
        help_text="By this column a confirmation says whose money it is",
    )

    objects = TwoPeopleQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "-version"]
        constraints = [
            models.UniqueConstraint(Lower("name"), "version", name="one_layout_per_name_and_version"),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(state=str(RateState.PUBLISHED)),
                name="one_layout_of_a_name_in_force",
            ),
            models.CheckConstraint(condition=Q(version__gt=0), name="layouts_count_from_1"),
            *two_people("layouts"),
        ]
        triggers = never_edited("layouts")

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def in_rules(self) -> Layout:
        """As the rules draw it. Read its columns with the query."""
        drawn = tuple(Drawn(Fact(one.fact), one.head, one.constant) for one in self.columns.all())
        return Layout(drawn, Fact(self.key), self.ending, self.delimiter, self.amounts, self.dates)

    @property
    def says(self) -> str:
        """ "12 columns, a CSV file with semicolons"."""
        count = len(self.columns.all())
        kind = self.get_ending_display()
        signs = f" with {self.get_delimiter_display().lower()}" if self.ending == "csv" else ""
        article = "an" if kind[0] in "AE" else "a"
        return f"{count} column{'' if count == 1 else 's'}, {article} {kind}{signs}"


class LayoutColumn(models.Model):
    """A column of such a file: which fact of a line stands in it, under which name."""

    layout = models.ForeignKey(PayrollLayout, on_delete=models.PROTECT, related_name="columns")
    place = models.PositiveSmallIntegerField(help_text="From the left, beginning with 1")
    fact = models.CharField(max_length=20, choices=[(str(fact), WORDS[fact]) for fact in Fact])
    head = models.CharField("header", max_length=60)
    constant = models.CharField("always", max_length=100, blank=True)

    class Meta:
        ordering = ["layout", "place"]
        constraints = [
            models.UniqueConstraint(fields=["layout", "place"], name="one_column_per_place"),
            models.CheckConstraint(condition=Q(place__gt=0), name="places_count_from_1"),
            models.CheckConstraint(condition=~Q(head=""), name="columns_are_called_something"),
            models.UniqueConstraint("layout", Lower("head"), name="one_column_per_header"),
            models.CheckConstraint(
                condition=Q(fact=str(Fact.CONSTANT)) & ~Q(constant="")
                | ~Q(fact=str(Fact.CONSTANT)) & Q(constant=""),
                name="only_constants_are_always_the_same",
            ),
            models.UniqueConstraint(
                fields=["layout", "fact"],
                condition=~Q(fact=str(Fact.CONSTANT)),
                name="one_column_per_fact",
            ),
        ]
        triggers = [
            append_only("layout_columns_stay"),
            Guard(
                name="columns_come_with_a_draft",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                # A share lock, so that nobody publishes it meanwhile.
                func=(
                    "PERFORM 1 FROM stipends_payrolllayout l WHERE l.id = NEW.layout_id"
                    f" AND l.state = '{RateState.DRAFT}' FOR SHARE; IF NOT FOUND THEN"
                    " RAISE EXCEPTION 'a published layout gets no further column'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.head}"
