"""The page that a signed-in person comes to: the one question of their role, and what answers it."""

from config.home.kinds import Block, Home, for_user

__all__ = ["Block", "Home", "for_user"]
