from django.urls import path

from council import views

urlpatterns = [
    path("", views.structure, name="structure"),
    path("people/", views.people, name="people"),
    path("people/appoint/", views.appoint, name="appoint"),
    path("people/appointments/<int:pk>/end/", views.end_appointment, name="end_appointment"),
    path("demo/sign-in/<int:pk>/", views.demo_sign_in, name="demo_sign_in"),
]
