from .imports import SheetImport
from .organisation import BlockMembership, EmulationBlock, Unit
from .people import NAME_PARTS, Person, Position, SigningAuthority

__all__ = [
    "NAME_PARTS",
    "BlockMembership",
    "EmulationBlock",
    "Person",
    "Position",
    "SheetImport",
    "SigningAuthority",
    "Unit",
]
