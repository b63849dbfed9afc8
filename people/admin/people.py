"""People, schools and who signs for them. Rights are given and taken by services; posts and hats end."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Case, TextField, Value, When
from django.http import HttpRequest

from common.admin import Inline, MadeByService, ReadOnlyAdmin, ReadOnlyInline, ServiceAdmin
from common.doors import SignedIn, signed_in
from people import services
from people.forms import PostBelowForm, PostForm, UserCreateForm, UserEditForm
from people.models import (
    ActingSigner,
    Attempt,
    Delegation,
    Hat,
    Invitation,
    PersonEvent,
    Post,
    PostRequest,
    School,
    SchoolMembership,
    User,
    Welcome,
)
from people.policies import may_appoint, may_keep_people, why_not
from people.queries import stands_alone
from people.states import HatAction
from people.verbs import ACCOUNT, DELEGATION, HAT, INVITATION, POST, REQUEST, SIGNER

CONFIRMED = {"email": "Only this address signs in. Its owner confirms it by a mail at the first sign-in."}
KEPT = "An account is never deleted: what was signed and paid names it. Close the account instead."
REFERRED_TO = (
    "A school that positions, memberships or applications name is never deleted. End its membership instead."
)
ENTERED = (
    "Whose position it is, where and as what stays as it was entered: signatures rest on it. End this one, and "
    "enter what came after it as a new one."
)


# Who put a hat on.
GIVEN = ("given_by", "given_at", "agreed_by", "agreed_at")


class StepInline(ReadOnlyInline):
    model = PersonEvent
    fk_name = "person"
    fields = readonly_fields = ("at", "action", "by", "about", "note")


class PostInline(Inline):
    model = Post
    form = PostBelowForm
    extra = 0
    # What was signed rests on it: a post ends, by the action of its own list.
    can_delete = False
    autocomplete_fields = ["school"]


class HatInline(ReadOnlyInline):
    model = Hat
    fk_name = "person"
    fields = readonly_fields = ("kind", "starts", "ends")
    show_change_link = True


@admin.register(User)
class UserAdmin(ServiceAdmin, DjangoUserAdmin):
    """Administrators find people by name or address; permissions come from hats and posts."""

    form = UserEditForm
    add_form = UserCreateForm
    ordering = ["sort_name", "pk"]
    list_display = ["email", "given_name", "family_name", "is_active", "is_staff"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["search_name", "external_id", "posts__school__search_name"]
    readonly_fields = ["is_active", "last_login", "date_joined"]
    inlines = [PostInline, HatInline, StepInline]
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
    life = ACCOUNT

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only who has every right gives rights away, and nobody their own: one administrator is always left."""
        kept = [] if request.user.is_superuser else ["email", "is_staff", "is_superuser"]
        own = ["is_staff", "is_superuser"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *((kept or own) if obj else [])]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_keep_people(signed_in(request))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The account of an administrator is changed by administrators alone."""
        theirs = request.user.is_superuser or obj is None or not obj.is_superuser
        return super().has_change_permission(request, obj) and theirs

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def not_here(self, request: HttpRequest, obj: User) -> list[str]:
        return [KEPT]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change=change, **{"help_texts": CONFIRMED, **kwargs})

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            services.take_address(pk=obj.pk, by=signed_in(request))
            if not change:
                return
            said = f"From now on only {obj.email} signs in. Its owner confirms it by a mail at the first sign-in."
            messages.info(request, said)


@admin.register(PersonEvent)
class PersonEventAdmin(ReadOnlyAdmin):
    """What staff did with people, line by line."""

    list_display = ["person", "action", "about", "by", "at"]
    list_filter = ["at", "action"]
    list_select_related = ["person", "by", "school", "principal"]
    search_fields = ["person__search_name", "principal__search_name", "by__search_name"]


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    """How often something was tried of late. Nobody can read of whom: that is kept as a digest."""

    list_display = ["kind", "at"]
    list_filter = ["kind", "at"]
    search_fields = ["kind"]
    fields = ["kind", "at"]


class MembershipInline(Inline):
    model = SchoolMembership
    extra = 0
    # It ends; that a school was a member once stays true.
    can_delete = False


@admin.register(School)
class SchoolAdmin(ServiceAdmin):
    list_display = ["name", "level", "grades", "community", "cds_code"]
    list_filter = ["level", "community"]
    search_fields = ["search_name", "cds_code", "community"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]

    def has_delete_permission(self, request: HttpRequest, obj: School | None = None) -> bool:
        """One that was entered by mistake, and that nothing refers to."""
        return obj is not None and super().has_delete_permission(request, obj) and stands_alone(obj)

    def not_here(self, request: HttpRequest, obj: School) -> list[str]:
        return [] if stands_alone(obj) else [REFERRED_TO]


@admin.register(SchoolMembership)
class SchoolMembershipAdmin(ServiceAdmin):
    """When a school was part of the network. A membership is never deleted: it ends."""

    list_display = ["school", "starts", "ends"]
    list_filter = [("ends", admin.EmptyFieldListFilter), "school__level"]
    list_select_related = ["school"]
    search_fields = ["school__search_name", "school__cds_code"]
    autocomplete_fields = ["school"]

    def has_delete_permission(self, request: HttpRequest, obj: SchoolMembership | None = None) -> bool:
        return False


@admin.register(Post)
class PostAdmin(ServiceAdmin):
    """Entered and put right here. A post is never deleted: it ends."""

    form = PostForm
    list_display = ["person", "school", "position", "fte", "channel", "starts", "ends"]
    list_filter = ["position", "channel", ("ends", admin.EmptyFieldListFilter), "school"]
    list_select_related = ["person", "school"]
    search_fields = ["person__search_name", "school__search_name"]
    autocomplete_fields = ["person", "school"]
    life = POST

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> list[str]:
        return ["person", "school", "position"] if obj else []

    def not_here(self, request: HttpRequest, obj: Post) -> list[str]:
        return [ENTERED]

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return False


@admin.register(ActingSigner)
class ActingSignerAdmin(MadeByService):
    """Appointed for schools without a principal."""

    list_display = ["school", "person", "starts", "ends", "appointed_by"]
    list_filter = ["ends", "school"]
    list_select_related = ["school", "person", "appointed_by"]
    search_fields = ["person__search_name", "school__search_name"]
    autocomplete_fields = ["school", "person"]
    asks = ["school", "person", "starts", "ends"]
    life = SIGNER

    def may_make(self, user: User) -> bool:
        return may_appoint(user)

    def make(self, request: SignedIn, data: dict[str, Any]) -> ActingSigner:
        return services.appoint_acting_signer(**data, by=request.user)


@admin.register(Delegation)
class DelegationAdmin(MadeByService):
    """Who acts for a principal who is away."""

    list_display = ["principal", "delegate", "starts", "ends"]
    list_filter = ["starts", "ends"]
    list_select_related = ["principal", "delegate"]
    search_fields = ["principal__search_name", "delegate__search_name"]
    autocomplete_fields = ["principal", "delegate"]
    asks = ["principal", "delegate", "starts", "ends"]
    life = DELEGATION

    def make(self, request: SignedIn, data: dict[str, Any]) -> Delegation:
        to = data.pop("delegate")
        return services.delegate(**data, to=to, by=request.user)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Whom principals asked to act for them, until they answer."""

    life = INVITATION
    list_display = ["principal", "address", "starts", "ends", "asked_at"]
    list_filter = ["ends"]
    list_select_related = ["principal"]
    search_fields = ["principal__search_name", "address"]


@admin.register(Hat)
class HatAdmin(MadeByService):
    """Given and taken off by services; what stays open to change are a network director's schools."""

    list_display = ["person", "kind", "starts", "ends", "given_by", "agreed_by"]
    list_filter = ["kind", ("ends", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "given_by", "agreed_by"]
    search_fields = ["person__search_name", "schools__search_name", "kind_in_words"]
    autocomplete_fields = ["person", "schools"]
    asks = ["person", "kind", "schools", "starts", "ends"]
    life = HAT

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = Case(
            *(When(kind=kind, then=Value(kind.label)) for kind in Hat.Kind), output_field=TextField()
        )
        return super().get_search_results(request, queryset.annotate(kind_in_words=words), search_term)

    def may_make(self, user: User) -> bool:
        return may_keep_people(user)

    def has_change_permission(self, request: HttpRequest, obj: Hat | None = None) -> bool:
        may = admin.ModelAdmin.has_change_permission(self, request, obj)
        return may and why_not(signed_in(request), HatAction.NARROW, obj) is None

    def get_readonly_fields(self, request: HttpRequest, obj: Hat | None = None) -> list[str]:
        return ["person", "kind", "starts", "ends", "last_day", *GIVEN] if obj else []

    def make(self, request: SignedIn, data: dict[str, Any]) -> Hat:
        kind = Hat.Kind(data.pop("kind"))
        return services.wear_hat(**data, kind=kind, by=request.user)


@admin.register(PostRequest)
class PostRequestAdmin(ReadOnlyAdmin):
    """Where people say they work; answered by who signs for the school."""

    life = REQUEST
    list_display = ["person", "school", "position", "state", "asked_at"]
    list_filter = ["state", "school"]
    list_select_related = ["person", "school"]
    search_fields = ["person__search_name", "school__search_name"]


@admin.register(Welcome)
class WelcomeAdmin(ReadOnlyAdmin):
    """Who was invited by mail to an account that was made for them."""

    list_display = ["person", "by", "at"]
    list_filter = ["at"]
    list_select_related = ["person", "by"]
    search_fields = ["person__search_name"]
