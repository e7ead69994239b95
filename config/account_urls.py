"""Signing in and out, and passwords: the pages of django-allauth that are used here, and no others."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, re_path

Page = Callable[..., HttpResponseBase]


def framed(page: Page) -> Page:
    """The page in our own frame: allauth puts a ``site`` of its own into some contexts, where ours belongs."""

    @wraps(page)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = page(request, *args, **kwargs)
        context = getattr(response, "context_data", None)
        if context:
            context.pop("site", None)
        return response

    return view


urlpatterns = [
    path("sign-in/", framed(views.login), name="account_login"),
    path("sign-out/", framed(views.logout), name="account_logout"),
    path("sign-up/", framed(views.signup), name="account_signup"),
    path("inactive/", framed(views.account_inactive), name="account_inactive"),
    path("password/change/", framed(views.password_change), name="account_change_password"),
    path("password/set/", framed(views.password_set), name="account_set_password"),
    path("password/reset/", framed(views.password_reset), name="account_reset_password"),
    path("password/reset/sent/", framed(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        framed(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/", framed(views.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
]
