"""How much of a file is read before it is refused, and why that much."""

# A zip bomb's marks: what a real table of a council never reaches.
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_RATIO = 100
# Small, very regular parts compress further than any bomb worth the name needs to; judge the ratio of large ones.
RATIO_MATTERS_FROM = 1024 * 1024

# Ten years of monthly results for 1,500 indicators are 180,000 rows: an export of everything must come back in.
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
# Blank rows before a cell that show it is a stray one and not the end of a long table.
STRAY_GAP = 1_000
# What a spreadsheet can keep in one cell; readers cut longer text without a word.
MAX_TEXT = 32_767
# Rows among which the headings are looked for, so that a title may stand above them.
HEADING_ROWS = 10

CHILD_SECONDS = 30
CHILD_MEMORY_BYTES = 512 * 1024 * 1024
# One long text may be named by a million cells; the child stops before its answer outgrows the web process.
MAX_ANSWER_BYTES = 64 * 1024 * 1024
