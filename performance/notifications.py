"""What people are told by e-mail."""

from collections.abc import Sequence

from django.conf import settings

from common.mail import tell
from common.today import today
from common.values.years import format_date
from council.models import Appointment
from performance.chasing import Owed
from performance.due import entry_url
from performance.models import Result


def remind(address: str, owed: Sequence[Owed]) -> None:
    """One message with everything that this person owes, each with its own link."""
    lines = [f"{_what(one)}\n{settings.SITE_URL}{one.url}" for one in owed]
    tell([address], _subject(owed), "\n\n".join([*lines, "If the data cannot exist yet, enter N/A and say why."]))


def sent_back(result: Result) -> None:
    """Tell whoever holds the owner's post today; where the indicator has none, whoever entered the result."""
    indicator, period = result.indicator, result.when
    assert period is not None
    held = Appointment.objects.on(today()).filter(post=indicator.owner_post_id) if indicator.owner_post_id else None
    to = list(held.values_list("person__email", flat=True)) if held is not None else []
    if not to and result.entered_by:
        to = [result.entered_by.email]
    lines = [
        f"{indicator.reference}: {indicator.name}, {result.period}: {result.value.display(indicator.unit)}",
        f"The performance team asks: {result.sent_back}",
        f"Correct it, or say why it is right:\n{settings.SITE_URL}{entry_url(indicator, period)}",
    ]
    tell(to, f"Sent back: {indicator.reference} for {result.period}", "\n\n".join(lines))


def _what(one: Owed) -> str:
    due = f"was due on {format_date(one.due)}" if one.due < today() else f"is due on {format_date(one.due)}"
    return " ".join(f"{one.reference}: {one.name}, {one.period + ', ' if one.period else ''}{due}".split())


def _subject(owed: Sequence[Owed]) -> str:
    results = sum(one.about.startswith("result:") for one in owed)
    returns = len(owed) - results
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((results, "result"), (returns, "return"))]
    return f"To enter or send: {' and '.join(part for part in parts if not part.startswith('0 '))}"
