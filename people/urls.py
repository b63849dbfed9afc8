from django.urls import path

from people.views import profiles

app_name = "people"
urlpatterns = [
    path("profile/", profiles.profile, name="profile"),
    path("profile/delegations/", profiles.delegations, name="delegations"),
    path("profile/asked/", profiles.asked, name="asked"),
]
