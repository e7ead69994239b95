"""A plan, and what changed in it, as documents: for the page, the PDF and the Word file alike."""

from .plan import FORMATS, document_of, file_response

__all__ = ["FORMATS", "document_of", "file_response"]
