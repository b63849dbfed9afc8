"""Files of schools, people and posts, and what the last one of each source said of every row."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from people.models import (
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
from people.verbs import IMPORT


class ImportEventInline(ReadOnlyInline):
    model = ImportEvent
    fields = readonly_fields = ("action", "file_name", "sha256", "rows", "by", "at")


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """Files that somebody wanted imported. What is done with them is done on their pages."""

    life = IMPORT
    list_display = ["file_name", "state", "source", "lines", "by", "begun_at"]
    list_filter = ["state", "source"]
    list_select_related = ["by"]
    search_fields = ["file_name", "sha256", "by__search_name"]
    inlines = [ImportEventInline]


@admin.register(ImportPiece)
class ImportPieceAdmin(ReadOnlyAdmin):
    """People that were read of a file and wait to be imported."""

    list_display = ["of", "number"]
    list_filter = ["of__state"]
    list_select_related = ["of"]
    search_fields = ["of__file_name", "of__by__search_name"]


@admin.register(ImportProgress)
class ImportProgressAdmin(ReadOnlyAdmin):
    """How far the worker is with a file."""

    list_display = ["of", "doing", "done", "total"]
    list_filter = ["doing"]
    list_select_related = ["of"]
    search_fields = ["of__file_name", "of__by__search_name"]


@admin.register(ImportEvent)
class ImportEventAdmin(ReadOnlyAdmin):
    list_display = ["of", "action", "by", "at"]
    list_filter = ["action", "at"]
    list_select_related = ["of", "by"]
    search_fields = ["of__file_name", "sha256", "by__search_name"]


@admin.register(ImportAnswer)
class ImportAnswerAdmin(ReadOnlyAdmin):
    """What somebody said about lines that only a person can judge."""

    list_display = ["question", "answer", "source", "by", "at"]
    list_filter = ["source", "at"]
    list_select_related = ["by"]
    search_fields = ["question", "by__search_name"]


@admin.register(SourceId)
class SourceIdAdmin(ReadOnlyAdmin):
    """By which id a source calls somebody who has another number here; said on the page of an import."""

    list_display = ["person", "external_id", "source", "by", "at"]
    list_filter = ["source", "at"]
    list_select_related = ["person", "by"]
    search_fields = ["person__search_name", "external_id"]


@admin.register(SourceRole)
class SourceRoleAdmin(ReadOnlyAdmin):
    """Which position a role of a source is here; said on the page of an import."""

    list_display = ["role", "position", "source"]
    list_filter = ["source", "position"]
    search_fields = ["role", "source"]


@admin.register(WrittenSchool)
class WrittenSchoolAdmin(ReadOnlyAdmin):
    """What the last file of a source said of a school."""

    list_display = ["school", "external_id", "source"]
    list_filter = ["source"]
    list_select_related = ["school"]
    search_fields = ["school__search_name", "external_id"]


@admin.register(WrittenPerson)
class WrittenPersonAdmin(ReadOnlyAdmin):
    """What the last file of a source said of a person."""

    list_display = ["person", "external_id", "source", "modified"]
    list_filter = ["source"]
    list_select_related = ["person"]
    search_fields = ["person__search_name", "external_id"]


@admin.register(WrittenPost)
class WrittenPostAdmin(ReadOnlyAdmin):
    """What the last file of a source said of a post."""

    list_display = ["post", "external_id", "source"]
    list_filter = ["source"]
    list_select_related = ["post__person", "post__school"]
    search_fields = ["post__person__search_name", "external_id"]
