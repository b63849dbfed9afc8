"""People sign in by email. No SSN, bank, medical or student data, here or anywhere."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from common.addresses import PLAIN, Address, is_stored_so, same_address

# Three letters make a trigram; fewer are looked for where a word begins, which makes one too.
TRIGRAM = 3


def name_holds(words: str, path: str = "") -> models.Q:
    """For people, or for what leads to one by `path` ("person__"): each of the words is in the name or address,
    in any order and case; one or two letters begin a part of it. Served by the trigram index."""
    found = models.Q()
    for word in words.replace(",", " ").split():
        name = f"{path}search_name"
        if len(word) < TRIGRAM:
            found &= models.Q(**{f"{name}__istartswith": word}) | models.Q(
                **{f"{name}__icontains": f" {word}"}
            )
        else:
            found &= models.Q(**{f"{name}__icontains": word})
    return found


class UserQuerySet(models.QuerySet["User"]):
    def at_address(self, typed: str | None) -> "UserQuerySet":
        """Whose address is the very one typed, compared as the constraint does; confirmed or not."""
        return self.alias(address=Lower("email")).filter(address=same_address(typed))

    def matching(self, words: str) -> "UserQuerySet":
        """People whose name or address holds the words (`name_holds`)."""
        return self.filter(name_holds(words))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """As it is stored. What can be no address stays as it is, for the database to refuse."""
        return same_address(email) or email or ""

    def get_by_natural_key(self, email: str | None) -> "User":
        """Sign-in does not mind the case of an address."""
        user: User = self.at_address(email).get()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    email = Address()
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    preferred_name = models.CharField(max_length=100, blank=True)
    external_id = models.CharField(max_length=100, blank=True, help_text="The roster's sourcedId")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may enter the admin", default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Kept by save() and by the demo, so that search needs one trigram index and no join.
    search_name = models.CharField(max_length=600, editable=False, default="")

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_per_email",
                violation_error_message="Someone has this email already.",
            ),
            models.CheckConstraint(
                condition=is_stored_so("email"), name="address_is_stored_plain", violation_error_message=PLAIN
            ),
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="one_person_per_external_id"
            ),
        ]
        indexes = [
            GinIndex(OpClass(models.functions.Upper("search_name"), "gin_trgm_ops"), name="user_search_trgm"),
            models.Index(fields=["family_name", "given_name", "id"], name="user_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = self.searchable()
        fields = kwargs.get("update_fields")
        if fields is not None and "search_name" not in fields:
            kwargs["update_fields"] = [*fields, "search_name"]
        super().save(*args, **kwargs)

    def searchable(self) -> str:
        return " ".join(
            part for part in (self.preferred_name, self.given_name, self.family_name, self.email) if part
        )

    @property
    def name(self) -> str:
        """What people call them; the address when no name is known yet."""
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip() or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.preferred_name or self.given_name or self.email
