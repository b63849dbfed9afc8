"""Mails of this app: of a hat, of signing for a school, of working there, of an account and its address."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string

from people.models import User
from people.services.entering import way_in


def letter(template: str, to: str, **told: Any) -> EmailMessage:
    """A mail of `templates/people/<template>_mail.txt`, whose first line is its subject."""
    way = way_in(told["person"]) if "person" in told else ""
    told |= {"base_url": settings.BASE_URL, "way_in": way}
    words = render_to_string(f"people/{template}_mail.txt", told)
    subject, _, body = words.strip().partition("\n")
    return EmailMessage(subject, body.strip() + "\n", to=[to])


def post_letters(letters: Sequence[EmailMessage]) -> None:
    """Owed in the transaction of the caller, sent after it."""
    get_connection().send_messages(list(letters))


def tell_person(template: str, person: User, by: User, **told: Any) -> None:
    """What `by` did that changes what `person` may do here. Nobody is told what they did themselves."""
    if person != by:
        post_letters([letter(template, person.email, person=person, by=by, **told)])


def letters_of_addresses(moved: Sequence[tuple[User, str, str]]) -> list[EmailMessage]:
    """Of each person, the address that signed in before and the one that does from now on: a mail to the new one, and
    to the old one unless it is somebody else's meanwhile. One query."""
    old = [was for _, was, _ in moved if was]
    taken = set(User.objects.at_addresses(old).values_list("address", flat=True))
    mails = []
    for person, was, now in moved:
        mails.append(letter("address_new", now, person=person))
        if was and was not in taken:
            mails.append(letter("address_was", was, person=person))
    return mails
