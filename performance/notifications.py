"""What people are told of the results, returns and answers that they owe."""

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from common.ledger import digest
from common.today import today
from common.values.years import format_date
from council.choices import NoticeKind, Role
from council.models import Post, User
from council.notifications import notify, people_among
from performance.chasing import Owed
from performance.due import entry_url
from performance.models import AuditFinding, Result


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


def finding_raised(finding: AuditFinding) -> None:
    """Tell whoever holds the post that answers for the indicator; where nobody does, the performance team."""
    indicator, link = finding.indicator, reverse("finding", args=[finding.pk])
    officers = Post.objects.filter(role=Role.PERFORMANCE_OFFICER)
    notify(
        people_among([indicator.owner_post]) or people_among(officers),
        kind=NoticeKind.DUE,
        about=f"finding {finding.pk}",
        subject=f"Audit finding on {indicator.reference}: answer by {format_date(finding.answer_due)}",
        body=f"{indicator.reference}: {indicator.name}\n\nInternal audit found: {finding.text}",
        link=link,
    )


def finding_answered(finding: AuditFinding) -> None:
    """Tell the auditor who raised it."""
    indicator = finding.indicator
    notify(
        [finding.raised_by],
        kind=NoticeKind.DUE,
        about=f"finding {finding.pk} answered",
        subject=f"Answered: the audit finding on {indicator.reference}",
        body=f"{finding.answered_post or 'Somebody'} answers: {finding.answer}",
        link=reverse("finding", args=[finding.pk]),
    )


def _what(one: Owed) -> str:
    due = f"was due on {format_date(one.due)}" if one.due < today() else f"is due on {format_date(one.due)}"
    return " ".join(f"{one.reference}: {one.name}, {one.period + ', ' if one.period else ''}{due}".split())


def _subject(owed: Sequence[Owed]) -> str:
    counts = Counter(one.kind for one in owed)
    words = (("result", "result"), ("return", "return"), ("finding", "answer to audit"))
    parts = [_many(counts[kind], word) for kind, word in words if counts[kind]]
    return f"To enter or send: {' and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}"


def _many(count: int, word: str) -> str:
    first, _, rest = word.partition(" ")
    return f"{count} {first}{'' if count == 1 else 's'}{' ' + rest if rest else ''}"
