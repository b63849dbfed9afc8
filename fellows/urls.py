from django.urls import path

from fellows import views

app_name = "fellows"
urlpatterns = [
    path("fellows/", views.fellow_list, name="list"),
    path("fellows/nominate/", views.nominate, name="nominate"),
    path("fellows/outcomes/", views.outcome_table, name="outcomes"),
    path("fellows/outcomes.csv", views.outcome_export, name="outcomes_csv"),
    path("fellows/similar-schools/", views.similarity, name="similarity"),
    path("fellows/<id:pk>/", views.detail, name="detail"),
    path("fellows/<id:pk>/history/", views.history, name="history"),
    path("fellows/<id:pk>/agreement/", views.agreement, name="agreement"),
    path("fellows/<id:pk>/milestones/", views.milestone, name="milestone"),
    path("fellows/<id:pk>/suspend/", views.suspend, name="suspend"),
    path("fellows/<id:pk>/move/<slug:action>/", views.move, name="move"),
    path("fellows/<id:pk>/service/report/", views.report, name="report"),
    path("fellows/service/<id:pk>/correct/", views.correct, name="correct"),
    path("fellows/service/<id:pk>/ask/", views.ask, name="ask"),
    path("fellows/service/<id:pk>/accept/", views.accept, name="accept"),
    path("service/<str:token>/", views.answer, name="answer"),
]
