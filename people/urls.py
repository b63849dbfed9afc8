from django.urls import path

from common.verb_pages import paths_of
from people.verbs import ACCOUNT, HAT, MEMBERSHIP, NAMED, POST, REQUEST, SIGNER
from people.views import imports, people, profiles, welcomes, workplace

app_name = "people"
urlpatterns = [
    path("profile/", profiles.profile, name="profile"),
    path("profile/delegations/", profiles.delegations, name="delegations"),
    path("profile/asked/", profiles.asked, name="asked"),
    path("profile/school/", workplace.workplace, name="workplace"),
    *paths_of(REQUEST, "people/requests/<id:pk>/"),
    path("people/import/", imports.index, name="imports"),
    path("people/import/invitations/", welcomes.index, name="welcomes"),
    path("people/import/<id:pk>/", imports.detail, name="import"),
    path("people/import/<id:pk>/progress/", imports.progress, name="import_progress"),
    path("people/", people.index, name="list"),
    path("people/new/", people.new, name="new"),
    path("people/<id:pk>/posts/new/", people.new_post, name="new_post"),
    path("people/<id:pk>/acting/", people.name_delegate, name="name_delegate"),
    *paths_of(ACCOUNT, "people/<id:pk>/"),
    *paths_of(POST, "people/posts/<id:pk>/"),
    *paths_of(HAT, "people/hats/<id:pk>/"),
    *paths_of(NAMED, "people/delegations/<id:pk>/"),
    *paths_of(SIGNER, "people/signers/<id:pk>/"),
    *paths_of(MEMBERSHIP, "people/memberships/<id:pk>/"),
]
