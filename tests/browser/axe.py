"""Accessibility: what axe finds on a page under WCAG 2.2 AA, as sentences."""

import hashlib
import re

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
# What differs in each copy of the same page without making it another page.
PASSING = re.compile(r'(name="csrfmiddlewaretoken" value|nonce|content-security-policy)="[^"]*"')

_clean = set()


def violations(page):
    """One paragraph for each rule that the page breaks; nothing when it breaks none.

    The script comes in through the browser's debugger, so the page's own content policy stays as it is. A page whose
    HTML was found clean before at this width is not looked at again.
    """
    key = hashlib.sha256(f"{page.viewport_size}{PASSING.sub('', page.content())}".encode()).hexdigest()
    if key in _clean:
        return []
    found = Axe().run(page, options=OPTIONS).response["violations"]
    if not found:
        _clean.add(key)
    return [described(violation) for violation in found]


def described(violation):
    """The rule, then where on the page it is broken and how to mend it."""
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"]:
        target = " ".join(map(str, node["target"]))
        summary = " ".join(node.get("failureSummary", "").split())
        lines.append(f"    {target}: {node['html'][:160]}\n      {summary}")
    return "\n".join(lines)
