from .call import RegistrationCall
from .registration import RegisteredTarget, Registrant, Registration, RegistrationVersion
from .titles import RegisteredTitle

__all__ = [
    "RegisteredTarget",
    "RegisteredTitle",
    "Registrant",
    "Registration",
    "RegistrationCall",
    "RegistrationVersion",
]
