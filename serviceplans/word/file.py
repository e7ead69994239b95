"""A file read against a version of a plan, with all that it may name."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from docx.document import Document as WordDocument

from common.documents.word import to_docx
from common.documents.word_reading import FOOTER, HEADER, notes_of, read_word
from common.intake.word import open_word
from common.together import together
from council.models import Post, Strategy, Theme
from performance.models import Indicator
from serviceplans.content import content_of
from serviceplans.exports import document_of
from serviceplans.models import PlanVersion
from serviceplans.stamps import stamp_of
from serviceplans.word.base import Known, Unread
from serviceplans.word.reading import WordRead, read_plan

FIGURES = re.compile(r"\d+")


def read_file(
    version: PlanVersion, data: bytes, filename: str, look: Callable[[], dict[str, Any]] | None = None
) -> WordRead:
    """What the file would make of the version. FileRefused for a file that is no readable Word document.

    ``look`` answers with what its reader may see of the version, where that is not all of it. It is asked after the
    stamp is taken: what somebody saves in between is then a change since, and never overwritten unseen.
    """
    word = open_word(data, filename, settings.UPLOAD_MAX_BYTES)
    stamp = stamp_of(version)
    content = look() if look else content_of(version)
    export = to_docx(document_of(version, content))
    ours = open_word(export, "export.docx", len(export))
    found = read_plan(content, read_word(ours), read_word(word), known())
    notes = [Unread(where, text) for where, text in notes_of(word) if not _is_printed(where, text, ours, found.own)]
    return replace(found, stamp=stamp, made_from=word.core_properties.identifier or "", unread=[*found.unread, *notes])


def _is_printed(where: str, text: str, export: WordDocument, own: bool) -> bool:
    """Whether it is the title or the page number with which an export prints its pages."""
    printed = [FIGURES.sub("", said) for place, said in notes_of(export) if place == where]
    return where in (HEADER, FOOTER) and (own or FIGURES.sub("", text) in printed)


def known() -> Known:
    """What a file may name. Two queries."""
    rows = together(strategies=Strategy.objects.all(), themes=Theme.objects.all(), posts=Post.objects.all())
    return Known(
        strategies={strategy.key: strategy.name for strategy in rows["strategies"]},
        themes=[{"code": theme.code, "name": theme.name} for theme in rows["themes"]],
        indicators={
            row.reference: {"reference": row.reference, "name": row.name, "quality": row.measures_quality}
            for row in Indicator.objects.only("reference", "name", "measures_quality")
        },
        posts=frozenset(post.title for post in rows["posts"]),
    )
