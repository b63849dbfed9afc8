"""The shapes in which people mark many at once: the roster of a page and its sheet in the administration."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from common.looking import SeenFields, show_again
from common.names import Name, isolated, same_key
from common.states import in_words
from seminars.queries import RosterRow
from seminars.rules import mark_now, one_line, read_seen, seen_as, written
from seminars.services import Mark

LONGEST_REASON = 500
MEANWHILE = "Marked elsewhere since you opened the page: {}. Save again to put yours in its place."
NO_MARK = "Choose a mark too."
GIVEN = ("present", "absent", "excused")


@dataclass(slots=True)
class RosterLine:
    """A row of the roster as the page draws it: what was typed wins over what is stored."""

    row: RosterRow
    mark: str
    minutes: str
    reason: str
    who: str
    early: bool
    error: str = ""

    @property
    def field(self) -> str:
        return f"mark-{self.row.person_id}"

    @property
    def told_by(self) -> str:
        """The id of what says why it could not be taken."""
        return f"e-{self.row.person_id}" if self.error else ""

    @property
    def legend(self) -> str:
        return f"Mark of {isolated(self.who)}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The marks it may get, and the one it has. `early`: nobody can have come yet."""
        nothing = [] if self.row.mark else [("", "No mark")]
        marks = [mark for mark in GIVEN if mark != "present" or not self.early or self.mark == "present"]
        kept = ["made_up"] if self.row.mark == "made_up" else []
        return nothing + [(mark, in_words(mark)) for mark in marks + kept]

    @property
    def typed(self) -> tuple[str, str, str]:
        return self.mark, self.minutes, self.reason

    @classmethod
    def of(cls, row: RosterRow, who: str, early: bool = False) -> "RosterLine":
        return cls(row, row.mark, "" if row.minutes is None else str(row.minutes), row.reason, who, early)


def told_apart(rows: Iterable[RosterRow], beside: Mapping[int, str] | None = None) -> dict[int, str]:
    """The name of each person; of those who share one, to a person's eye, also what stands `beside` it (their school,
    say), and where that is the same too, or unknown, the address."""
    rows, said = list(rows), beside or {}
    keys = {row.person_id: same_key(row.name) for row in rows}
    borne = Counter(keys.values())
    placed = Counter((key, said.get(person, "")) for person, key in keys.items())
    names: dict[int, str] = {}
    for row in rows:
        key, place = keys[row.person_id], said.get(row.person_id, "")
        parts = [row.name]
        if borne[key] > 1:
            alone = place and placed[key, place] == 1
            parts += [place] if alone else [part for part in (place, row.email) if part]
        names[row.person_id] = Name(", ".join(parts))
    return names


def seen_now(rows: Iterable[RosterRow]) -> dict[int, str]:
    """What a page says of the marks it shows, by person."""
    return {row.person_id: seen_as(row.mark, row.minutes, row.reason) for row in rows}


class RosterForm:
    """A whole page of a roster in one form. Plain values, because 150 form fields cost more than the page.

    A row this page left alone keeps what others saved meanwhile. One changed here and elsewhere is refused with what
    it says now; sent again, it is taken. `early`: nobody can have come yet.
    """

    def __init__(
        self, rows: list[RosterRow], data: Mapping[str, Any] | None = None, *, early: bool = False
    ) -> None:
        who = told_apart(rows)
        self.lines = [RosterLine.of(row, who[row.person_id], early) for row in rows]
        self.sheets: list[Mark] = []
        self.now = seen_now(rows)
        self._opened = read_seen(str((data or {}).get("seen", "")))
        if data is not None:
            for line in self.lines:
                self._read(line, data)

    @property
    def errors(self) -> list[RosterLine]:
        return [line for line in self.lines if line.error]

    @property
    def seen(self) -> str:
        return written(self.now)

    @property
    def chosen(self) -> list[str]:
        """What this page chose, in words, where it can neither be saved nor shown in its fields any more."""
        return [
            f"{line.who}: {', '.join(filter(None, line.typed))}"
            for line in self.lines
            if line.typed != RosterLine.of(line.row, line.who).typed
        ]

    @property
    def saved_over(self) -> dict[int, str]:
        """What each mark that is saved goes over."""
        return {sheet.person: self.now[sheet.person] for sheet in self.sheets}

    def _read(self, line: RosterLine, data: Mapping[str, Any]) -> None:
        pk, row = line.row.person_id, line.row
        if f"mark-{pk}" not in data:
            return
        mark = str(data[f"mark-{pk}"])
        minutes = str(data.get(f"minutes-{pk}", "")).strip()
        reason = one_line(str(data.get(f"reason-{pk}", "")).replace("\x00", ""))
        now, typed = self.now[pk], seen_as(mark, minutes, reason)
        opened = self._opened.get(str(pk), now)
        if typed in {now, opened} or not (mark or minutes or reason):
            return
        line.mark, line.minutes, line.reason = mark or row.mark, minutes, reason
        if opened != now:
            line.error = MEANWHILE.format(mark_now(row.mark, row.minutes, row.reason))
        elif not mark:
            line.error = NO_MARK
        else:
            self._take(line)

    def _take(self, line: RosterLine) -> None:
        """What was typed becomes a sheet, or the line says what is wrong with it."""
        whole = self._minutes(line)
        line.error = line.error or self._missing(line)
        if not line.error:
            self.sheets.append(Mark(line.row.person_id, line.mark, minutes=whole, reason=line.reason))

    @staticmethod
    def _minutes(line: RosterLine) -> int | None:
        if not line.minutes:
            return None
        if line.mark != "present":
            line.error = "Minutes count only for somebody present. Empty the field, or choose present."
            return None
        if line.minutes.isascii() and line.minutes.isdigit() and len(line.minutes) < 5:
            if int(line.minutes):
                return int(line.minutes)
            line.error = "Nobody is present for 0 minutes. Choose absent, or give the minutes."
            return None
        line.error = "Give whole minutes, or leave the field empty for the whole session."
        return None

    @staticmethod
    def _missing(line: RosterLine) -> str:
        if line.mark == "excused" and not line.reason:
            return "An excuse needs a reason."
        if len(line.reason) > LONGEST_REASON:
            return f"The reason has more than {LONGEST_REASON} characters. Shorten it."
        if line.mark not in {"present", "absent", "excused"}:
            return "Choose present, absent or excused. Make-ups have a page of their own: follow the name."
        return ""


class SheetForm(SeenFields):
    """A roster in the administration: a mark and a reason for each person listed."""

    CHOICES = [("", "No mark"), ("present", "Present"), ("absent", "Absent"), ("excused", "Excused")]

    def __init__(self, *args: Any, rows: list[RosterRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.mark != "made_up"]
        shown = written({row.person_id: seen_as(row.mark, None, row.reason) for row in self.rows})
        self.initial["seen"] = shown
        names = told_apart(self.rows)
        for row in self.rows:
            mark, why, who = f"mark_{row.person_id}", f"reason_{row.person_id}", names[row.person_id]
            self.fields[mark] = forms.ChoiceField(
                label=who, choices=self.CHOICES, required=False, initial=row.mark
            )
            self.fields[why] = forms.CharField(
                label=f"Reason for {who}", required=False, max_length=LONGEST_REASON, initial=row.reason
            )

    def clean(self) -> dict[str, Any]:
        """The sheets of those whose mark or reason this page changed, and what they go over."""
        given = super().clean() or {}
        opened, sheets, over = read_seen(given.get("seen", "")), [], seen_now(self.rows)
        for row in self.rows:
            mark, reason = given.get(f"mark_{row.person_id}") or "", given.get(f"reason_{row.person_id}", "")
            now, typed = (
                seen_as(mark_, None, why) for mark_, why in ((row.mark, row.reason), (mark, reason))
            )
            shown = opened.get(str(row.person_id), now)
            if typed in {now, shown} or not (mark or reason):
                continue
            if shown != now:
                self._refuse(row)
            if not mark:
                self._ask_mark(row)
                continue
            minutes = row.minutes if mark == "present" and row.mark == "present" else None
            sheets.append(Mark(row.person_id, mark, minutes=minutes, reason=reason))
        return {"sheets": sheets, "seen": {sheet.person: over[sheet.person] for sheet in sheets}}

    def _ask_mark(self, row: RosterRow) -> None:
        name = f"mark_{row.person_id}"
        if name not in self.errors:
            self.add_error(name, NO_MARK)

    def _refuse(self, row: RosterRow) -> None:
        """Somebody marked this person meanwhile; sent again, what was typed is taken."""
        self.add_error(f"mark_{row.person_id}", MEANWHILE.format(mark_now(row.mark, row.minutes, row.reason)))
        show_again(self, str(self.initial["seen"]))
