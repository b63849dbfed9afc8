"""What people say about themselves."""

from django.db import transaction

from people.models import User


@transaction.atomic
def change_names(*, by: User, given_name: str, family_name: str, preferred_name: str = "") -> User:
    """Write one's own names. What was signed keeps the name that was typed then."""
    person = User.objects.select_for_update().get(pk=by.pk)
    person.given_name = given_name
    person.family_name = family_name
    person.preferred_name = preferred_name
    person.save(update_fields=["given_name", "family_name", "preferred_name"])
    return person
