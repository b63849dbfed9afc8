from django.urls import URLPattern

app_name = "fellows"
urlpatterns: list[URLPattern] = []
