from .dossier import DossierVersion, NominationDossier
from .nomination import Nomination

__all__ = ["DossierVersion", "Nomination", "NominationDossier"]
