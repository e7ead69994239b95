"""The form of what a meeting decided about one item."""

from typing import Any

from django import forms

from common.form_fields import CounterField
from council.forms import DATE_HINT, DayField
from reporting.agenda import Item
from reporting.choices import OUTCOMES, ItemKind, Outcome
from reporting.forms.fields import PostWordsField, written
from reporting.transitions import Decided

NEEDS_WORDS = {
    Outcome.ACTION: "Write down what will be done",
    Outcome.RETURN: "Say what should change: the plan is returned with your words",
    Outcome.CLINIC: "Say why a clinic is called: its pack begins with it",
    Outcome.ESCALATE: "Say why it is escalated",
}
HINTS: dict[str, str] = {
    ItemKind.PLAN: "Needed when the plan is returned: say what should change.",
    ItemKind.RISK: "What was decided. Needed for an action, and to say why a risk is escalated.",
}


class OutcomeForm(forms.Form):
    """Outcome, words, and for an action who will do it by when."""

    outcome = forms.ChoiceField(
        label="What did the meeting decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the meeting decided"},
    )
    text = forms.CharField(label="In words", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False)
    owner = PostWordsField(
        label="Who will act on it", required=False, help_text="For an action: the title of a post, or other words."
    )
    due = DayField(label="By when", required=False, help_text="For an action or a clinic. " + DATE_HINT)
    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    counter = CounterField()

    def __init__(self, item: Item, *args: Any, digest: str = "", **kwargs: Any) -> None:
        row = item.recorded
        initial = {
            "outcome": row.outcome if row else "",
            "text": row.text if row else "",
            "owner": row.owner if row else "",
            "due": written(row.due) if row else "",
            "counter": row.counter if row else 0,
            "digest": digest,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.item = item
        self.fields["outcome"].choices = [(o.value, o.label) for o in OUTCOMES[item.kind]]  # type: ignore[attr-defined]
        self.fields["text"].help_text = HINTS.get(item.kind, "What was decided. Needed for an action or a clinic.")
        if not {Outcome.ACTION, Outcome.CLINIC} & set(OUTCOMES[item.kind]):
            del self.fields["owner"], self.fields["due"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        outcome = said.get("outcome", "")
        if outcome in NEEDS_WORDS and not str(said.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", NEEDS_WORDS[outcome])
        if outcome == Outcome.ACTION and not said.get("owner") and "owner" not in self.errors:
            self.add_error("owner", "Say who will act on it")
        return said

    def said(self) -> Decided:
        cleaned = self.cleaned_data
        return Decided(
            outcome=cleaned["outcome"],
            text=cleaned["text"],
            owned_by=cleaned.get("owner") or "",
            due=cleaned.get("due"),
            digest=cleaned["digest"],
        )
