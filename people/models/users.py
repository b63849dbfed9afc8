"""People sign in by email. No SSN, bank, medical or student data, here or anywhere."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from common.addresses import PLAIN, Address, is_stored_so, same_address
from common.fields import DerivedField, Deriving, DerivingQuerySet, FoldedField, NameField
from common.guards import Guard
from common.names import NO_LINK, Name, folded, name_key, same, sort_key
from people.rules.likeness import mailbox_key, number_key
from people.states import AccountAction, RequestState

# Three letters make a trigram; fewer are looked for where a word begins, which makes one too.
TRIGRAM = 3


def name_holds(words: str, path: str = "") -> models.Q:
    """For people, or for what leads to one by `path` ("person__"): each of the words is in the name or address,
    in any order, case and spelling of accents; one or two letters begin a part of it. Served by the trigram index.
    """
    found, asked = models.Q(), folded(words).split()
    for word in asked:
        name = f"{path}search_name"
        if len(word) < TRIGRAM:
            found &= models.Q(**{f"{name}__istartswith": word}) | models.Q(**{f"{name}__word_starts": word})
        else:
            found &= models.Q(**{f"{name}__icontains": word})
    # Signs alone are in nobody's name.
    return found if asked or not words.strip() else models.Q(pk__in=[])


class UserQuerySet(DerivingQuerySet):
    def at_address(self, typed: str | None) -> "UserQuerySet":
        """Whose address is the very one typed, compared as the constraint does; confirmed or not."""
        return self.alias(address=Lower("email")).filter(address=same_address(typed))

    def at_addresses(self, plain: Collection[str]) -> "UserQuerySet":
        """As `at_address` for several that `same_address` answered; each account with its own as `address`."""
        return self.annotate(address=Lower("email")).filter(address__in=plain)

    def matching(self, words: str) -> "UserQuerySet":
        """People whose name or address holds the words (`name_holds`)."""
        return self.filter(name_holds(words))

    def alone(self) -> "UserQuerySet":
        """People who signed up alone: they never had a post, a role or a hat, acted for nobody, and ask no
        school to confirm them."""
        asking = models.Q(post_requests__state=RequestState.ASKED)
        unknown = dict.fromkeys(
            ("posts", "hats", "acts_for", "delegations_held", "placements", "fellowships")
        )
        return self.filter(**unknown).exclude(asking)


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


NAMES = ("given_name", "family_name")
HIDDEN = (
    r"[\u0001-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]|@|://"
)


def kept_well(field: str) -> models.CheckConstraint:
    """The database's part of common.names: whoever writes, a name hides nothing, leads nowhere and is composed."""
    composed = models.Func(
        models.F(field), template="%(expressions)s IS NFC NORMALIZED", output_field=models.BooleanField()
    )
    return models.CheckConstraint(
        condition=~models.Q(**{f"{field}__regex": HIDDEN}) & models.Q(composed),
        name=f"{field}_is_text_to_read",
        violation_error_message=NO_LINK,
    )


class User(Deriving, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do follows from posts, hats and placements."""

    email = Address()
    # Whoever has one name has it in either of the two.
    given_name = NameField(max_length=100, blank=True)
    family_name = NameField(max_length=100, blank=True)
    preferred_name = NameField(max_length=100, blank=True)
    external_id = models.CharField(max_length=100, blank=True, help_text="The roster's sourcedId")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may enter the admin", default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # The account of the same person that stayed when the two were merged; never one that was merged itself.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    # So that search needs one trigram index and no join.
    search_name = FoldedField(max_length=600, derive="searchable", of=(*NAMES, "preferred_name", "email"))
    # Compared by code points, whatever the server's language is.
    sort_name = DerivedField(max_length=200, db_collation="C", derive="sorted_by", of=(*NAMES, "email"))
    # Two accounts with one key may be one person's.
    name_key = DerivedField(max_length=200, derive="words_of_name", of=NAMES)

    mailbox_key = DerivedField(max_length=200, derive="words_of_mailbox", of=("email",))
    number_key = DerivedField(max_length=100, derive="words_of_number", of=("external_id",))

    objects = UserManager()
    USERNAME_FIELD = "email"

    class Meta:
        ordering = ["sort_name", "pk"]
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
            *(kept_well(field) for field in (*NAMES, "preferred_name")),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_active=False),
                name="a_merged_account_is_closed",
            ),
        ]
        triggers = [
            Guard(
                name="a_merged_account_stays_merged",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                when=pgtrigger.Before,
                # Into one that stays; and on with it, when that one is merged later.
                func="""
                    IF TG_OP = 'UPDATE' AND OLD.merged_into_id IS NOT NULL
                       AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id
                       AND NOT EXISTS (SELECT 1 FROM people_user
                                       WHERE id = OLD.merged_into_id AND merged_into_id = NEW.merged_into_id) THEN
                        RAISE EXCEPTION 'A merged account stays merged.' USING ERRCODE = 'check_violation';
                    END IF;
                    IF NEW.merged_into_id = NEW.id
                       OR EXISTS (SELECT 1 FROM people_user
                                  WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN
                        RAISE EXCEPTION 'An account is merged into one that stays.' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        indexes = [
            GinIndex(OpClass(models.functions.Upper("search_name"), "gin_trgm_ops"), name="user_search_trgm"),
            models.Index(fields=["sort_name", "id"], name="user_by_name"),
            models.Index(fields=["name_key"], condition=~models.Q(name_key=""), name="user_by_name_key"),
            models.Index(
                fields=["mailbox_key"], condition=~models.Q(mailbox_key=""), name="user_by_mailbox_key"
            ),
            models.Index(
                fields=["number_key"], condition=~models.Q(number_key=""), name="user_by_number_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def searchable(self) -> str:
        """What `search_name` holds."""
        return folded(f"{self.preferred_name} {self.given_name} {self.family_name} {self.email}")

    def sorted_by(self) -> str:
        """What `sort_name` holds; the address of somebody without a name."""
        return sort_key(self.family_name, self.given_name) or folded(self.email)

    def words_of_name(self) -> str:
        """What `name_key` holds."""
        return name_key(self.given_name, self.family_name)

    def words_of_mailbox(self) -> str:
        """What `mailbox_key` holds; nothing for an account that was merged, whose address is nobody's."""
        return "" if self.merged_into_id else mailbox_key(self.email)

    def words_of_number(self) -> str:
        """What `number_key` holds."""
        return number_key(self.external_id)

    @property
    def name(self) -> Name:
        """What people call them; the address when no name is known yet."""
        return Name(f"{self.preferred_name or self.given_name} {self.family_name}".strip() or self.email)

    def was_closed_since(self, moment: datetime) -> bool:
        """Whether the account is closed, or was closed or opened again at that moment or later."""
        told = self.events.filter(
            action__in=[AccountAction.DEACTIVATE, AccountAction.REACTIVATE], at__gte=moment
        )
        return not self.is_active or told.exists()

    def is_called(self, typed: str) -> bool:
        """Whether what somebody typed as this person's name is theirs, to a person: with the name people call them or
        with the one on record."""
        return any(same(typed, name) for name in (self.name, f"{self.given_name} {self.family_name}"))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.preferred_name or self.given_name or self.email
