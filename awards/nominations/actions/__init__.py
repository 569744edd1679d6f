from .evidence import add_evidence, remove_evidence
from .intake import (
    complete_nomination,
    find_eligible,
    find_ineligible,
    hold_nomination,
    receive_dossier,
    restore_nomination,
    return_dossier,
    return_nomination,
    take_up_again,
    withdraw_nomination,
)
from .nominees import NewNominee, add_nominees, drop_nominee
from .sending import NotWhole, reopen_dossier, send_dossier, send_to_head, what_waits, withdraw_dossier
from .writing import (
    NominationChanged,
    NotWritable,
    begin_dossier,
    save_initiatives,
    save_meeting,
    write_nomination,
)

__all__ = [
    "NewNominee",
    "NominationChanged",
    "NotWhole",
    "NotWritable",
    "add_evidence",
    "add_nominees",
    "begin_dossier",
    "complete_nomination",
    "drop_nominee",
    "find_eligible",
    "find_ineligible",
    "hold_nomination",
    "receive_dossier",
    "remove_evidence",
    "reopen_dossier",
    "restore_nomination",
    "return_dossier",
    "return_nomination",
    "save_initiatives",
    "save_meeting",
    "send_dossier",
    "send_to_head",
    "take_up_again",
    "what_waits",
    "withdraw_dossier",
    "withdraw_nomination",
    "write_nomination",
]
