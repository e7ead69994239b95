"""What a font file says of itself: which characters it has, and how wide each is (OpenType specification)."""

import struct
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=4)
def shown_by(folder: Path) -> frozenset[int]:
    """The code points that every font in the folder has, so that bold text can show what ordinary text can."""
    tables = [frozenset(_characters(path.read_bytes())) for path in sorted(folder.glob("*.ttf"))]
    return frozenset.intersection(*tables) if tables else frozenset()


@lru_cache(maxsize=8)
def advances(path: Path) -> dict[int, float]:
    """How wide each character is, in ems, by code point; figures as wide as the widest, as tables set them."""
    font = path.read_bytes()
    ems = struct.unpack_from(">H", font, _table(font, b"head") + 18)[0]
    known = struct.unpack_from(">H", font, _table(font, b"hhea") + 34)[0]
    metrics = struct.unpack_from(f">{2 * known}H", font, _table(font, b"hmtx"))[::2]
    found = {code: metrics[min(glyph, known - 1)] / ems for code, glyph in _characters(font).items()}
    widest = max((found[code] for code in range(0x30, 0x3A) if code in found), default=0.0)
    return found | {code: widest for code in range(0x30, 0x3A) if code in found}


def _table(font: bytes, wanted: bytes) -> int:
    """Where a table begins in the file."""
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    return next(offset for tag, _, offset, _ in records if tag == wanted)


def _characters(font: bytes) -> dict[int, int]:
    """Glyphs by code point in a TrueType font's character map (formats 4 and 12; "cmap")."""
    cmap = _table(font, b"cmap")
    found: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">HHL", font, cmap + 4 + 8 * number)[2]
        kind = struct.unpack_from(">H", font, start)[0]
        found |= _format_4(font, start) if kind == 4 else _format_12(font, start) if kind == 12 else {}
    return found


def _format_12(font: bytes, start: int) -> dict[int, int]:
    groups = struct.unpack_from(">L", font, start + 12)[0]
    ranges = (struct.unpack_from(">LLL", font, start + 16 + 12 * number) for number in range(groups))
    return {code: glyph + code - first for first, last, glyph in ranges for code in range(first, last + 1)}


def _format_4(font: bytes, start: int) -> dict[int, int]:
    segments = struct.unpack_from(">H", font, start + 6)[0] // 2
    layout = f">{segments}H"
    lasts = struct.unpack_from(layout, font, start + 14)
    firsts = struct.unpack_from(layout, font, start + 16 + 2 * segments)
    deltas = struct.unpack_from(layout, font, start + 16 + 4 * segments)
    offsets_at = start + 16 + 6 * segments
    offsets = struct.unpack_from(layout, font, offsets_at)
    found = {}
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[number]:
                at = offsets_at + 2 * number + offsets[number] + 2 * (code - first)
                glyph = struct.unpack_from(">H", font, at)[0] or -deltas[number]
            glyph = (glyph + deltas[number]) % 0x10000
            if glyph:
                found[code] = glyph
    return found
