"""The addresses of one session."""

from django.urls import reverse


def page(name, session, *more):
    # Moving, cancelling and closing change what people are paid for, so their pages are among those of stipends.
    app = "stipends:session_" if name in {"cancel", "move", "close"} else "seminars:"
    return reverse(f"{app}{name}", args=[session.pk, *more])
