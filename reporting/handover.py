"""What meetings gave a post to do, and the clinics that it is to chair."""

from django.urls import reverse

from council.handover import Item, WorkKind, moved, register
from council.models import Post
from reporting.choices import ClinicState, Outcome
from reporting.models import Clinic, MeetingItem


def _matters(post: Post) -> list[Item]:
    rows = MeetingItem.objects.filter(owner_post=post, outcome=Outcome.ACTION, done_on=None)
    return [(row.text or row.title, row.url or reverse("meetings")) for row in rows]


def _clinics(post: Post) -> list[Item]:
    rows = Clinic.objects.filter(chair=post, state=ClinicState.CALLED).select_related("indicator", "action")
    return [(str(row), row.get_absolute_url()) for row in rows]


def register_work() -> None:
    open_matters = {"outcome": Outcome.ACTION, "done_on": None}
    register(
        WorkKind(
            "Actions from meetings",
            _matters,
            lambda post, to: moved(MeetingItem.objects.filter(owner_post=post, **open_matters), owner_post=to),
        )
    )
    register(
        WorkKind(
            "Clinics to chair",
            _clinics,
            lambda post, to: moved(Clinic.objects.filter(chair=post, state=ClinicState.CALLED), chair=to),
        )
    )
