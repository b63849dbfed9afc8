"""What a file would do now, piece by piece. First is found out who of the file may touch whom, so that they come into
one piece; then each piece is compared with the accounts it may mean and with nothing else."""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from people.models import Import, ImportAnswer
from people.rules.comparing import Asked, of_people, of_schools
from people.rules.difference import Difference
from people.rules.roster import Roster, of_json, others_of
from people.rules.schools import compare_schools
from people.rules.standing import Present
from people.rules.survey import Survey
from people.services.imports.pieces import AT_ONCE, gathered, numbers_of, piece_of
from people.services.imports.standing import (
    meant_by,
    people_of,
    positions_of,
    present_of,
    principals_at,
    schools_of,
    written_of,
)

ONE_DAY = timedelta(days=1)
Compared = Callable[[int], None]


def differences(row: Import, tell: Compared) -> Iterator[Difference]:
    """What the file would do now, in pieces of which none depends on what another does. `tell` hears how many people
    are compared so far."""
    comparing = _Comparing(row)
    yield of_schools(comparing.head, comparing.survey.schools)
    so_far = 0
    for piece, pks in comparing.pieces():
        yield comparing.compared(piece, pks)
        so_far += len(piece.people)
        tell(so_far)
    for pks in comparing.absent():
        yield comparing.compared(gathered(row, comparing.head, []), pks)


class _Comparing:
    def __init__(self, row: Import) -> None:
        self.row, self.head = row, of_json(row.read)
        self.here, self.positions = schools_of(row.source), positions_of(row.source)
        answers = ImportAnswer.objects.filter(source=row.source).order_by("pk")
        said = dict(answers.values_list("question", "answer"))
        self.asked = Asked(row.day, row.last_day + ONE_DAY, said)
        self.survey = self._surveyed()

    def _surveyed(self) -> Survey:
        survey = Survey(compare_schools(self.head, Present(schools=tuple(self.here))), self.positions)
        for number in numbers_of(self.row):
            piece = piece_of(self.row, number)
            meant = meant_by(self.row.source, piece.people.values())
            survey.hear(number, piece, people_of(self.row.source, meant) if meant else [])
        survey.held(principals_at(survey.seats))
        return survey

    def pieces(self) -> Iterator[tuple[Roster, Collection[int]]]:
        """Each with the accounts that belong to it."""
        cut = self.survey.cut(AT_ONCE)
        for number in numbers_of(self.row):
            piece = others_of(piece_of(self.row, number), cut.apart.get(number, ()))
            yield piece, cut.alone.get(number, [])
        for number, places in enumerate(cut.packs):
            yield gathered(self.row, self.head, places), cut.together.get(number, [])

    def absent(self) -> Iterator[Collection[int]]:
        """Accounts no line touches, of whom the file speaks all the same."""
        if not (self.head.whole or self.survey.spoken.over):
            return
        left = self.survey.untouched(written_of(self.row.source))
        for first in range(0, len(left), AT_ONCE):
            yield left[first : first + AT_ONCE]

    def compared(self, piece: Roster, pks: Collection[int]) -> Difference:
        present = present_of(self.row.source, self.here, self.positions, pks)
        return of_people(piece, self.survey.schools, present, self.asked, self.survey.spoken)
