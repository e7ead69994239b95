"""Going where a finding leads: the page is there, and so is what its link names on it."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

# What a person types into, chooses in or presses.
FIELDS = {"input", "textarea", "select"}


@dataclass(frozen=True)
class Found:
    """Where one line led: its page's address, and the element that its link names, empty where it names none."""

    line: Any
    address: str
    anchor: str
    tag: str

    @property
    def is_field(self):
        return self.tag in FIELDS


class Ids(HTMLParser):
    """Every id of a page, with the tag that has it; an id that stands twice is a fault, since a link cannot mean both."""

    def __init__(self, page):
        super().__init__()
        self.found, self.twice = {}, set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("id")
        if name is None:
            return
        if name in self.found:
            self.twice.add(name)
        # Nobody is led to what is not shown.
        self.found[name] = "hidden" if given.get("type") == "hidden" else tag


def follow(client, lines):
    """Open each line's ``url`` as its reader would; AssertionError where the page or what the link names is not there."""
    pages, found = {}, []
    for line in lines:
        address, _, anchor = line.url.partition("#")
        if address not in pages:
            answer = client.get(address)
            assert answer.status_code == 200, (line, answer.status_code)
            pages[address] = Ids(answer.content.decode())
        ids = pages[address]
        assert not anchor or ids.found.get(anchor, "hidden") != "hidden", (line, sorted(ids.found))
        assert anchor not in ids.twice, line
        found.append(Found(line, address, anchor, ids.found.get(anchor, "")))
    return found
