from django.contrib import admin
from django.urls import include, path, register_converter

from common.converters import IdConverter

register_converter(IdConverter, "id")

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("dashboard.urls")),
    path("", include("stipends.urls")),
    path("", include("applications.urls")),
    path("", include("seminars.urls")),
    path("", include("coaching.urls")),
    path("", include("fellows.urls")),
    path("", include("pathways.urls")),
    path("", include("notifications.urls")),
    path("", include("people.urls")),
]
