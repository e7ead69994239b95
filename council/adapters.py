"""How django-allauth behaves here: nobody signs themselves up; an administrator makes the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from common.mail import queue
from council.models import User
from council.transitions import accounts


class AccountAdapter(DefaultAccountAdapter):
    # The same words whether the account exists or not.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both, and try again.",
        "enter_current_password": "This is not your present password. Type it again.",
        "incorrect_password": "This is not your present password. Type it again.",
        "rate_limited": "That was too often. Wait five minutes, and try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many failures for one address are a page of their own with status 429, not one more form error."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(render(request, "429.html", status=429)) from error

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        accounts.signed_in(user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user if isinstance(request.user, User) else None
        super().logout(request)
        if user:
            accounts.signed_out(user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        accounts.sign_in_failed(str(credentials.get("email") or credentials.get("username") or ""))

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        accounts.password_set(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message like every other, so that a dead mail server delays it and shows nobody an error."""
        message = self.render_mail(template_prefix, email, {"request": asked.request, "email": email, **context})
        queue([(email, message.subject, str(message.body))])

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is: the host of the request, which a stranger may choose, is no part of it."""
        return str(subject)
