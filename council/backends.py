"""How somebody who has signed in is known again at each request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as Allauths

from council.asking import person_who_asks
from council.models import User


class AuthenticationBackend(Allauths):
    def get_user(self, user_id: Any) -> User | None:
        user = person_who_asks(int(user_id))
        return user if user and self.user_can_authenticate(user) else None
