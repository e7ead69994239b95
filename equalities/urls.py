from django.urls import path

from equalities import views

urlpatterns = [
    path("", views.equalities, name="equalities"),
    path("objectives.csv", views.equalities_csv, name="equalities_csv"),
]
