"""Reading an official paper from a file: bytes → text (`reading`) → recognised parts (`parsing`). No ORM here.

Nothing that was written gets lost: what cannot be placed stays, in order, as text with a warning.
"""

from .errors import ImportRefused
from .files import MAX_FILE_BYTES, check_file, import_file, read_source, read_with_notes
from .parsed import ParsedBasis, ParsedPaper, ParsedSection, ParseWarning, Piece
from .parsing import parse_paper
from .settling import is_of_issued_paper, section_facts, still_open
from .text import canonical, plain, spans

__all__ = [
    "MAX_FILE_BYTES", "ImportRefused", "ParseWarning", "ParsedBasis", "ParsedPaper", "ParsedSection", "Piece",
    "canonical", "check_file", "import_file", "is_of_issued_paper", "parse_paper", "plain", "read_source",
    "read_with_notes", "section_facts", "spans", "still_open",
]  # fmt: skip
