from django.urls import path

from common.verb_pages import paths_of
from notifications import views
from notifications.verbs import MESSAGE

app_name = "notifications"
urlpatterns = [
    path("messages/", views.message_list, name="list"),
    path("messages/<id:pk>/", views.message_detail, name="detail"),
    *paths_of(MESSAGE, "messages/<id:pk>/"),
]
