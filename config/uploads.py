"""A file that is too large is sent back before anything of it is parsed or kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What the rest of a form may take beside its file.
BESIDE_THE_FILE = 10_000
_PIECE = 64 * 1024
# A server that closes on what is still coming resets the line, and the person never reads why. Within reason it is
# received, and dropped piece by piece.
_MOST_RECEIVED = 512 * 1024 * 1024


class TooLarge:
    """Answers 413 by the size that the browser announces, before any other middleware can ask for the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = _announced(request)
        if size <= settings.UPLOAD_MAX_BYTES + BESIDE_THE_FILE:
            return self.get_response(request)
        _drop(request, size)
        most = settings.UPLOAD_MAX_BYTES / 1024 / 1024
        sentence = f"The file has {size / 1024 / 1024:.0f} MB; the most is {most:g} MB. Nothing has been read."
        return render(request, "413.html", {"sentence": sentence, "back_url": request.path}, status=413)


def _announced(request: HttpRequest) -> int:
    """The size of the body; 0 where none is announced, and then none is read either."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _drop(request: HttpRequest, size: int) -> None:
    left = min(size, _MOST_RECEIVED)
    while left > 0:
        piece = request.read(min(_PIECE, left))
        if not piece:
            return
        left -= len(piece)
