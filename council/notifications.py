"""Telling people: on their page of notifications, and by e-mail as each chose. What every room above tells through."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common.mail import is_silent, queue
from common.today import now, today
from common.values.years import format_date
from council.choices import Capacity, Delivery, NoticeKind
from council.handover import Work
from council.models import Appointment, Delegation, NoticeChoice, Notification, Post, User

Item = tuple[str, str]
"""A text and the address that belongs to it, like ("BPI108: Net budget", "/performance/indicators/bpi108/")."""


@transaction.atomic
def notify(
    to: Iterable[User | Post | None],
    *,
    kind: NoticeKind,
    about: str,
    subject: str,
    body: str,
    link: str,
    items: Sequence[Item] = (),
) -> list[User]:
    """Tell people of one thing, and whoever is in the posts among ``to`` today, deputies too; returns who is new to it.

    ``about`` names the thing, such as "decision 12": nobody is told twice of it, however often this is called.
    ``link`` and the addresses of ``items`` begin with a stroke. Call it before the ledger is written, within the
    transaction of the change: e-mails go out once that has committed, and never where it was rolled back.
    """
    people = {person.pk: person for person in people_among(to)}
    known = Notification.objects.filter(about=about, person__in=people).values_list("person_id", flat=True)
    wanted = _chosen(set(people) - set(known), kind)
    facts = {"kind": kind, "about": about, "subject": subject[:250], "body": body, "link": link, "at": now()}
    rows = [Notification(person=people[pk], delivery=how, items=list(items), **facts) for pk, how in wanted.items()]
    # Whoever told the same person of the same thing at this very moment keeps their row; ours is left out.
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    made = Notification.objects.filter(pk__in=[row.pk for row in rows]).select_related("person")
    told = sorted(made, key=lambda row: row.person.email)
    _send_at_once([row for row in told if row.delivery == Delivery.IMMEDIATE])
    return [row.person for row in told]


def people_among(to: Iterable[User | Post | None]) -> list[User]:
    """These people as far as their accounts are open, and those in these posts today, deputies too. One query at most."""
    named = list(to)
    people = [one for one in named if isinstance(one, User) and one.is_active]
    posts = {one.pk for one in named if isinstance(one, Post)}
    if posts:
        held = Appointment.objects.on(today()).filter(post__in=posts).select_related("person")
        people += [row.person for row in held]
    return people


def as_text(body: str, items: Sequence[Item], link: str) -> str:
    """What an e-mail says: the words, each item with its address, and the address where it all stands."""
    named = [f"{text}\n{settings.SITE_URL}{address}" for text, address in items]
    return "\n\n".join(part for part in (body, *named, f"{settings.SITE_URL}{link}") if part)


def appointed(made: Appointment) -> None:
    """Tell somebody of the post that they come into."""
    verb = "deputise for" if made.capacity == Capacity.DEPUTY else "hold"
    until = f" until {format_date(made.ends)}" if made.ends else ""
    no_password = [("You have no password yet. Choose one:", reverse("account_reset_password"))]
    notify(
        [made.person],
        kind=NoticeKind.POST,
        about=f"appointment {made.pk}",
        subject=f"Your post: {made.post.title}",
        body=f"From {format_date(made.starts)}{until} you {verb} the post {made.post.title}.",
        items=[] if made.person.has_usable_password() else no_password,
        link=reverse("home"),
    )


def delegated(made: Delegation) -> None:
    """Tell whoever receives a post's sign-off, and whoever holds the post."""
    until = f"From {format_date(made.starts)} until {format_date(made.ends)}"
    words = f"{until} you may agree, approve and return service plans for {made.post.title}. Why: {made.reason}"
    _of_delegation(made, [made.to_post, made.to_person], f"You sign plans off for {made.post.title}", words, "lent")
    theirs = f"{until} {made.to} may agree, approve and return service plans for your post. Why: {made.reason}"
    _of_delegation(made, [made.post], f"Your sign-off is lent to {made.to}", theirs, "lent")


def delegation_revoked(made: Delegation) -> None:
    words = f"The sign-off of {made.post.title} has been taken back. What was decided with it stands."
    to = [made.to_post, made.to_person, made.post]
    _of_delegation(made, to, f"Sign-off taken back: {made.post.title}", words, "taken back")


def handed_over(post: Post, to: Post, work: Sequence[Work]) -> None:
    """Tell whoever holds either post what passed from one to the other."""
    lines = [f"{one.kind.label}: {len(one.items)}" for one in work]
    body = f"The open work of {post.title} passes to {to.title}.\n\n" + "\n".join(lines)
    about = f"hand-over {post.pk} to {to.pk} {now():%Y-%m-%d %H:%M:%S.%f}"
    subject = f"Handed over: the work of {post.title}"
    notify([to, post], kind=NoticeKind.POST, about=about[:100], subject=subject, body=body, link=reverse("home"))


def _of_delegation(made: Delegation, to: Iterable[User | Post | None], subject: str, words: str, what: str) -> None:
    about, link = f"delegation {made.pk} {what}", reverse("delegations")
    notify(to, kind=NoticeKind.POST, about=about, subject=subject, body=words, link=link)


def _chosen(people: Iterable[int], kind: NoticeKind) -> dict[int, str]:
    """How each of these people, by id, wants to hear of this kind; while a loader replays the past, nobody by e-mail."""
    if is_silent():
        return dict.fromkeys(people, Delivery.NONE)
    chosen = NoticeChoice.objects.filter(person__in=people, kind=kind).values_list("person_id", "delivery")
    return {**dict.fromkeys(people, Delivery.IMMEDIATE), **dict(chosen)}


def _send_at_once(rows: list[Notification]) -> None:
    messages = queue((row.person.email, row.subject, as_text(row.body, row.items, row.link)) for row in rows)
    for row, message in zip(rows, messages, strict=True):
        row.mail = message
    Notification.objects.bulk_update(rows, ["mail"])
