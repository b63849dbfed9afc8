from django.urls import include, path

from tests.bench import floors

urlpatterns = [
    path("floor/crispy50/", floors.crispy50),
    path("floor/one-row/", floors.one_row),
    path("", include("config.urls")),
]
