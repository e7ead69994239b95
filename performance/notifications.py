"""What people are told of the results and returns that they owe."""

from collections.abc import Sequence

from django.urls import reverse

from common.ledger import digest
from common.today import today
from common.values.years import format_date
from council.choices import NoticeKind
from council.models import User
from council.notifications import notify, people_among
from performance.chasing import Owed
from performance.due import entry_url
from performance.models import Result


def remind(person: User, owed: Sequence[Owed]) -> None:
    """One message with everything that this person owes, each with its own link."""
    named = digest("\n".join(sorted(one.about for one in owed)))
    notify(
        [person],
        kind=NoticeKind.DUE,
        about=f"reminder {today().isoformat()} {named}",
        subject=_subject(owed),
        body="If the data cannot exist yet, enter N/A and say why.",
        items=[(_what(one), one.url) for one in owed],
        link=reverse("results_due"),
    )


def sent_back(result: Result) -> None:
    """Tell whoever holds the owner's post today; where the indicator has none, whoever entered the result."""
    indicator, period = result.indicator, result.when
    assert period is not None
    lines = [
        f"{indicator.reference}: {indicator.name}, {result.period}: {result.value.display(indicator.unit)}",
        f"The performance team asks: {result.sent_back}",
        "Correct it, or say why it is right.",
    ]
    notify(
        people_among([indicator.owner_post]) or [result.entered_by],
        kind=NoticeKind.DUE,
        about=f"result {result.pk} sent back at {result.counter}",
        subject=f"Sent back: {indicator.reference} for {result.period}",
        body="\n\n".join(lines),
        link=entry_url(indicator, period),
    )


def _what(one: Owed) -> str:
    due = f"was due on {format_date(one.due)}" if one.due < today() else f"is due on {format_date(one.due)}"
    return " ".join(f"{one.reference}: {one.name}, {one.period + ', ' if one.period else ''}{due}".split())


def _subject(owed: Sequence[Owed]) -> str:
    results = sum(one.about.startswith("result:") for one in owed)
    returns = len(owed) - results
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in ((results, "result"), (returns, "return"))]
    return f"To enter or send: {' and '.join(part for part in parts if not part.startswith('0 '))}"
