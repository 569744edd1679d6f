"""Why a file is not taken."""

from emulation_portal.core.errors import DomainError


class ImportRefused(DomainError):
    """The file cannot be read as a paper. Nothing was saved."""
