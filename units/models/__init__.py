from .organisation import BlockMembership, EmulationBlock, Unit, in_force_on
from .people import Appointment, Person, Position, SigningAuthority

__all__ = [
    "Appointment",
    "BlockMembership",
    "EmulationBlock",
    "Person",
    "Position",
    "SigningAuthority",
    "Unit",
    "in_force_on",
]
