"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pathways.views.catalogue import landing


def home(request: HttpRequest) -> HttpResponse:
    """Visitors see the pathways and what is open; people who are signed in, their own start."""
    if not request.user.is_authenticated:
        return landing(request)
    return render(request, "dashboard/home.html")
