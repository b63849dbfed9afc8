from django.urls import path

from people.views import imports, profiles

app_name = "people"
urlpatterns = [
    path("profile/", profiles.profile, name="profile"),
    path("profile/delegations/", profiles.delegations, name="delegations"),
    path("profile/asked/", profiles.asked, name="asked"),
    path("people/import/", imports.index, name="imports"),
    path("people/import/<id:pk>/", imports.detail, name="import"),
    path("people/import/<id:pk>/progress/", imports.progress, name="import_progress"),
]
