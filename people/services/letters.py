"""Mails of this app: of a hat, of signing for a school, of an account and its address."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from people.models import User


def letter(template: str, to: str, **told: Any) -> EmailMessage:
    """A mail of `templates/people/<template>_mail.txt`, whose first line is its subject."""
    words = render_to_string(f"people/{template}_mail.txt", {**told, "base_url": settings.BASE_URL})
    subject, _, body = words.strip().partition("\n")
    return EmailMessage(subject, body.strip() + "\n", to=[to])


def post_letters(letters: Sequence[EmailMessage]) -> None:
    """Owed in the transaction of the caller, sent after it."""
    get_connection().send_messages(list(letters))


def tell_person(template: str, person: User, by: User, **told: Any) -> None:
    """What `by` did that changes what `person` may do here. Nobody is told what they did themselves."""
    if person != by:
        post_letters([letter(template, person.email, person=person, by=by, **told)])


def letters_of_address(person: User, was: str, now: str) -> list[EmailMessage]:
    """To the address that signs in from now on, and to the one that did, unless it is somebody else's meanwhile."""
    told = [("address_new", now)]
    if was and not User.objects.at_address(was).exists():
        told.append(("address_was", was))
    return [letter(template, to, person=person) for template, to in told]
