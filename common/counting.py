"""Numbers before words, the one way pages, mails and refusals write them. Plain Python."""


def counted(count: int, one: str, several: str = "") -> str:
    """A number and what it counts: "1 fellow", "1,200 fellows", "1 row stays", "0 rows stay".

    `several`: the words after any other number, where an s makes no plural of `one`.
    """
    return f"{count:,} {agreeing(count, one, several or f'{one}s')}"


def agreeing(count: int, one: str, several: str) -> str:
    """The words that go with a number that stands elsewhere: "is" with 1, "are" with every other."""
    return one if count == 1 else several
