"""A file read against a version of a plan, with all that it may name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings

from common.documents.word import to_docx
from common.documents.word_reading import FOOTER, HEADER, notes_of, read_word
from common.intake.word import open_word
from council.models import Post, Strategy, Theme
from performance.models import Indicator
from serviceplans.content import content_of
from serviceplans.exports import document_of
from serviceplans.models import PlanVersion
from serviceplans.stamps import stamp_of
from serviceplans.word.base import Known, Unread
from serviceplans.word.reading import WordRead, read_plan


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
    found = read_plan(content, read_word(open_word(export, "export.docx", len(export))), read_word(word), known())
    # An export has its title and page numbers in its headers and footers.
    known_notes = (HEADER, FOOTER) if found.own else ()
    notes = [Unread(where, text) for where, text in notes_of(word) if where not in known_notes]
    return replace(found, stamp=stamp, made_from=word.core_properties.identifier or "", unread=[*found.unread, *notes])


def known() -> Known:
    return Known(
        strategies=dict(Strategy.objects.values_list("key", "name")),
        themes=[{"code": theme.code, "name": theme.name} for theme in Theme.objects.all()],
        indicators={
            row.reference: {"reference": row.reference, "name": row.name, "quality": row.measures_quality}
            for row in Indicator.objects.only("reference", "name", "measures_quality")
        },
        posts=frozenset(Post.objects.values_list("title", flat=True)),
    )
