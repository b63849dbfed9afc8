"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Signed in or not, the way in."""
    return render(request, "dashboard/home.html")
