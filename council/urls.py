from django.urls import path

from council.views import cycles, delegations, handover, people, pre_election

urlpatterns = [
    path("", people.structure, name="structure"),
    path("people/", people.people, name="people"),
    path("people/appoint/", people.appoint, name="appoint"),
    path("people/appointments/<int:pk>/end/", people.end_appointment, name="end_appointment"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.delegate, name="delegate"),
    path("delegations/<int:pk>/revoke/", delegations.revoke, name="revoke_delegation"),
    path("pre-election/", pre_election.pre_election, name="pre_election"),
    path("pre-election/<int:pk>/end/", pre_election.end, name="pre_election_end"),
    path("hand-over/", handover.hand_over, name="hand_over"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.new, name="cycle_new"),
    path("cycles/<slug:cycle>/", cycles.cycle, name="cycle"),
    path("cycles/<slug:cycle>/edit/", cycles.edit, name="cycle_edit"),
    path("cycles/<slug:cycle>/open/", cycles.reopen, name="cycle_open"),
    path("cycles/<slug:cycle>/close/", cycles.close, name="cycle_close"),
    path("demo/sign-in/<int:pk>/", people.demo_sign_in, name="demo_sign_in"),
]
