from django.urls import path

from council.views import notices

urlpatterns = [
    path("", notices.notifications, name="notifications"),
    path("read/", notices.read_notifications, name="notifications_read"),
    path("choices/", notices.notice_choices, name="notice_choices"),
    path("<uuid:pk>/", notices.open_notification, name="notification"),
]
