from django.db import models


class Rating(models.TextChoices):
    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"


class Escalation(models.TextChoices):
    SERVICE = "service", "Service"
    DIRECTORATE = "directorate", "Directorate"
    CORPORATE = "corporate", "Corporate"
