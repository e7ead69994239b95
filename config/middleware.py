"""The outer door of every view, and what happens to refusals and database trouble on the way out."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

from common.access import may_use
from common.verdict import Refused
from config.access import TABLE
from council.permissions import authority

GetResponse = Callable[[HttpRequest], HttpResponse]


class AccessTable:
    """Asks the permission table before every view. An address that the table does not list is refused to all."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        match = request.resolver_match
        access = TABLE.get(match.view_name) if match else None
        if access is None:
            raise Refused("This address is in no permission table, so nobody may use it.")
        method = request.method or "GET"
        if not access.roles_for(method):
            return HttpResponseNotAllowed(access.methods())
        who = authority(request.user)
        verdict = may_use(access, method, who.roles, signed_in=who.user_id is not None)
        if not verdict and who.user_id is None and method in {"GET", "HEAD"}:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        verdict.require()
        return None


class Refusals:
    """Turns a refusal into the page that says it: 403, or 409 where things have moved on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            template = "409.html" if exception.status == 409 else "403.html"
            return render(request, template, {"sentence": exception.sentence}, status=exception.status)
        return None


class DatabaseTrouble:
    """A database that is down, locked or full answers 503 on a page that needs no database, and asks to come back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return self.trouble()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return self.trouble() if isinstance(exception, OperationalError | InterfaceError) else None

    @staticmethod
    def trouble() -> HttpResponse:
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "5"
        return response
