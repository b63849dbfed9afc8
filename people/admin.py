"""People, schools and who signs for them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.admin import for_each
from people.forms import UserCreateForm, UserEditForm
from people.models import ActingSigner, Delegation, Hat, Post, School, SchoolMembership, User
from people.queries import today
from people.services import lose_hat


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    autocomplete_fields = ["school"]


class HatInline(admin.TabularInline):
    model = Hat
    extra = 0
    autocomplete_fields = ["schools"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Administrators find people by name or address; permissions come from hats and posts."""

    form = UserEditForm
    add_form = UserCreateForm
    ordering = ["family_name", "given_name", "pk"]
    list_display = ["email", "given_name", "family_name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["search_name"]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [PostInline, HatInline]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Name", {"fields": ["given_name", "family_name", "preferred_name", "external_id"]}),
        ("Access", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "given_name", "family_name", "password1", "password2"]}),
    ]


class MembershipInline(admin.TabularInline):
    model = SchoolMembership
    extra = 0


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    list_display = ["name", "level", "grades", "community", "cds_code"]
    list_filter = ["level", "community"]
    search_fields = ["name", "cds_code"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]


@admin.register(SchoolMembership)
class SchoolMembershipAdmin(admin.ModelAdmin):
    list_display = ["school", "starts", "ends"]
    list_select_related = ["school"]
    search_fields = ["school__name"]
    autocomplete_fields = ["school"]


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ["person", "school", "position", "fte", "starts", "ends"]
    list_filter = ["position", "channel", "school"]
    list_select_related = ["person", "school"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["person__search_name", "school__name"]
    autocomplete_fields = ["person", "school"]


@admin.register(ActingSigner)
class ActingSignerAdmin(admin.ModelAdmin):
    list_display = ["school", "person", "starts", "ends", "appointed_by"]
    list_filter = ["school"]
    list_select_related = ["school", "person", "appointed_by"]
    search_fields = ["person__search_name", "school__name"]
    autocomplete_fields = ["school", "person"]
    exclude = ["appointed_by"]

    def save_model(self, request: HttpRequest, obj: ActingSigner, form: object, change: bool) -> None:
        if not change:
            obj.appointed_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Delegation)
class DelegationAdmin(admin.ModelAdmin):
    list_display = ["principal", "delegate", "starts", "ends"]
    list_select_related = ["principal", "delegate"]
    search_fields = ["principal__search_name", "delegate__search_name"]
    autocomplete_fields = ["principal", "delegate"]


@admin.register(Hat)
class HatAdmin(admin.ModelAdmin):
    list_display = ["person", "kind", "starts", "ends"]
    list_filter = ["kind"]
    list_select_related = ["person"]
    search_fields = ["person__search_name"]
    autocomplete_fields = ["person", "schools"]
    actions = ["take_off"]

    @admin.action(description="Take these hats off today", permissions=["change"])
    def take_off(self, request: HttpRequest, rows: "QuerySet[Hat]") -> None:
        for_each(request, rows, lambda hat: lose_hat(pk=hat.pk, by=request.user, day=today()), "Taken off")
