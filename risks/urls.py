from django.urls import path

from risks import views

urlpatterns = [
    path("", views.risks, name="risks"),
    path("register.csv", views.risks_csv, name="risks_csv"),
    path("<slug:slug>/", views.risk, name="risk"),
    path("<slug:slug>/review/", views.risk_review, name="risk_review"),
    path("<slug:slug>/close/", views.risk_close, name="risk_close"),
]
