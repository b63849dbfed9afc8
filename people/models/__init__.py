from people.models.attempts import Attempt
from people.models.exports import PersonExport
from people.models.history import PersonEvent
from people.models.imports import (
    Import,
    ImportAnswer,
    ImportEvent,
    ImportPiece,
    ImportProgress,
    SourceId,
    SourceRole,
    WrittenPerson,
    WrittenPost,
    WrittenSchool,
)
from people.models.invitations import Invitation
from people.models.likeness import alike, perhaps_twice, twins, with_twins
from people.models.merges import Apart, Merge, MergedRow, accounts_of
from people.models.posts import ActingSigner, Delegation, Hat, Post
from people.models.requests import PostRequest
from people.models.schools import GRADES, School, SchoolMembership, grades_in_words
from people.models.users import User, name_holds
from people.models.welcomes import Welcome

__all__ = [
    "GRADES",
    "ActingSigner",
    "Apart",
    "Attempt",
    "Delegation",
    "Hat",
    "Import",
    "ImportAnswer",
    "ImportEvent",
    "ImportPiece",
    "ImportProgress",
    "Invitation",
    "Merge",
    "MergedRow",
    "PersonEvent",
    "PersonExport",
    "Post",
    "PostRequest",
    "School",
    "SchoolMembership",
    "SourceId",
    "SourceRole",
    "User",
    "Welcome",
    "WrittenPerson",
    "WrittenPost",
    "WrittenSchool",
    "accounts_of",
    "alike",
    "grades_in_words",
    "name_holds",
    "perhaps_twice",
    "twins",
    "with_twins",
]
