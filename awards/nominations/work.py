"""What nominations put on “Việc cần làm”: a unit's that it writes, and for the office how many wait in its queue."""

import datetime as dt
from typing import Any

from django.db.models import Q

from campaigns.reports.policies import WRITERS
from emulation_portal.core.addresses import address
from emulation_portal.core.work import NOTHING, AtHand, OfRows, WorkItem, WorkList
from emulation_portal.rights.enums import Role
from emulation_portal.rights.held import rights_of

from .enums import DossierStatus, NominationStatus
from .models import Nomination, NominationDossier
from .models.dossier import WRITABLE


def dossiers_to_write(user: Any, on: dt.date) -> WorkList:
    """Return the dossiers that lie with the user's unit to be written, or with the head of a department."""
    rights = rights_of(user)
    if not rights.hold(*WRITERS):
        return NOTHING
    open_ones = rights.reach("unit", *WRITERS) & Q(status__in=WRITABLE)
    # The procedure tells heads of members; a department has one of another name.
    to_confirm = rights.reach("unit", Role.DEPT_HEAD) & Q(status=DossierStatus.AWAITING_HEAD)
    rows = NominationDossier.objects.filter(open_ones | to_confirm).select_related("unit", "campaign")
    return OfRows(rows.order_by("due_on", "pk"), lambda row: _write(row, on))


def _write(dossier: NominationDossier, on: dt.date) -> WorkItem:
    title = "Soạn tiếp"
    if dossier.status == DossierStatus.RETURNED:
        title = "Bổ sung"
    elif dossier.status == DossierStatus.AWAITING_HEAD:
        title = "Duyệt và gửi"
    return WorkItem(
        title=f"{title} {dossier.title[0].lower()}{dossier.title[1:]}",
        why=str(dossier.unit),
        url=dossier.get_absolute_url(),
        button="Mở hồ sơ",
        due_on=dossier.due_on,
        is_late=dossier.due_on is not None and dossier.due_on < on,
    )


def dossiers_to_receive(user: Any, on: dt.date) -> WorkList:
    """Return one item for all dossiers that wait to be received."""
    rights = rights_of(user)
    if not rights.hold(Role.OFFICER):
        return NOTHING
    own = rights.reach("unit", Role.OFFICER)
    number = NominationDossier.objects.filter(own, status=DossierStatus.SUBMITTED).count()
    url = f"{address('nominations:list')}?status={DossierStatus.SUBMITTED}"
    title, why = "Tiếp nhận hồ sơ khen thưởng", f"{number} hồ sơ đơn vị đã gửi, chưa tiếp nhận."
    return AtHand([WorkItem(title, why, url, "Xem hồ sơ")]) if number else NOTHING


def nominations_to_appraise(user: Any, on: dt.date) -> WorkList:
    """Return one item for all nominations that wait to be appraised."""
    rights = rights_of(user)
    if not rights.hold(Role.OFFICER):
        return NOTHING
    own = rights.reach("dossier__unit", Role.OFFICER)
    number = Nomination.objects.filter(own, status=NominationStatus.APPRAISING).count()
    url = f"{address('nominations:synthesis')}?status={NominationStatus.APPRAISING}"
    title, why = "Thẩm định đề nghị khen thưởng", f"{number} đề nghị đã tiếp nhận, chưa thẩm định."
    return AtHand([WorkItem(title, why, url, "Xem đề nghị")]) if number else NOTHING
