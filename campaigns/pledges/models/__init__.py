from .pledge import Pledge, PledgeTarget, PledgeVersion
from .signing import PledgeParty, PledgeSignature

__all__ = ["Pledge", "PledgeParty", "PledgeSignature", "PledgeTarget", "PledgeVersion"]
