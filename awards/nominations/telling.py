"""Who is told of nominations: the unit, of what came back to it and of what was found."""

from campaigns.reports.policies import WRITERS
from emulation_portal.core.dates import today
from emulation_portal.notifications.actions import Told, tell
from emulation_portal.procedure.following import Taken
from emulation_portal.rights.holders import people_of

from .procedures import DOSSIER, NOMINATION

BACK, FOUND = "nominations.came_back", "nominations.found"
_OF_DOSSIERS = {
    "returned": (BACK, "Hồ sơ khen thưởng cần bổ sung"),
    "handed_back": (BACK, "Thủ trưởng đưa hồ sơ khen thưởng về soạn tiếp"),
    "received": (FOUND, "Liên minh đã tiếp nhận hồ sơ khen thưởng"),
}
_OF_NOMINATIONS = {
    "returned": (BACK, "Đề nghị khen thưởng cần bổ sung"),
    "found_ineligible": (FOUND, "Đề nghị khen thưởng không đủ điều kiện"),
    "held": (FOUND, "Tạm dừng xét đề nghị khen thưởng"),
    "resumed": (FOUND, "Xét tiếp đề nghị khen thưởng"),
}


def tell_unit(taken: Taken) -> None:
    """Tell the people of the unit, in the transaction of the step. Why something is held, the unit's head asks."""
    if taken.procedure is DOSSIER:
        said, dossier = _OF_DOSSIERS.get(taken.step.event), taken.obj
    elif taken.procedure is NOMINATION:
        said, dossier = _OF_NOMINATIONS.get(taken.step.event), taken.obj.dossier
    else:
        return
    if said is None or taken.by is None:
        return
    kind, words = said
    reason = f"\n\nLý do: {taken.reason}" if taken.reason and taken.step.event not in ("held", "resumed") else ""
    told = Told(
        kind=kind,
        key=f"{kind}:{taken.obj._meta.label_lower}:{taken.obj.pk}:{taken.event_id}",
        subject=f"{words}: {taken.obj.name if taken.procedure is NOMINATION else dossier.purpose}",
        text=f"{taken.obj}.{reason}",
        url=taken.obj.get_absolute_url(),
        at=dossier.unit,
    )
    tell(told, people_of([dossier.unit_id], on=today(), roles=WRITERS), by=taken.by)
