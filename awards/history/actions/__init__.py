from .conduct import WrongConduct, end_conduct, save_conduct
from .keeping import AlreadyRecorded, NotTheSameName, WrongAward, cancel_award, link_person, restore_award, save_award

__all__ = [
    "AlreadyRecorded",
    "NotTheSameName",
    "WrongAward",
    "WrongConduct",
    "cancel_award",
    "end_conduct",
    "link_person",
    "restore_award",
    "save_award",
    "save_conduct",
]
