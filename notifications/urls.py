from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("messages/", views.message_list, name="list"),
    path("messages/<id:pk>/", views.message_detail, name="detail"),
    path("messages/<id:pk>/<slug:action>/", views.message_do, name="do"),
]
