from people.services.imports.files import answer, give_up, positions_in, read_again, read_file
from people.services.imports.telling import progress_of
from people.services.imports.working import apply_import, check, start_import

__all__ = [
    "answer",
    "apply_import",
    "check",
    "give_up",
    "positions_in",
    "progress_of",
    "read_again",
    "read_file",
    "start_import",
]
