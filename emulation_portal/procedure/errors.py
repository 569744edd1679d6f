from emulation_portal.core.errors import DomainError


class InvalidMove(DomainError):
    """The procedure knows no such step from the present state."""


class ReasonMissing(DomainError):
    """The step asks for a reason and got none."""


class ReadAnotherText(DomainError):
    """The thing was edited after this person opened it."""
