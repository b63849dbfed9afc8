"""The way in for somebody whose account was made for them: a link that fills in their address, so that the page has to
be asked for the code and nothing typed. It is no key: the code goes to the mailbox as ever."""

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.urls import reverse

from people.models import User

NAME, SALT = "for", "the first sign-in"


def way_in(person: User) -> str:
    """The address of the page that mails them a code. It names nobody, for addresses of pages are kept in logs."""
    page = f"{settings.BASE_URL}{reverse('account_request_login_code')}"
    return f"{page}?{NAME}={dumps(person.pk, salt=SALT)}" if person.last_login is None else page


def address_for(sealed: str) -> str:
    """The mail address `way_in` meant; empty for any other text, and once they have signed in."""
    try:
        pk = loads(sealed, salt=SALT)
    except BadSignature:
        return ""
    found = User.objects.filter(pk=pk, is_active=True, last_login=None).values_list("email", flat=True)
    return found.first() or ""
