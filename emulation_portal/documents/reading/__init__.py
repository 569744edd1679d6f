"""Reading an official paper from a file: bytes → text (`files`) → recognised parts (`parsing`). No ORM here.

There is one reading for papers of all kinds: a kind says what it expects, and has its own words about what was read.
Nothing that was written gets lost: what cannot be placed stays, in order, as text with a warning.
"""

from .errors import ImportRefused
from .files import MAX_FILE_BYTES, check_file, import_file, read_source
from .names import find_issuer
from .parsed import Expected, LineRole, ParsedAnnex, ParsedBasis, ParsedPaper, ParsedSection, ParseWarning, Piece
from .parsing import parse_paper
from .pasted_tables import framed
from .report import report
from .settling import is_of_issued_paper, section_facts, still_open, summary_facts
from .tail import is_archive_line
from .text import canonical, is_table, plain, quotations, row_of, spans

__all__ = [
    "MAX_FILE_BYTES",
    "Expected",
    "ImportRefused",
    "LineRole",
    "ParseWarning",
    "ParsedAnnex",
    "ParsedBasis",
    "ParsedPaper",
    "ParsedSection",
    "Piece",
    "canonical",
    "check_file",
    "find_issuer",
    "framed",
    "import_file",
    "is_archive_line",
    "is_of_issued_paper",
    "is_table",
    "parse_paper",
    "plain",
    "quotations",
    "read_source",
    "report",
    "row_of",
    "section_facts",
    "spans",
    "still_open",
    "summary_facts",
]
