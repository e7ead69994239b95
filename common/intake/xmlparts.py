"""Reads one XML part of a zip container as a stream. Document types and entities are refused before they can expand."""

import zipfile
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from .refusals import document_type

Attributes = dict[str, str]


class Elements(ContentHandler):
    """Hands on elements by name without prefix, and the text that a subclass asks for by setting ``text`` to a list."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] | None = None

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802
        self.start(name.rpartition(":")[2], attrs)  # type: ignore[arg-type]

    def endElement(self, name: str) -> None:  # noqa: N802
        self.end(name.rpartition(":")[2])

    def characters(self, content: str) -> None:
        if self.text is not None:
            self.text.append(content)

    def start(self, tag: str, attrs: Attributes) -> None:
        """An element begins. ``attrs`` answers ``get(name)`` with the prefixed attribute name."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def taken(self) -> str:
        """The text gathered since ``text`` was set, which stops the gathering."""
        text = "".join(self.text or ())
        self.text = None
        return text


def parse_part(archive: zipfile.ZipFile, name: str, handler: Elements, filename: str) -> None:
    """Send the part's elements to ``handler``. Raises KeyError without the part, ValueError where it is not XML."""
    with archive.open(name) as part:
        try:
            defusedxml.sax.parse(part, handler, forbid_dtd=True)
        except DefusedXmlException as error:
            raise document_type(filename, name) from error
        except SAXException as error:
            raise ValueError(str(error)) from error
