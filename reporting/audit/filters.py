"""What the audit trail is narrowed to."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from common.models import LedgerEntry
from council.forms import DayField
from council.models import User
from reporting.audit.wording import verb_in_words

DATE_HINT = "Like 31 October 2019"
THE_SYSTEM = "the system"


class AuditFilterForm(forms.Form):
    """What the trail is narrowed to. What cannot be read is said, and as if it had not been asked."""

    q = forms.CharField(label="Words anywhere", required=False, max_length=200)
    who = forms.CharField(label="By whom", required=False, max_length=200)
    post = forms.CharField(label="For which post", required=False, max_length=200)
    about = forms.CharField(label="About", required=False, max_length=200)
    what = forms.ChoiceField(label="What was done", required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = LedgerEntry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        known = sorted(((verb, verb_in_words(verb)) for verb in verbs), key=lambda pair: pair[1].casefold())
        self.fields["what"].choices = [("", "Anything"), *known]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget.attrs["placeholder"] = DATE_HINT

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters in use, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowed(self) -> QuerySet[LedgerEntry]:
        """The entries that fit, the newest first."""
        rows, chosen = LedgerEntry.objects.all(), self.chosen
        for word in chosen.get("q", "").split():
            rows = rows.filter(_anywhere(word))
        if "who" in chosen:
            rows = rows.filter(_by(chosen["who"]))
        if "post" in chosen:
            rows = rows.filter(post__icontains=chosen["post"])
        if "about" in chosen:
            rows = rows.filter(Q(subject__iexact=chosen["about"]) | Q(subject__istartswith=f"{chosen['about']} "))
        if "what" in chosen:
            rows = rows.filter(verb=chosen["what"])
        if "since" in chosen:
            rows = rows.filter(at__gte=_midnight(chosen["since"]))
        if "until" in chosen:
            rows = rows.filter(at__lt=_midnight(chosen["until"] + timedelta(days=1)))
        return rows


def _anywhere(word: str) -> Q:
    # Texts stand in the ledger as JSON writes them: a quote with a stroke before it.
    written = json.dumps(word, ensure_ascii=False)[1:-1]
    texts = Q(before__icontains=written) | Q(after__icontains=written)
    return texts | Q(subject__icontains=word) | Q(post__icontains=word) | Q(verb__icontains=word)


def _by(words: str) -> Q:
    if words.casefold() == THE_SYSTEM:
        return Q(actor_id=None)
    people = User.objects.filter(Q(name__icontains=words) | Q(email__iexact=words))
    return Q(actor_id__in=people.values("pk"))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
