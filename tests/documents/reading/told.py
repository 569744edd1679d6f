"""What the reader of papers tells of one."""

from emulation_portal.documents.reading.parsed import ParsedPaper


def warning_codes(paper: ParsedPaper) -> tuple[str, ...]:
    """Return the codes of the warnings, each once, in order."""
    return tuple(dict.fromkeys(warning.code for warning in paper.warnings))
