"""``{% load blocks %}{% blocks document.blocks %}``: the page that says what the PDF and the Word file say."""

from typing import Any

from django import template

from common.documents.blocks import Block
from common.documents.page import page_parts

register = template.Library()


@register.inclusion_tag("components/blocks/blocks.html")
def blocks(blocks: list[Block], offset: int = 1, prefix: str = "table") -> dict[str, Any]:
    """The blocks as headings, paragraphs, lists, summary lists and tables; see ``page_parts`` for the arguments."""
    return {"parts": page_parts(blocks, offset, prefix)}
