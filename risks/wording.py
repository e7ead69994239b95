"""How a risk reads, and how it is called. Pure."""

import re
from collections.abc import Iterable

from django.utils.text import slugify

# Words that open a clause and are certainly no name, so that their capital may go in the middle of a sentence.
_OPENER = re.compile(
    r"(a|an|the|this|these|that|those|there|it|its|our|their|we|they|some|any|no|not|none|too|more|most|fewer|less|many|few"
    r"|several|all|each|every|other|another|one|two|three|poor|weak|lack|loss|failure|late|delays?|insufficient|inadequate"
    r"|people|children|adults|residents|staff|services|carers|in|on|at|by|from|with|without|if|when|where|while|after"
    r"|before|because)\b",
    re.IGNORECASE | re.ASCII,
)
_CLAUSE_END = " .,;:"


def sentence(cause: str, event: str, consequence: str) -> str:
    """Cause leading to event, resulting in consequence (South Cambs 2009). Any clause may be empty."""
    first, what, result = _clause(cause), _clause(event), _clause(consequence)
    # A cause with a comma of its own needs one at its end.
    joint = ", leading to" if "," in first else " leading to"
    said = f"{first}{joint} {_lowered(what)}" if first and what else first or what
    if result:
        said = f"{said}, resulting in {_lowered(result)}" if said else f"Resulting in {_lowered(result)}"
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _clause(text: str) -> str:
    return " ".join(text.split()).rstrip(_CLAUSE_END)


def _lowered(clause: str) -> str:
    return clause[:1].lower() + clause[1:] if _OPENER.match(clause) else clause


def measures(mitigation: str) -> list[str]:
    """The mitigating actions one by one: a line or a semicolon parts them."""
    parts = (" ".join(part.split()).rstrip(".") for part in re.split(r"[\r\n;]", mitigation))
    return [f"{part[0].upper()}{part[1:]}" for part in parts if part]


def key(reference: str) -> str:
    """What makes two references the same: neither case nor blanks count."""
    return "".join(reference.split()).casefold()


def slug(reference: str) -> str:
    """What a reference becomes in an address: kcr-3 for KCR 3, and r1-1 for R1.1, which is not R11."""
    return slugify(re.sub(r"\W+", "-", reference))


def next_reference(prefix: str, taken: Iterable[str]) -> str:
    """The next reference of a service's risks, as CSS-R1: one above the highest number in use, whatever its case."""
    start = f"{key(prefix)}-r"
    tails = (key(reference).removeprefix(start) for reference in taken if key(reference).startswith(start))
    numbers = [int(tail) for tail in tails if re.fullmatch(r"[0-9]{1,9}", tail)]
    return f"{prefix}-R{max(numbers, default=0) + 1}"
