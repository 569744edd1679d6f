from .imports import SheetImport
from .organisation import BlockMembership, EmulationBlock, Unit
from .people import Person, Position, SigningAuthority

__all__ = [
    "BlockMembership",
    "EmulationBlock",
    "Person",
    "Position",
    "SheetImport",
    "SigningAuthority",
    "Unit",
]
