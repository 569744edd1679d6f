from .keeping import AlreadyRecorded, NotTheSameName, WrongAward, cancel_award, link_person, restore_award, save_award

__all__ = [
    "AlreadyRecorded",
    "NotTheSameName",
    "WrongAward",
    "cancel_award",
    "link_person",
    "restore_award",
    "save_award",
]
