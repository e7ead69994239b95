"""How django-allauth behaves here: nobody signs themselves up; an administrator makes the account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render

from common.mail import queue


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message like every other, so that a dead mail server delays it and shows nobody an error."""
        message = self.render_mail(template_prefix, email, {"request": asked.request, "email": email, **context})
        queue([(email, message.subject, str(message.body))])

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is: the host of the request, which a stranger may choose, is no part of it."""
        return str(subject)
