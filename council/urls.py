from django.urls import path

from council.views import people

urlpatterns = [
    path("", people.structure, name="structure"),
    path("people/", people.people, name="people"),
    path("people/appoint/", people.appoint, name="appoint"),
    path("people/appointments/<int:pk>/end/", people.end_appointment, name="end_appointment"),
    path("demo/sign-in/<int:pk>/", people.demo_sign_in, name="demo_sign_in"),
]
