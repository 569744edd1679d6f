"""A score sheet: written group by group, put into use, copied for another year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from campaigns.reports.models import Indicator
from emulation_portal.accounts.models import User
from emulation_portal.audit.actions import record
from emulation_portal.core.contention import naming_what_is_taken
from emulation_portal.core.errors import DomainError
from emulation_portal.core.versions import Read, saving
from emulation_portal.procedure.moving import lock, moving

from ..enums import BY_PLAN, CriterionKind, GroupKind
from ..models import CriterionBand, CriterionGroup, ScoreCriterion, ScoreSheet
from ..policies import check_can_keep_sheet
from ..queries import facts_of_groups, groups_of
from ..regulations import Band, sheet_gaps

SHEET_SAYS = (
    "year",
    "name",
    "scale",
    "stays_within_scale",
    "bonus_within_scale",
    "issued_by",
    "decision",
    "decided_on",
    "demand",
    "period_kind",
    "grades",
)


class SheetInUse(DomainError):
    """The sheet is in use, or was: what units are judged by changes no more."""


class SheetRefused(DomainError):
    """The sheet cannot be kept or used as it is; the message says why."""


@dataclass(frozen=True)
class WrittenCriterion:
    """A criterion as it is typed."""

    name: str
    most_points: Decimal
    kind: CriterionKind = CriterionKind.JUDGED
    guidance: str = ""
    indicator: Indicator | None = None
    points_each: Decimal | None = None
    bands: Sequence[Band] = ()
    is_for_appraiser: bool = False


@dataclass(frozen=True)
class WrittenGroup:
    """A group as it is typed, with its criteria in order."""

    name: str
    kind: GroupKind
    most_points: Decimal
    criteria: Sequence[WrittenCriterion]


_TAKEN = {
    "score_sheet_name_once": lambda: SheetRefused("Đã có bảng điểm mang tên này trong năm. Hãy đặt tên khác."),
}


@transaction.atomic
def save_score_sheet(sheet: ScoreSheet, *, by: User, read: Read | None = None) -> ScoreSheet:
    """Write a sheet down, or what changed of one that is still being written.

    Raises PermissionDenied, SheetInUse, SheetRefused, ChangedMeanwhile.
    """
    check_can_keep_sheet(by, sheet)
    if sheet._state.adding:
        with naming_what_is_taken(_TAKEN):
            sheet.save()
        record("score_sheet.created", sheet, by=by)
        return sheet
    _check_is_draft(sheet)
    change = saving(sheet, SHEET_SAYS, read=read)
    with naming_what_is_taken(_TAKEN):
        sheet = change.write()
    if change.told:
        record("score_sheet.changed", sheet, by=by, data={"changed": change.told})
        _count_change(sheet)
    return sheet


def _check_is_draft(sheet: ScoreSheet) -> None:
    """Raise SheetInUse for a sheet that is written no more; it stays locked."""
    if not ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk).is_draft:
        raise SheetInUse("Bảng điểm đã áp dụng nên không sửa được. Hãy soạn bảng mới từ bảng này.")


@transaction.atomic
def save_group(
    sheet: ScoreSheet, written: WrittenGroup, *, by: User, group_id: int | None = None, seen: str = ""
) -> CriterionGroup:
    """Keep a group with its criteria in place of what stood there; a new one, when no key is told, comes last.

    `seen` is `digest_of` the group as the page showed it. Raises PermissionDenied, SheetInUse, SheetRefused.
    """
    check_can_keep_sheet(by, sheet)
    _check_is_draft(sheet)
    last = sheet.groups.order_by("position").last()
    if group_id is None:
        group = CriterionGroup(sheet=sheet, position=last.position + 1 if last else 0)
    else:
        found = sheet.groups.filter(pk=group_id).first()
        if found is None:
            raise SheetRefused("Người khác vừa bỏ nhóm này. Hãy chép phần của bạn rồi thêm nhóm mới.")
        group = found
        if seen and seen != digest_of(group):
            raise SheetRefused(
                "Người khác vừa sửa nhóm này. Hãy chép phần của bạn, mở lại nhóm để xem họ ghi gì rồi ghi phần của bạn."
            )
    group.name, group.kind, group.most_points = written.name, written.kind, written.most_points
    group.save()
    group.criteria.all().delete()
    for at, each in enumerate(written.criteria):
        criterion = ScoreCriterion.objects.create(
            group=group,
            position=at,
            name=each.name,
            guidance=each.guidance,
            most_points=each.most_points,
            kind=each.kind,
            indicator=each.indicator,
            points_each=each.points_each,
            is_for_appraiser=each.is_for_appraiser,
        )
        CriterionBand.objects.bulk_create(
            CriterionBand(criterion=criterion, begins_at=band.begins_at, points=band.points) for band in each.bands
        )
    record("score_sheet.group_written", sheet, by=by, data={"group": group.name})
    _count_change(sheet)
    return group


def _count_change(sheet: ScoreSheet) -> None:
    """Let it not be put into use from a page on which what was just written does not stand."""
    ScoreSheet.objects.filter(pk=sheet.pk).update(revision=F("revision") + 1)


def digest_of(group: CriterionGroup) -> str:
    """Return what tells whether somebody has written the group anew: its criteria are other rows then."""
    keys = sorted(group.criteria.values_list("pk", flat=True))
    return f"{group.pk}-{'-'.join(map(str, keys))}"


@transaction.atomic
def drop_group(group: CriterionGroup, *, by: User) -> None:
    """Take a group off a sheet that is still being written; once is once. Raises PermissionDenied, SheetInUse, SheetRefused."""
    check_can_keep_sheet(by, group.sheet)
    _check_is_draft(group.sheet)
    if not group.sheet.groups.filter(pk=group.pk).exists():
        raise SheetRefused("Người khác vừa bỏ nhóm này.")
    record("score_sheet.group_dropped", group.sheet, by=by, data={"group": group.name})
    group.delete()
    _count_change(group.sheet)


@transaction.atomic
def issue_sheet(*, sheet_id: int, by: User, read: int | None = None) -> ScoreSheet:
    """Đưa vào áp dụng: units are judged by it from now on, and it changes no more.

    Raises PermissionDenied, InvalidMove, SheetRefused (weights that do not add up, no issuing paper), ReadAnotherText.
    """
    sheet: ScoreSheet = lock(ScoreSheet, sheet_id, read)
    with moving(sheet, "issued", by=by):
        if gaps := gaps_of(sheet):
            raise SheetRefused(" ".join(gaps))
    return sheet


def gaps_of(sheet: ScoreSheet) -> list[str]:
    """Return what hinders the sheet from being used."""
    has_decision = bool(sheet.decision and sheet.issued_by and sheet.decided_on)
    groups = groups_of(sheet)
    gaps = sheet_gaps(
        sheet.scale,
        facts_of_groups(groups),
        has_decision=has_decision,
        is_bonus_within=sheet.bonus_within_scale,
    )
    gaps += measure_gaps(sheet, groups)
    if not sheet.grades:
        gaps.append("Chưa ghi các mức xếp loại.")
    return gaps


def measure_gaps(sheet: ScoreSheet, groups: Sequence[CriterionGroup]) -> list[str]:
    """Return which criteria will never have figures, for the report that the sheet names does not ask for them.

    And which would give the more points the worse it is: by the share of a plan that is a level not to be passed.

    Asked when the sheet is issued, and again when a khối opens: what a report asks for may have changed since.
    """
    measured = [each for group in groups for each in group.criteria.all() if each.indicator_id]
    demand = sheet.demand
    if demand is None:
        said = "Có tiêu chí tính theo chỉ tiêu báo cáo nhưng chưa chọn lấy số liệu từ báo cáo nào."
        return [said] if measured else []
    asked = set(demand.rows.values_list("indicator", flat=True)) if measured else set()
    wrong_way = [
        f"Tiêu chí “{each.name}” tính theo tỷ lệ đạt kế hoạch, nhưng kế hoạch của “{each.indicator}” là mức không vượt quá: đạt "
        f"càng nhiều điểm càng sai. Hãy đổi cách tính thành “{CriterionKind.BANDED.label}” hoặc "
        f"“{CriterionKind.JUDGED.label}”."
        for each in measured
        if each.indicator and each.indicator.less_is_better and each.kind in BY_PLAN
    ]
    return wrong_way + [
        f"Tiêu chí “{each.name}” tính theo chỉ tiêu “{each.indicator}”, nhưng “{demand.name}” ({demand.campaign.name}) "
        "không hỏi chỉ tiêu này nên không bao giờ có số liệu. Hãy thêm chỉ tiêu vào báo cáo ấy, hoặc chọn báo cáo khác "
        f"cho bảng điểm, hoặc đổi cách tính thành “{CriterionKind.JUDGED.label}”."
        for each in measured
        if each.indicator_id not in asked
    ]


@transaction.atomic
def copy_sheet(old: ScoreSheet, *, year: int, name: str, by: User) -> ScoreSheet:
    """Begin a sheet with the groups, criteria and grades of another; its paper and its reports are its own.

    Raises PermissionDenied, SheetRefused.
    """
    new = ScoreSheet(
        alliance=old.alliance,
        year=year,
        name=name,
        scale=old.scale,
        stays_within_scale=old.stays_within_scale,
        bonus_within_scale=old.bonus_within_scale,
        grades=old.grades,
    )
    new = save_score_sheet(new, by=by)
    for group in groups_of(old):
        criteria = [
            WrittenCriterion(
                each.name,
                each.most_points,
                CriterionKind(each.kind),
                each.guidance,
                each.indicator,
                each.points_each,
                [Band(band.begins_at, band.points) for band in each.bands.all()],
                is_for_appraiser=each.is_for_appraiser,
            )
            for each in group.criteria.all()
        ]
        save_group(new, WrittenGroup(group.name, GroupKind(group.kind), group.most_points, criteria), by=by)
    return new
