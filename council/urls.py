from django.urls import path

from council.views import cycles, people

urlpatterns = [
    path("", people.structure, name="structure"),
    path("people/", people.people, name="people"),
    path("people/appoint/", people.appoint, name="appoint"),
    path("people/appointments/<int:pk>/end/", people.end_appointment, name="end_appointment"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle_new"),
    path("cycles/<slug:cycle>/", cycles.cycle, name="cycle"),
    path("cycles/<slug:cycle>/edit/", cycles.edit, name="cycle_edit"),
    path("cycles/<slug:cycle>/open/", cycles.reopen, name="cycle_open"),
    path("cycles/<slug:cycle>/close/", cycles.close, name="cycle_close"),
    path("demo/sign-in/<int:pk>/", people.demo_sign_in, name="demo_sign_in"),
]
