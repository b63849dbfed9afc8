"""What a request may send: refused by its announced size before any of it is read, and read in bounded time."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
UNKNOWN = "Send it again from a browser. Programs must say how long what they send is (Content-Length)."
LARGE = "Together a form and its file may have 11 MB. Go back, choose a smaller file, and send it again."
STRANGER = (
    "You are not signed in, so nothing this large was taken. Sign in in another window, then send it again."
)


def refuse_large(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """411 without a length, 413 for more than a form with the largest file has, or than a stranger has to send."""

    def answer(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = (
            int(announced) if announced.isascii() and announced.isdigit() and len(announced) < 16 else 10**16
        )
        if request.META.get("HTTP_TRANSFER_ENCODING"):
            return _refused(411, UNKNOWN)
        if length > settings.LONGEST_BODY:
            return _refused(413, LARGE)
        if length > settings.LONGEST_BODY_OF_STRANGERS and not request.user.is_authenticated:
            return _refused(413, STRANGER)
        return get_response(request)

    return answer


def _refused(status: int, lead: str) -> HttpResponse:
    # Drawn without the request: to draw a person's menu would ask who they are.
    return HttpResponse(render_to_string("413.html", {"lead": lead}), status=status)


class Body:
    """The body of a request; one that ends before its announced length is no body, whatever stands in its beginning."""

    def __init__(self, source: Any, length: int) -> None:
        self._source, self._missing = source, length

    def read(self, size: int = -1) -> bytes:
        """Raises ConnectionError, which Django takes for a sender that is gone."""
        return self._whole(bytes(self._source.read(size)), size)

    def readline(self, size: int = -1) -> bytes:
        data = bytes(self._source.readline(size))
        return self._whole(data, len(data) if data.endswith(b"\n") else size)

    def _whole(self, data: bytes, size: int) -> bytes:
        # gunicorn answers with less than was asked for at the end only.
        due = self._missing if size < 0 else min(size, self._missing)
        self._missing -= len(data)
        if len(data) < due:
            raise ConnectionError("The body ended before all of it was there.")
        return data


def in_time(application: Application) -> Application:
    """The same application under gunicorn, where nothing waits for a body for ever."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        line, length = environ.get("gunicorn.socket"), environ.get("CONTENT_LENGTH") or "0"
        if line is None or not length.isdigit() or int(length) == 0:
            return application(environ, start_response)
        environ["wsgi.input"] = Body(environ["wsgi.input"], int(length))
        # A time for the whole, not for each byte: one byte every few seconds would never end.
        end = threading.Timer(settings.BODY_SECONDS, _hang_up, [line])
        end.daemon = True
        end.start()
        try:
            return application(environ, start_response)
        finally:
            end.cancel()

    return answer


def _hang_up(line: socket.socket) -> None:
    """Nothing more is read from this sender; the answer still goes out."""
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RD)
