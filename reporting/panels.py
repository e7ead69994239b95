"""What the pages of indicators and actions show of clinics: where they are, and how one is called. No query."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from common.panels import Panel, register
from performance.models import Indicator
from reporting.permissions import may_call_clinic
from serviceplans.models import Action


def clinic_panel(user: Any, thing: Indicator | Action) -> Panel:
    """Links to the clinics on an indicator or an action, and to calling one for those who may."""
    query = urlencode({"about": thing.reference})
    links = [("Clinics on it", f"{reverse('clinics')}?{query}", "")]
    if may_call_clinic(user):
        links.append(("Call a clinic", f"{reverse('clinic_new')}?{query}", ""))
    return Panel("Performance clinics", links)


def register_panels() -> None:
    register("indicator", clinic_panel)
    register("action", clinic_panel)
