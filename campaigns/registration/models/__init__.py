from .call import RegistrationCall
from .registration import RegisteredTarget, Registrant, Registration, RegistrationVersion

__all__ = ["RegisteredTarget", "Registrant", "Registration", "RegistrationCall", "RegistrationVersion"]
