"""People hold posts; posts hold authority."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from council.choices import Capacity, Role
from council.querysets import AppointmentQuerySet, PostQuerySet


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who signs in by e-mail. Without a password they cannot sign in until they set one by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. What they may do comes from the posts they hold, never from the account."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    cast_line = models.CharField(
        max_length=300,
        blank=True,
        help_text="In the demonstration only: what one can try when signed in as this person.",
    )
    cast_order = models.PositiveSmallIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Post(models.Model):
    """A post such as "Assistant Director, Children's Specialist Services", with its role and its corner of the council."""

    title = models.CharField(max_length=200, unique=True)
    role = models.CharField(max_length=30, choices=Role.choices)
    directorate = models.ForeignKey("council.Directorate", models.SET_NULL, null=True, blank=True, related_name="posts")
    service = models.ForeignKey("council.ServiceArea", models.SET_NULL, null=True, blank=True, related_name="posts")
    portfolio = models.ForeignKey("council.Portfolio", models.SET_NULL, null=True, blank=True, related_name="posts")
    committee = models.CharField(max_length=200, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Appointment(models.Model):
    """A person in a post between two dates (both included; an empty end is open), holding it or deputising."""

    person = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity.choices, default=Capacity.SUBSTANTIVE)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "starts"], name="one_appointment_a_day"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")),
                name="appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post} from {self.starts:%d %B %Y}"
