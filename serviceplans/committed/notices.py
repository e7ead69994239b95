"""What plan holders are told of commitments: written with the change, sent once it has committed."""

from council.choices import NoticeKind
from council.models import ServiceArea
from council.notifications import notify
from council.querysets import living_in
from serviceplans.models import Commitment, Exemption


def placed(commitment: Commitment) -> None:
    said = f"It stands in your {commitment.cycle} plan, at once where that is a draft, and with its next one where it is not."
    _tell_holders(commitment, "placed", f"{commitment.mark}: {commitment.heading}", said)


def changed(commitment: Commitment) -> None:
    said = "A performance officer has changed what it says. Drafts say so at once."
    _tell_holders(commitment, f"changed {commitment.counter}", f"Commitment changed: {commitment.heading}", said)


def withdrawn(commitment: Commitment) -> None:
    said = f"Nothing is asked of you any more. Why: {commitment.withdrawn_why}"
    _tell_holders(commitment, "withdrawn", f"Commitment withdrawn: {commitment.heading}", said)


def _tell_holders(commitment: Commitment, what: str, subject: str, said: str) -> None:
    """Tell the holders of all services that it reaches."""
    living = ServiceArea.objects.filter(living_in(commitment.cycle)).select_related("holder_post")
    notify(
        [service.holder_post for service in living if commitment.reaches(service)],
        kind=NoticeKind.PLAN,
        about=f"commitment {commitment.pk} {what}",
        subject=subject,
        body=f"{commitment.text}\n\n{said}",
        link=commitment.get_absolute_url(),
    )


def exempted(made: Exemption) -> None:
    notify(
        [made.service.holder_post],
        kind=NoticeKind.PLAN,
        about=f"exemption {made.pk}",
        subject=f"{made.service.name} is exempt: {made.commitment.heading}",
        body=f"Your service need not keep this commitment. Why: {made.reason}",
        link=made.commitment.get_absolute_url(),
    )
