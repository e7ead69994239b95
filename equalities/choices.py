from django.db import models


class Facing(models.TextChoices):
    OUTWARD = "outward", "Outward-facing"
    WORKFORCE = "workforce", "About the workforce"
