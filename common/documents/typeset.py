"""Lay out one PDF in a process of its own: ``python typeset.py TEMPLATE FONTS < data.json > out.pdf``.

The typesetter keeps what it has laid out in memory and has no way to forget it: a few council-wide reports would
leave a web process holding more than a gigabyte.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    """Read the document's data as JSON from standard input and write the PDF to standard output."""
    template, fonts = Path(sys.argv[1]), sys.argv[2]
    families = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(template.read_bytes(), root=template.parent, font_paths=families)
    pdf = compiler.compile(
        sys_inputs={"document": sys.stdin.buffer.read().decode()}, format="pdf", pdf_standards="ua-1", timestamp=0
    )
    if not isinstance(pdf, bytes):
        raise RuntimeError("The typesetter answered with something other than one PDF.")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
