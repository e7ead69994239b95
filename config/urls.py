"""Every address, by room (the map is in the README)."""

from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.front, name="home"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("healthz", views.healthz, name="healthz"),
    path("account/", include("config.account_urls")),
    path("plans/", include("serviceplans.urls")),
    path("performance/", include("performance.urls")),
    path("risks/", include("risks.urls")),
    path("equalities/", include("equalities.urls")),
    path("council/templates/", include("serviceplans.template_urls")),
    path("council/", include("council.urls")),
    path("notifications/", include("council.notice_urls")),
    path("", include("reporting.urls")),
]

handler500 = "config.views.server_error"
