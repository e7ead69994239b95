"""Formulas of calculated indicators: a small grammar, read and worked out here and never given to ``eval``.

    A + B − C                  sums and differences
    A / B × 100                ratios, in percent or per 1,000
    average(A: 3, B: 1)        an average weighted by numbers, or by other indicators (A: C)
    sum(A, B, C)

A reference that holds more than letters, digits, points and underscores stands in square brackets: [KCR 3].
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from common.values.errors import Unreadable
from common.values.words import quoted

LONGEST = 500
DEEPEST = 20
CODE = "formula-unreadable"
_TOKEN = re.compile(
    r"\s*(?:\[\s*([^\[\]\s][^\[\]]{0,59})\]|([^\W\d_][\w.]*)|([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"|([-+−–*×/÷(),:]))"
)
_SIGNS = {"−": "-", "–": "-", "×": "*", "÷": "/"}
_FUNCTIONS = ("sum", "average")


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Reference:
    """An indicator, as it is written in the formula."""

    text: str

    @property
    def key(self) -> str:
        """Without case and blanks, as references are matched everywhere."""
        return "".join(self.text.split()).casefold()


@dataclass(frozen=True)
class Operation:
    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Average:
    """Values with their weights."""

    pairs: tuple[tuple["Node", "Node"], ...]


Node = Number | Reference | Operation | Average


def parse(text: str) -> Node:
    """The formula as a tree; ``Unreadable`` with the sentence that says what is wrong."""
    if len(text) > LONGEST:
        raise Unreadable(f"The formula has {len(text):,} characters; the most is {LONGEST:,}. Shorten it.", CODE)
    reader = _Reader(_tokens(text), text)
    node = reader.sums(0)
    if reader.next:
        raise reader.unexpected()
    if not references(node):
        raise Unreadable(f"The formula {quoted(text)} names no indicator. Write one like CSC07 / CSC08 × 100.", CODE)
    return node


def references(node: Node) -> tuple[Reference, ...]:
    """The indicators that it names, each once, in the order in which they stand."""
    found: dict[str, Reference] = {}
    for reference in _walk(node):
        found.setdefault(reference.key, reference)
    return tuple(found.values())


def work_out(node: Node, values: Mapping[str, Decimal]) -> Decimal | None:
    """The value for these inputs by reference key; None where one is missing or something is divided by 0."""
    try:
        return _value(node, values)
    except (KeyError, DivisionByZero, InvalidOperation, Overflow):
        return None


def _value(node: Node, values: Mapping[str, Decimal]) -> Decimal:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Reference):
        return values[node.key]
    if isinstance(node, Average):
        pairs = [(_value(one, values), _value(weight, values)) for one, weight in node.pairs]
        return sum((one * weight for one, weight in pairs), Decimal(0)) / sum(weight for _, weight in pairs)
    left, right = _value(node.left, values), _value(node.right, values)
    if node.sign == "+":
        return left + right
    if node.sign == "-":
        return left - right
    return left * right if node.sign == "*" else left / right


def words(node: Node, texts: Mapping[str, str]) -> str:
    """The formula with the figures of its inputs in their place, by reference key: "(97.8 × 3 + 98.6) ÷ 4"."""
    return _said(node, texts)[0]


_TIGHT = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _said(node: Node, texts: Mapping[str, str]) -> tuple[str, int]:
    """The words, and how tightly they hold together: 3 a figure, 2 a product, 1 a sum."""
    if isinstance(node, Number):
        return f"{node.value.normalize():f}", 3
    if isinstance(node, Reference):
        return texts[node.key], 3
    if isinstance(node, Average):
        return _said(_as_quotient(node), texts)
    tight = _TIGHT[node.sign]
    left, right = _held(node.left, texts, tight), _held(node.right, texts, tight + (node.sign in "-/"))
    return f"{left} {_SIGN[node.sign]} {right}", tight


def _held(node: Node, texts: Mapping[str, str], tight: int) -> str:
    said, own = _said(node, texts)
    return said if own >= tight else f"({said})"


def _as_quotient(node: Average) -> Node:
    """The average as a sum of products by a sum of weights; weights of 1 are not said."""
    one = Number(Decimal(1))
    products = [value if weight == one else Operation("*", value, weight) for value, weight in node.pairs]
    weights = [weight for _, weight in node.pairs]
    if all(isinstance(weight, Number) for weight in weights):
        whole: Node = Number(sum((weight.value for weight in weights if isinstance(weight, Number)), Decimal(0)))
    else:
        whole = _summed(weights)
    return Operation("/", _summed(products), whole)


def _summed(nodes: Sequence[Node]) -> Node:
    node = nodes[0]
    for one in nodes[1:]:
        node = Operation("+", node, one)
    return node


def _walk(node: Node) -> list[Reference]:
    if isinstance(node, Reference):
        return [node]
    if isinstance(node, Operation):
        return [*_walk(node.left), *_walk(node.right)]
    if isinstance(node, Average):
        return [reference for pair in node.pairs for part in pair for reference in _walk(part)]
    return []


def _tokens(text: str) -> list[tuple[str, str]]:
    """(kind, text) of each word: "reference", "number", "function" or the sign itself."""
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise Unreadable(
                f"The formula {quoted(text)} cannot be read at {quoted(text[place:].strip()[:20])}. Write a reference "
                "with other signs in square brackets, like [KCR 3].",
                CODE,
            )
        bracketed, word, number, sign = match.groups()
        place = match.end()
        if word and word.casefold() in _FUNCTIONS and text[place:].lstrip().startswith("("):
            found.append(("function", word.casefold()))
        elif bracketed or word:
            found.append(("reference", " ".join((bracketed or word).split())))
        else:
            found.append(("number", number.replace(",", "")) if number else (_SIGNS.get(sign, sign), sign))
    return found


class _Reader:
    """Reads a list of tokens from the left, one rule of the grammar a method."""

    def __init__(self, tokens: list[tuple[str, str]], text: str) -> None:
        self.tokens, self.text, self.place = tokens, text, 0

    @property
    def next(self) -> str:
        """The kind of the token that comes; "" at the end."""
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1][1]

    def unexpected(self) -> Unreadable:
        if not self.next:
            what = "ends too early" if self.text.strip() else "is empty"
        else:
            what = f"cannot be read at {quoted(' '.join(text for _, text in self.tokens[self.place : self.place + 3]))}"
        return Unreadable(f"The formula {quoted(self.text)} {what}. Write it like CSC07 / CSC08 × 100.", CODE)

    def expect(self, kind: str) -> None:
        if self.next != kind:
            raise self.unexpected()
        self.take()

    def sums(self, depth: int) -> Node:
        node = self.products(depth)
        while self.next in ("+", "-"):
            sign = self.next
            self.take()
            node = Operation(sign, node, self.products(depth))
        return node

    def products(self, depth: int) -> Node:
        node = self.single(depth)
        while self.next in ("*", "/"):
            sign = self.next
            self.take()
            node = Operation(sign, node, self.single(depth))
        return node

    def single(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise Unreadable("The formula has too many brackets inside each other. Make it simpler.", CODE)
        if self.next == "reference":
            return Reference(self.take())
        if self.next == "number":
            return Number(Decimal(self.take()))
        if self.next == "function":
            return self.function(depth + 1)
        self.expect("(")
        node = self.sums(depth + 1)
        self.expect(")")
        return node

    def function(self, depth: int) -> Node:
        name = self.take()
        self.expect("(")
        pairs = [self.argument(name, depth)]
        while self.next == ",":
            self.take()
            pairs.append(self.argument(name, depth))
        self.expect(")")
        if name == "average":
            return Average(tuple(pairs))
        return _summed([one for one, _ in pairs])

    def argument(self, name: str, depth: int) -> tuple[Node, Node]:
        node = self.sums(depth)
        if name != "average" or self.next != ":":
            return node, Number(Decimal(1))
        self.take()
        return node, self.sums(depth)


def cycle(start: str, inputs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The way by which an indicator comes back to itself through its inputs (keys, first to last); () where none does."""
    trail: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
    seen: set[str] = set()
    while trail:
        key, path = trail.pop()
        for name in inputs.get(key, ()):
            if name == start:
                return (*path, start)
            if name not in seen:
                seen.add(name)
                trail.append((name, (*path, name)))
    return ()
